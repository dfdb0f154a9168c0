"""An employer in the system: one table keyed by (status, event), one function; nothing else assigns a status.

Handbook 二.一: it registers, is checked, receives its unit code, and activates the code anew in every later year.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from luohu_contract.enrolment import AnswerPace, EmployerStatus, NotEligible

_S = EmployerStatus

#: Licences that one employer may upload: each refusal allows another, and none is ever taken away.
MOST_CREDENTIALS = 20


class EmployerEvent(StrEnum):
    """Why an employer moves, or what happened to it although it stays."""

    REGISTERED = "registered"
    CORRECTED = "corrected"  #: its data was corrected where that is possible; it is checked again
    FOUND_ELIGIBLE = "found_eligible"
    FOUND_NOT_ELIGIBLE = "found_not_eligible"
    CREDENTIALS_SENT = "credentials_sent"
    ADMITTED = "admitted"  #: by the district window, on its licence
    REFUSED = "refused"  #: by the district window, with an opinion
    CONFIRMED = "confirmed"  #: data confirmed in a new year; the tax authority is asked again
    ACTIVATED = "activated"  #: the same by one whom the window admitted: its licence stands for the tax record
    CONTACT_CHANGED = "contact_changed"
    NOTE_SENT = "note_sent"
    PACE_SET = "pace_set"
    SEEDED = "seeded"  #: there from the start of its world


_ANYWHERE = (EmployerEvent.CONTACT_CHANGED, EmployerEvent.NOTE_SENT, EmployerEvent.PACE_SET)

TRANSITIONS: dict[tuple[EmployerStatus | None, EmployerEvent], EmployerStatus] = {
    (None, EmployerEvent.REGISTERED): _S.CHECKING,
    (None, EmployerEvent.SEEDED): _S.OPEN,
    (_S.CHECKING, EmployerEvent.FOUND_ELIGIBLE): _S.OPEN,
    (_S.CHECKING, EmployerEvent.FOUND_NOT_ELIGIBLE): _S.NOT_ELIGIBLE,
    (_S.NOT_ELIGIBLE, EmployerEvent.CORRECTED): _S.CHECKING,
    (_S.NOT_ELIGIBLE, EmployerEvent.CREDENTIALS_SENT): _S.UNDER_REVIEW,
    (_S.UNDER_REVIEW, EmployerEvent.ADMITTED): _S.OPEN,
    (_S.UNDER_REVIEW, EmployerEvent.REFUSED): _S.NOT_ELIGIBLE,
    (_S.OPEN, EmployerEvent.CORRECTED): _S.CHECKING,
    (_S.OPEN, EmployerEvent.CONFIRMED): _S.CHECKING,
    (_S.OPEN, EmployerEvent.ACTIVATED): _S.OPEN,
    **{(status, event): status for status in _S for event in _ANYWHERE},
}


class EmployerRefused(Exception):
    """The event cannot happen to an employer that stands there; the message names what can."""

    def __init__(self, status: EmployerStatus | None, event: EmployerEvent) -> None:
        possible = [str(e) for s, e in TRANSITIONS if s is status]
        self.extensions = {"employer_status": None if status is None else status.value, "possible": possible}
        super().__init__(
            f"An employer that is {status or 'not registered'} cannot be {event}; what can happen to it: "
            f"{', '.join(possible)}."
        )


class EmployerExists(Exception):
    """This credit code is registered already."""

    def __init__(self, employer_id: UUID, uscc: str) -> None:
        self.headers = {"Location": f"/v1/employers/{employer_id}"}
        self.extensions = {"employer_id": str(employer_id)}
        super().__init__(f"The employer {uscc} is registered already: {employer_id}. Go on with that one.")


class DataFixed(Exception):
    """Data other than the contact is fixed for a year in which the unit code is active (handbook 二.一, ①)."""

    def __init__(self, employer_id: UUID, year: int) -> None:
        super().__init__(
            f"Name and handling district are fixed for {year}: 其余单位信息当年不可修改. A change does not matter for "
            f"this year's round: tell the district window with POST /v1/employers/{employer_id}/notes (data_change)."
        )


class AlreadyActive(Exception):
    """The unit code is active for the year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"The unit code is active for {year} already; nothing is left to confirm.")


class CredentialLimit(Exception):
    """There is no room for more licences."""

    def __init__(self) -> None:
        super().__init__(
            f"An employer uploads at most {MOST_CREDENTIALS} licences. Ask at the district window of your district."
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """联系人, 联系电话: the only data that may change at any time."""

    name: str
    telephone: str


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer as it stands."""

    id: UUID
    uscc: str
    name: str
    handling_district: str  #: 积分落户业务办理区, one of the seventeen windows
    contact: Contact
    status: EmployerStatus
    since: datetime  #: the world's time at which it took this status
    registered_at: datetime
    unit_code: str  #: 单位注册码; shown and usable only while open
    active_year: int | None  #: the last year that the code was activated for
    answers: AnswerPace = AnswerPace.BY_HAND
    reason: NotEligible | None = None  #: why it may not go on
    opinion: str | None = None  #: the window's words with the last refusal
    checks: int = 0  #: how often the tax authority was asked in this check
    last_problem: str | None = None  #: why it has not answered

    def active_in(self, year: int) -> bool:
        """Whether its staff can use the unit code in that year."""
        return self.status is EmployerStatus.OPEN and self.active_year == year

    def assert_can_change(self, year: int) -> None:
        """Raises DataFixed while the data is fixed for the year, EmployerRefused while somebody looks at it."""
        if self.active_in(year):
            raise DataFixed(self.id, year)
        after(self.status, EmployerEvent.CORRECTED)


def after(status: EmployerStatus | None, event: EmployerEvent) -> EmployerStatus:
    """The status that follows. Raises EmployerRefused."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise EmployerRefused(status, event) from None


def as_mermaid() -> str:
    """The table as a Mermaid state diagram, without what changes no status."""
    lines = ["stateDiagram-v2"]
    for (before, event), to in TRANSITIONS.items():
        if event not in _ANYWHERE:
            lines.append(f"    {'[*]' if before is None else before.value} --> {to.value}: {event.value}")
    return "\n".join(lines) + "\n"
