"""The platform's rule: does a filed lease bear out what an applicant entered.

Handbook 三.二.3(4). The reasons are asked in the order in which the handbook lists them, and the first one that holds
is named. The number and the tenant are compared; the district and the kind of lease are not among the reasons, so a
slip there makes no lease invalid, and the months are cut by the lease's own dates.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luohu_contract.claim import Person, RentalClaim
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.finding import LeaseFindings
from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.reasons import REASON_OF, Cause

USE_NOT_RESIDENTIAL = "filing.use_not_residential"
NO_TITLE = "filing.no_title"
PROPERTY_CHECK_NEEDED = "filing.property_check_needed"


class PlannedUse(StrEnum):
    """规划用途, as leases are filed with it"""

    RESIDENTIAL = "residential"  #: 住宅
    SERVICED_APARTMENT = "serviced_apartment"  #: 酒店式公寓, 非住宅类
    COMMERCIAL = "commercial"  #: 商业
    OFFICE = "office"  #: 办公
    OTHER = "other"  #: 其他


class PropertyCheck(StrEnum):
    """房源核验"""

    PASSED = "passed"  #: 已核验
    NEEDED = "needed"  #: 需要进一步核验: by the association, or by an operator in a recheck


@dataclass(frozen=True, slots=True)
class Tenant:
    """One tenant of a lease; a lease may have several."""

    id_number: str
    name: str


@dataclass(frozen=True, slots=True)
class Lease:
    """One filed lease."""

    tenants: tuple[Tenant, ...]
    planned_use: PlannedUse
    has_title: bool  #: the home has a 不动产权证书 or a 房屋所有权证书
    property_check: PropertyCheck
    lease_from: date
    lease_to: date


#: The lease under the number that the question asks about; None: there is none.
Facts = Lease | None


def judge(question: Question, lease: Facts) -> Decision:
    """Compare a rented home with the filing of its lease. TypeError for any other claim."""
    claim = question.claim
    if not isinstance(claim, RentalClaim):
        raise TypeError(f"the rental platform does not judge a claim of kind {claim.kind}")
    if lease is None:
        return _not_found(Cause.FILING_UNKNOWN)
    if not any(_same(claim.tenant, tenant) for tenant in lease.tenants):
        return _not_found(Cause.TENANT_DIFFERS)
    if lease.planned_use is not PlannedUse.RESIDENTIAL:
        return Invalid(USE_NOT_RESIDENTIAL)
    if not lease.has_title:
        return Invalid(NO_TITLE)
    if lease.property_check is PropertyCheck.NEEDED:
        return Invalid(PROPERTY_CHECK_NEEDED)
    return Valid(LeaseFindings(lease_from=lease.lease_from, lease_to=lease.lease_to))


def _not_found(cause: Cause) -> Invalid:
    return Invalid(REASON_OF[cause], cause=cause)


def _same(claimed: Person, tenant: Tenant) -> bool:
    """Name and number both; a lease may be filed under an old number of 15 digits."""
    numbers = {normalise_identity_number(number) for number in (claimed.id_number, tenant.id_number)}
    return len(numbers) == 1 and claimed.name == tenant.name
