"""The rental platform's rule, case by case, and the order of its reasons."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import Period, Person, RentalClaim, RentalType, TaxClaim
from luohu_contract.decision import Invalid, Valid
from luohu_contract.finding import LeaseFindings
from luohu_contract.message import Question
from luohu_contract.months import Month
from luohu_contract.reasons import REASONS, Cause
from luohu_rental_filing.verdicts import Lease, PlannedUse, PropertyCheck, Tenant, judge

ZHAO = Person(name="赵清", id_number="990102199006060716")
CLAIM = RentalClaim(
    tenant=ZHAO,
    rental_type=RentalType.MARKET,
    filing_number="1101020000000000000",
    district="西城区",
    period=Period(first=Month(2020, 8), last=Month(2020, 10)),
)
QUESTION = Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=ZHAO, claim=CLAIM, as_of=date(2020, 12, 31))
LEASE = Lease(
    tenants=(Tenant("990102199107070825", "钱宁"), Tenant(ZHAO.id_number, ZHAO.name)),
    planned_use=PlannedUse.RESIDENTIAL,
    has_title=True,
    property_check=PropertyCheck.PASSED,
    lease_from=date(2020, 8, 1),
    lease_to=date(2020, 10, 31),
)
ORDER = (
    "filing.not_found",
    "filing.use_not_residential",
    "filing.no_title",
    "filing.property_check_needed",
)


@pytest.mark.parametrize(
    ("lease", "expected"),
    [
        pytest.param(None, Invalid("filing.not_found", cause=Cause.FILING_UNKNOWN), id="no such number"),
        pytest.param(
            replace(LEASE, tenants=LEASE.tenants[:1]),
            Invalid("filing.not_found", cause=Cause.TENANT_DIFFERS),
            id="somebody else's lease",
        ),
        pytest.param(
            replace(LEASE, tenants=(Tenant(ZHAO.id_number, "赵青"),)),
            Invalid("filing.not_found", cause=Cause.TENANT_DIFFERS),
            id="the tenant's number with another name",
        ),
        pytest.param(
            replace(LEASE, planned_use=PlannedUse.SERVICED_APARTMENT),
            Invalid("filing.use_not_residential"),
            id="a serviced apartment",
        ),
        pytest.param(replace(LEASE, has_title=False), Invalid("filing.no_title"), id="no title"),
        pytest.param(
            replace(LEASE, property_check=PropertyCheck.NEEDED),
            Invalid("filing.property_check_needed"),
            id="the home must be checked",
        ),
        pytest.param(
            LEASE,
            Valid(LeaseFindings(lease_from=date(2020, 8, 1), lease_to=date(2020, 10, 31))),
            id="one of two tenants",
        ),
        pytest.param(
            replace(LEASE, tenants=(Tenant("990102900606071", ZHAO.name),)),
            Valid(LeaseFindings(lease_from=date(2020, 8, 1), lease_to=date(2020, 10, 31))),
            id="filed under the old number",
        ),
    ],
)
def test_a_lease_against_its_filing(lease: Lease | None, expected: Invalid | Valid) -> None:
    assert judge(QUESTION, lease) == expected


@given(st.sets(st.sampled_from(ORDER), min_size=1))
def test_the_first_reason_of_the_handbooks_order_is_named(faults: set[str]) -> None:
    lease = LEASE
    if "filing.not_found" in faults:
        lease = replace(lease, tenants=())
    if "filing.use_not_residential" in faults:
        lease = replace(lease, planned_use=PlannedUse.OFFICE)
    if "filing.no_title" in faults:
        lease = replace(lease, has_title=False)
    if "filing.property_check_needed" in faults:
        lease = replace(lease, property_check=PropertyCheck.NEEDED)

    decision = judge(QUESTION, lease)

    assert isinstance(decision, Invalid)
    assert decision.reason == min(faults, key=ORDER.index)


def test_every_reason_of_the_platform_is_in_the_table() -> None:
    assert set(ORDER) == {code for code in REASONS if code.startswith("filing.")}


def test_other_claims_are_not_judged() -> None:
    claim: Any = TaxClaim(authorised=True, tax_years=(2020,), penalty_years=(2020,))

    with pytest.raises(TypeError, match="tax"):
        judge(QUESTION.model_copy(update={"claim": claim}), LEASE)
