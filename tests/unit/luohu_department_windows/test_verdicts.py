"""A department answers by its own record: what it has, what it lacks, and what contradicts it."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import Claim, DepartmentClaim, InsuranceClaim, Person
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.department import DepartmentFindings, Scalar
from luohu_contract.message import Question
from luohu_contract.months import Month
from luohu_department_windows.verdicts import Entry, Facts, judge
from luohu_testbed.messages import AT

GU = Person(name="顾长风", id_number="990201198103120011")
TECHNICIAN = Entry("顾长风", "津工技字第990001号", {"tier": "senior_technician", "since": 2012, "employed": True})
NOTHING: dict[str, Scalar] = {}


def question(claim: Claim) -> Question:
    return Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=GU, claim=claim, as_of=AT.date())


def answer(facts: Facts, **claimed: Any) -> Decision:
    claim = {"department": "human_resources", "indicator": "skill", **claimed}
    return judge(question(DepartmentClaim.model_validate(claim)), facts)


@pytest.mark.parametrize(
    ("claimed", "facts", "values"),
    [
        pytest.param({}, None, NOTHING, id="nothing claimed and nothing recorded"),
        pytest.param({}, TECHNICIAN, TECHNICIAN.values, id="nothing claimed: the record stands for itself"),
        pytest.param({"entered": {"tier": "senior_technician"}}, TECHNICIAN, TECHNICIAN.values, id="as recorded"),
        pytest.param({"entered": {"employer": "某厂"}}, TECHNICIAN, TECHNICIAN.values, id="the record does not say"),
        pytest.param({"certificate_number": "津工技字 第990001号"}, TECHNICIAN, TECHNICIAN.values, id="blanks"),
        pytest.param({"certificate_number": "津工技字第９９０００１号"}, TECHNICIAN, TECHNICIAN.values, id="wide"),
        pytest.param({"certificate_number": "1"}, Entry("顾长风", None, {"a": 1}), {"a": 1}, id="no number recorded"),
        pytest.param({"entered": {"a": 1}}, Entry("顾 长风", None, {"a": 1}), {"a": 1}, id="a name with a blank"),
    ],
)
def test_a_claim_that_the_record_bears_out_is_valid_with_the_records_values(
    claimed: dict[str, Any], facts: Facts, values: dict[str, Scalar]
) -> None:
    found = DepartmentFindings(department="human_resources", indicator="skill", values=dict(values))
    assert answer(facts, **claimed) == Valid(found)


@pytest.mark.parametrize(
    ("claimed", "facts", "reason", "cause"),
    [
        pytest.param({"entered": {"tier": "x"}}, None, "not_on_record", "nothing_recorded", id="a value"),
        pytest.param({"certificate_number": "1"}, None, "not_on_record", "nothing_recorded", id="a certificate"),
        pytest.param(
            {"certificate_number": "津工技字第990002号"},
            TECHNICIAN,
            "certificate_differs",
            "certificate_of_another_number",
            id="another number",
        ),
        pytest.param(
            {"entered": {"tier": "technician"}},
            Entry("顾长青", None, {"tier": "senior_technician"}),
            "name_differs",
            "recorded_under_another_name",
            id="another name, before all values",
        ),
        pytest.param({"entered": {"tier": "technician"}}, TECHNICIAN, "value_differs", "tier", id="another value"),
        pytest.param({"entered": {"since": "2012"}}, TECHNICIAN, "value_differs", "since", id="a text is no number"),
        pytest.param({"entered": {"employed": 1}}, TECHNICIAN, "value_differs", "employed", id="1 is not true"),
        pytest.param(
            {"entered": {"tier": "x", "since": 2000}}, TECHNICIAN, "value_differs", "since, tier", id="two values"
        ),
    ],
)
def test_what_the_record_does_not_bear_out_is_invalid_for_its_reason(
    claimed: dict[str, Any], facts: Facts, reason: str, cause: str
) -> None:
    decision = answer(facts, **claimed)
    assert isinstance(decision, Invalid)
    assert (decision.reason, decision.cause) == (f"department.{reason}", cause)
    shown = decision.findings is not None
    assert shown is (reason == "value_differs")  # who is known under another name or number is not told the record


def test_a_department_is_not_asked_about_anything_else() -> None:
    with pytest.raises(TypeError, match="insurance"):
        judge(question(InsuranceClaim(through=Month(2016, 4))), None)


scalars = st.booleans() | st.integers(-10, 10) | st.sampled_from(["", "1", "true", "senior"])
values = st.dictionaries(st.sampled_from(["tier", "years", "employed"]), scalars)


@given(values, values)
def test_an_entry_decides_value_by_value_and_always_answers_with_its_own(
    recorded: dict[str, Scalar], entered: dict[str, Scalar]
) -> None:
    decision = answer(Entry("顾长风", None, recorded), entered=entered)
    agrees = all(repr(recorded[name]) == repr(value) for name, value in entered.items() if name in recorded)
    assert isinstance(decision, Valid) is agrees
    assert isinstance(decision, Valid | Invalid)
    assert isinstance(decision.findings, DepartmentFindings)
    assert repr(decision.findings.values) == repr(recorded)


@given(values)
def test_what_the_department_found_bears_itself_out(recorded: dict[str, Scalar]) -> None:
    assert isinstance(answer(Entry("顾长风", None, recorded), entered=recorded), Valid)
