"""The register's rule: does a title bear out what an applicant entered about a home.

Handbook 三.二.1 (planned use, issued title, a dormitory belongs to an organisation) and 三.二.3 (无效(房源无效)). The
screen knows one reason, `property.not_matched`; operators see the finer cause. The causes are asked in the order of
`ORDER`, and the first one that holds is named: what cannot be read in the register comes before what differs from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luohu_contract.claim import CertificateFormat, DormitoryClaim, Organisation, OwnHomeClaim, Period, Person
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.finding import PropertyFindings
from luohu_contract.message import Question
from luohu_contract.months import Month
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.reasons import REASON_OF, Cause

DISPUTABLE = ("property.registration_date_disputed", "property.expiry_date_disputed")


class PlannedUse(StrEnum):
    """规划用途"""

    RESIDENTIAL = "residential"  #: 住宅
    COMMERCIAL = "commercial"  #: 商业
    OFFICE = "office"  #: 办公
    INDUSTRIAL = "industrial"  #: 工业
    OTHER = "other"  #: 其他


#: The finer causes, in the order in which they are asked.
ORDER = (
    Cause.CERTIFICATE_UNKNOWN,
    Cause.ARCHIVE_INCOMPLETE,
    Cause.OWNER_NOT_ORGANISATION,
    Cause.CERTIFICATE_OF_OTHER_OWNER,
    Cause.DISTRICT_DIFFERS,
    Cause.USE_NOT_RESIDENTIAL,
    Cause.TITLE_NOT_ISSUED,
    Cause.PERIOD_OUTSIDE_TITLE,
)


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner as the title names them; a title may have several."""

    id_number: str
    name: str
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """One certificate as the register has it."""

    certificate_format: CertificateFormat
    district: str
    planned_use: PlannedUse
    owners: tuple[Owner, ...]
    registered_on: date | None  #: 登簿日期(填发日期)
    expired_on: date | None  #: 权证失效日期: sold, or the certificate was changed
    archive_incomplete: bool


#: Titles under the number that the question asks about; None: there is none.
Facts = Title | None


def judge(question: Question, title: Facts) -> Decision:
    """Compare an own home or a dormitory with its title. TypeError for any other claim.

    A valid home's two dates can be rechecked: they decide how many months count (handbook 三.二.3(3)).
    """
    claim = question.claim
    if not isinstance(claim, OwnHomeClaim | DormitoryClaim):
        raise TypeError(f"the property register does not judge a claim of kind {claim.kind}")
    if title is None or title.certificate_format is not claim.certificate_format:
        return _no(Cause.CERTIFICATE_UNKNOWN)
    if cause := _difference(claim, title, question.as_of):
        return _no(cause)
    return Valid(
        PropertyFindings(kind=claim.kind, registered_on=title.registered_on, expired_on=title.expired_on), DISPUTABLE
    )


def _no(cause: Cause) -> Invalid:
    return Invalid(REASON_OF[cause], cause=cause)


def _difference(claim: OwnHomeClaim | DormitoryClaim, title: Title, as_of: date) -> Cause | None:
    owners = [owner for owner in title.owners if owner.organisation == isinstance(claim, DormitoryClaim)]
    holds: Mapping[Cause, bool] = {
        Cause.ARCHIVE_INCOMPLETE: title.archive_incomplete,
        Cause.OWNER_NOT_ORGANISATION: isinstance(claim, DormitoryClaim) and not owners,
        Cause.CERTIFICATE_OF_OTHER_OWNER: not any(_same(claim.owner, owner) for owner in owners),
        Cause.DISTRICT_DIFFERS: title.district != claim.district,
        Cause.USE_NOT_RESIDENTIAL: title.planned_use is not PlannedUse.RESIDENTIAL,
        Cause.TITLE_NOT_ISSUED: title.registered_on is None,
        Cause.PERIOD_OUTSIDE_TITLE: not _in_force(title, claim.period, as_of),
    }
    return next((cause for cause in ORDER if holds.get(cause)), None)


def _same(claimed: Person | Organisation, owner: Owner) -> bool:
    """Name and number both; an owner may be in the register under an old number of 15 digits."""
    numbers = {normalise_identity_number(number) for number in (claimed.id_number, owner.id_number)}
    return len(numbers) == 1 and claimed.name == owner.name


def _in_force(title: Title, period: Period, as_of: date) -> bool:
    """Whether the title was in force in some month of the period, up to the base date. Both its end months count."""
    begins = Month.of(title.registered_on or as_of)
    ends = Month.of(min(title.expired_on or as_of, as_of))
    return max(begins, period.first) <= min(ends, period.last)
