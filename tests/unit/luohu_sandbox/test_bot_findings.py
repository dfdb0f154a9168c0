"""What a bot finds where it overturns bears the claim out, whatever is claimed."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from luohu_contract.archive import DegreeCheckFindings
from luohu_contract.department import DepartmentFindings
from luohu_contract.finding import TaxFindings, TaxYear
from luohu_contract.message import Question, QuestionKind
from luohu_sandbox.bots.findings import borne_out
from luohu_testbed.messages import CLAIMS, FINDINGS, WANG

READ_ONLY = {"insurance", "conduct"}


def question(name: str, **fields: Any) -> Question:
    part, claim = CLAIMS[name]
    asked = {"id": uuid4(), "item_id": uuid4(), "attempt": 1, "part": part, "subject": WANG, "claim": claim}
    return Question(**{**asked, "as_of": date(2020, 12, 31), **fields})


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_every_claim_that_is_entered_can_be_borne_out(name: str) -> None:
    found = borne_out(question(name), None)
    if name in READ_ONLY:
        assert found is None
    else:
        assert found is not None
        assert found.kind is question(name).claim.kind


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("own_home", {"registered_on": date(2005, 10, 1), "expired_on": None}),
        ("rental", {"lease_from": date(2020, 8, 1), "lease_to": date(2020, 12, 31)}),
        ("degree", {"degree_conferred_on": "2020-12"}),
        ("tax", {"valid_years": 3, "tax_penalties": 0}),
        ("tax_penalties", {"tax_penalties": 0}),
        ("department", {"values": {"tier": "senior_technician", "still_employed": True, "since": 2012}}),
        ("personnel_file", {"held_by": "落户市人才服务中心", "complete": True, "missing": ()}),
        ("degree_check", {"genuine": True, "graduated": date(2020, 12, 31)}),
    ],
)
def test_what_is_found_is_what_was_entered(name: str, fields: dict[str, Any]) -> None:
    found = borne_out(question(name), None)
    assert {field: getattr(found, field) for field in fields} == fields


def test_only_what_is_disputed_changes_where_penalties_are() -> None:
    years = (TaxYear(year=2018, valid=False, paid=False),)
    seen = TaxFindings(years=years, valid_years=0, tax_penalties=2)
    about = {"kind": QuestionKind.RECHECK, "statement": "已撤销"}
    fined = borne_out(question("tax", disputes="tax.penalty_recorded", **about), seen)
    assert fined == TaxFindings(years=years, valid_years=0, tax_penalties=0)
    taxed = borne_out(question("tax", disputes="tax.year_invalid", **about), seen)
    assert isinstance(taxed, TaxFindings)
    assert (taxed.valid_years, taxed.tax_penalties) == (3, 2)


def test_what_a_window_knows_besides_stays_where_the_bot_overturns() -> None:
    entry = DepartmentFindings(department="human_resources", indicator="skill", values={"tier": "technician", "age": 9})
    found = borne_out(question("department"), entry)
    assert isinstance(found, DepartmentFindings)
    assert found.values == {"tier": "senior_technician", "still_employed": True, "since": 2012, "age": 9}

    checked = FINDINGS["degree_check"]
    assert isinstance(checked, DegreeCheckFindings)
    again = borne_out(question("degree_check"), checked.model_copy(update={"genuine": False}))
    assert again == checked
