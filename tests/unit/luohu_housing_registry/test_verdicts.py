"""The property register's rule, case by case: each case changes one thing, in the claim or in the title."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import (
    CertificateFormat,
    DormitoryClaim,
    Organisation,
    OrganisationIdType,
    OwnHomeClaim,
    Period,
    Person,
    TaxClaim,
)
from luohu_contract.decision import Invalid, Valid
from luohu_contract.message import Question
from luohu_contract.months import Month
from luohu_contract.reasons import REASON_OF, REASONS, Cause
from luohu_housing_registry.verdicts import ORDER, Owner, PlannedUse, Title, judge

HE = Person(name="何怀山", id_number="990116197505200110")
INSTITUTE = Organisation(name="北京玉兰园林研究所", id_type=OrganisationIdType.USCC, id_number="12990105MB0LUH104E")
HOME = OwnHomeClaim(
    owner=HE,
    certificate_format=CertificateFormat.X_HOUSE_TITLE,
    certificate_number="X京房权证怀字第11111111号",
    district="怀柔区",
    period=Period(first=Month(2005, 10), last=Month(2010, 10)),
)
DORMITORY = DormitoryClaim(
    owner=INSTITUTE,
    certificate_format=CertificateFormat.X_HOUSE_TITLE,
    certificate_number="X京房权证朝字第99000020号",
    district="怀柔区",
    period=Period(first=Month(2020, 8), last=Month(2020, 12)),
)
TITLE = Title(
    certificate_format=CertificateFormat.X_HOUSE_TITLE,
    district="怀柔区",
    planned_use=PlannedUse.RESIDENTIAL,
    owners=(Owner(HE.id_number, HE.name),),
    registered_on=date(2005, 10, 18),
    expired_on=date(2010, 10, 22),
    archive_incomplete=False,
)
OWNED_BY_THE_INSTITUTE = replace(TITLE, owners=(Owner(INSTITUTE.id_number, INSTITUTE.name, True),), expired_on=None)


def asked(claim: OwnHomeClaim | DormitoryClaim | TaxClaim) -> Question:
    return Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=HE, claim=claim, as_of=date(2020, 12, 31))


@pytest.mark.parametrize(
    ("claim", "title", "cause"),
    [
        pytest.param(HOME, None, Cause.CERTIFICATE_UNKNOWN, id="no such number"),
        pytest.param(
            HOME,
            replace(TITLE, certificate_format=CertificateFormat.OTHER_TITLE),
            Cause.CERTIFICATE_UNKNOWN,
            id="the number in another format",
        ),
        pytest.param(
            HOME,
            replace(TITLE, archive_incomplete=True, registered_on=None, district="朝阳区"),
            Cause.ARCHIVE_INCOMPLETE,
            id="archive not read in, whatever else differs",
        ),
        pytest.param(DORMITORY, TITLE, Cause.OWNER_NOT_ORGANISATION, id="a dormitory that a person owns"),
        pytest.param(
            HOME,
            replace(TITLE, owners=(Owner(HE.id_number, "何怀水"),)),
            Cause.CERTIFICATE_OF_OTHER_OWNER,
            id="the owner's number with another name",
        ),
        pytest.param(
            HOME,
            replace(TITLE, owners=(Owner("990116197505200129", HE.name),)),
            Cause.CERTIFICATE_OF_OTHER_OWNER,
            id="the owner's name with another number",
        ),
        pytest.param(HOME, OWNED_BY_THE_INSTITUTE, Cause.CERTIFICATE_OF_OTHER_OWNER, id="an own home of a firm"),
        pytest.param(
            DORMITORY,
            replace(OWNED_BY_THE_INSTITUTE, owners=(Owner("91990105MA0LUH014J", INSTITUTE.name, True),)),
            Cause.CERTIFICATE_OF_OTHER_OWNER,
            id="a dormitory of another organisation",
        ),
        pytest.param(HOME, replace(TITLE, district="朝阳区"), Cause.DISTRICT_DIFFERS, id="another district"),
        pytest.param(HOME, replace(TITLE, planned_use=PlannedUse.OFFICE), Cause.USE_NOT_RESIDENTIAL, id="an office"),
        pytest.param(HOME, replace(TITLE, registered_on=None), Cause.TITLE_NOT_ISSUED, id="never issued"),
        pytest.param(
            HOME,
            replace(TITLE, registered_on=date(2010, 11, 1), expired_on=None),
            Cause.PERIOD_OUTSIDE_TITLE,
            id="registered in the month after the entered ones",
        ),
        pytest.param(
            HOME,
            replace(TITLE, registered_on=date(2000, 1, 1), expired_on=date(2005, 9, 30)),
            Cause.PERIOD_OUTSIDE_TITLE,
            id="sold in the month before the entered ones",
        ),
    ],
)
def test_a_title_that_does_not_bear_the_claim_out(
    claim: OwnHomeClaim | DormitoryClaim, title: Title | None, cause: Cause
) -> None:
    decision = judge(asked(claim), title)

    assert decision == Invalid("property.not_matched", cause=cause)


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        pytest.param(HOME, TITLE, id="the owner alone"),
        pytest.param(HOME, replace(TITLE, owners=(Owner("x", "别人"), *TITLE.owners)), id="one of two owners"),
        pytest.param(
            HOME, replace(TITLE, owners=(Owner("990116750520011", HE.name),)), id="registered under the old number"
        ),
        pytest.param(HOME, replace(TITLE, registered_on=date(2010, 10, 31), expired_on=None), id="in the last month"),
        pytest.param(HOME, replace(TITLE, expired_on=date(2005, 10, 18)), id="sold in the first month"),
        pytest.param(DORMITORY, OWNED_BY_THE_INSTITUTE, id="a dormitory of the organisation"),
    ],
)
def test_a_title_that_bears_the_claim_out(claim: OwnHomeClaim | DormitoryClaim, title: Title) -> None:
    decision = judge(asked(claim), title)

    assert isinstance(decision, Valid)
    assert decision.findings.model_dump(mode="json") == {
        "kind": claim.kind.value,
        "registered_on": title.registered_on and title.registered_on.isoformat(),
        "expired_on": title.expired_on and title.expired_on.isoformat(),
    }
    assert decision.disputable == ("property.registration_date_disputed", "property.expiry_date_disputed")
    assert set(decision.disputable) <= set(REASONS)


def test_every_cause_has_its_place_in_the_order() -> None:
    assert sorted(ORDER) == sorted(cause for cause, reason in REASON_OF.items() if reason == "property.not_matched")


MONTHS = st.dates(date(1990, 1, 1), date(2020, 12, 31))


@given(registered=MONTHS, expired=MONTHS, first=MONTHS, last=MONTHS)
def test_a_home_is_valid_exactly_when_title_and_entered_months_meet(
    registered: date, expired: date, first: date, last: date
) -> None:
    title = replace(TITLE, registered_on=min(registered, expired), expired_on=max(registered, expired))
    period = Period(first=Month.of(min(first, last)), last=Month.of(max(first, last)))
    held = {Month.of(title.registered_on or first).plus(n) for n in range(32 * 12)}
    in_force = {month for month in held if month <= Month.of(title.expired_on or last)}
    meets = any(period.first <= month <= period.last for month in in_force)

    assert isinstance(judge(asked(HOME.model_copy(update={"period": period})), title), Valid) is meets


def test_other_claims_are_not_judged() -> None:
    claim: Any = TaxClaim(authorised=True, tax_years=(2020,), penalty_years=(2020,))

    with pytest.raises(TypeError, match="tax"):
        judge(asked(claim), TITLE)
