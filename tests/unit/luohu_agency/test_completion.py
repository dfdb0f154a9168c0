"""What an operator's decision makes of the earlier answer."""

from datetime import date

import pytest

from luohu_agency.completion import DecisionNotPossible, found_instead, overturned, overturned_to_invalid, uphold
from luohu_contract.claim import OverseasLevel
from luohu_contract.decision import AskOperator, Decision, Invalid, Valid
from luohu_contract.finding import OverseasFindings, TaxFindings, TaxYear

FOUND = OverseasFindings(level=OverseasLevel.MASTER, issued_on=date(2010, 7, 1))
BETTER = OverseasFindings(level=OverseasLevel.DOCTOR, issued_on=date(2010, 7, 1))
VALID = Valid(FOUND, ("property.registration_date_disputed",))
INVALID = Invalid("overseas.not_found", FOUND, cause="card_unknown")

PENALTY = "tax.penalty_recorded"
NO_TAX = (TaxYear(year=2020, valid=False, paid=False),)
FINED = TaxFindings(years=NO_TAX, valid_years=0, tax_penalties=1)
CLEARED = TaxFindings(years=NO_TAX, valid_years=0, tax_penalties=0)
FINED_WITHOUT_TAX = Invalid("tax.year_invalid", FINED, disputable=(PENALTY,))


@pytest.mark.parametrize(
    ("standing", "reason", "outcome"),
    [
        (VALID, None, VALID),
        (INVALID, None, INVALID),
        (INVALID, "overseas.document_mismatch", Invalid("overseas.document_mismatch", FOUND)),
        (None, "overseas.not_found", Invalid("overseas.not_found")),
        (None, None, "#/reason"),
        (VALID, "overseas.not_found", "#/reason"),
    ],
    ids=["valid stays", "invalid stays", "another reason", "nobody proposed", "needs a reason", "never worse"],
)
def test_upholding(standing: Valid | Invalid | None, reason: str | None, outcome: Decision | str) -> None:
    if isinstance(outcome, str):
        with pytest.raises(DecisionNotPossible) as refused:
            uphold(standing, reason)
        assert refused.value.errors[0]["pointer"] == outcome
    else:
        assert uphold(standing, reason) == outcome


@pytest.mark.parametrize(
    ("standing", "decision", "outcome"),
    [
        (INVALID, Valid(FOUND), Valid(FOUND)),
        (VALID, Valid(BETTER), Valid(BETTER)),
        (None, Valid(FOUND), Valid(FOUND)),
        (None, AskOperator("look", proposed=Valid(FOUND)), Valid(FOUND)),
        (VALID, VALID, "#/corrected_fields"),
        (INVALID, INVALID, "#/corrected_fields"),
        (VALID, INVALID, "#/corrected_fields"),
        (INVALID, AskOperator("look"), "#/findings"),
    ],
    ids=["now valid", "other findings", "first answer", "as proposed", "no change", "still invalid", "worse", "unsaid"],
)
def test_overturning(standing: Valid | Invalid | None, decision: Decision, outcome: Valid | str) -> None:
    if isinstance(outcome, str):
        with pytest.raises(DecisionNotPossible) as refused:
            overturned(standing, decision)
        assert refused.value.errors[0]["pointer"] == outcome
    else:
        assert overturned(standing, decision) == outcome


def test_a_proposal_can_be_overturned_to_invalid_and_an_invalid_answer_cannot() -> None:
    assert overturned_to_invalid(VALID, "overseas.not_found") == Invalid("overseas.not_found", FOUND)
    assert overturned_to_invalid(None, "overseas.not_found") == Invalid("overseas.not_found")
    with pytest.raises(DecisionNotPossible):
        overturned_to_invalid(INVALID, "overseas.document_mismatch")


def test_a_refused_overturn_tells_the_operator_the_finer_cause() -> None:
    with pytest.raises(DecisionNotPossible, match="card_unknown"):
        overturned(None, INVALID)


def test_a_finding_beside_the_reason_is_overturned_although_the_answer_stays_invalid() -> None:
    cleared = Invalid("tax.year_invalid", CLEARED)

    assert overturned(FINED_WITHOUT_TAX, cleared, PENALTY) == cleared
    assert found_instead(FINED_WITHOUT_TAX, CLEARED, PENALTY) == cleared
    for decision, disputed in ((cleared, "tax.year_invalid"), (FINED_WITHOUT_TAX, PENALTY)):
        with pytest.raises(DecisionNotPossible):
            overturned(FINED_WITHOUT_TAX, decision, disputed)


def test_an_operators_findings_make_a_claim_valid_when_its_reason_is_disputed() -> None:
    assert found_instead(FINED_WITHOUT_TAX, CLEARED, "tax.year_invalid") == Valid(CLEARED)
    assert found_instead(VALID, BETTER, "property.registration_date_disputed") == Valid(BETTER, VALID.disputable)


def test_another_reason_keeps_what_can_be_disputed_beside_it() -> None:
    assert uphold(FINED_WITHOUT_TAX, "tax.year_invalid") == FINED_WITHOUT_TAX
