"""The form of a filing: what is refused, and for which field."""

from typing import Any

import pytest
from pydantic import ValidationError

from luohu_science_commission.filings.form import FilingForm

PRIZE = {
    "type": "competition_national_startup",
    "company": "91990112ma0luh1038",
    "company_name": "北京白杨生物技术有限公司",
    "edition": 2012,
    "grade": "third",
}
SHARES = {"type": "shareholding", "company": "91990108MA0LUH1019", "company_name": "北京云杉智能科技有限公司"}


@pytest.mark.parametrize(
    ("form", "where"),
    [
        pytest.param({**PRIZE, "type": "worldskills"}, ("type",), id="a type that is filed elsewhere"),
        pytest.param({**PRIZE, "company": "91990112MA0LUH1039"}, ("company",), id="a wrong check character"),
        pytest.param({**PRIZE, "edition": None}, (), id="a competition without its edition"),
        pytest.param({**PRIZE, "grade": None}, (), id="a competition without its grade"),
        pytest.param({**PRIZE, "edition": 2011}, (), id="an edition before the first"),
        pytest.param({**PRIZE, "edition": 10**30}, ("edition",), id="no year at all"),
        pytest.param({**SHARES, "grade": "first"}, (), id="shares with a grade"),
        pytest.param({**SHARES, "statement": "a\x00b"}, ("statement",), id="a NUL character"),
        pytest.param({**SHARES, "statement": "长" * 2001}, ("statement",), id="too many words"),
        pytest.param({**SHARES, "points": 12}, ("points",), id="an unknown field"),
        pytest.param([], (), id="no object"),
    ],
)
def test_a_form_that_is_wrong(form: Any, where: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        FilingForm.model_validate(form)

    assert [error["loc"] for error in refused.value.errors()] == [where]


@pytest.mark.parametrize("form", [PRIZE, SHARES])
def test_a_form_that_is_right_has_its_code_in_capitals(form: dict[str, Any]) -> None:
    assert FilingForm.model_validate(form).company == form["company"].upper()
