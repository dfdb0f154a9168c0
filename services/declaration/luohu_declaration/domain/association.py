"""A person's association with an employer: one for each year, and final once it is approved (handbook 二.二.3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from luohu_contract.enrolment import AssociationAnswer, AssociationStatus
from luohu_declaration.domain.checks import Refused

_S = AssociationStatus


class AssociationEvent(StrEnum):
    """Why an association moves."""

    REQUESTED = "requested"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    SEEDED = "seeded"  #: there from the start of its world


TRANSITIONS: dict[tuple[AssociationStatus | None, AssociationEvent], AssociationStatus] = {
    (None, AssociationEvent.REQUESTED): _S.PENDING,
    (None, AssociationEvent.SEEDED): _S.APPROVED,
    (_S.PENDING, AssociationEvent.APPROVED): _S.APPROVED,
    (_S.PENDING, AssociationEvent.RETURNED): _S.RETURNED,
    (_S.PENDING, AssociationEvent.WITHDRAWN): _S.WITHDRAWN,
}

_EVENT_OF = {
    AssociationAnswer.APPROVE: AssociationEvent.APPROVED,
    AssociationAnswer.RETURN: AssociationEvent.RETURNED,
}


class AssociationRefused(Exception):
    """The event cannot happen to an association that stands there."""

    def __init__(self, status: AssociationStatus | None, event: AssociationEvent) -> None:
        self.extensions = {"association_status": None if status is None else status.value}
        super().__init__(
            f"An association that is {status or 'not there'} cannot be {event}; only one that is pending is decided "
            "by its employer, or withdrawn by its person."
        )


class AssociationFinal(Exception):
    """The year is taken: 关联操作一经完成，本年度将无法更改."""

    def __init__(self, association: "Association") -> None:
        self.extensions = {
            "association_id": str(association.id),
            "association_status": association.status.value,
            "employer_name": association.employer_name,
        }
        if association.status is AssociationStatus.PENDING:
            what = "waits for the employer's answer; withdraw it before you ask another employer"
            self.remedy = "Wait for the answer, or withdraw the request: DELETE …/association."
        else:
            what = "is approved, and cannot be changed within the year"
        super().__init__(f"The association with {association.employer_name} for {association.year} {what}.")


class OpinionMissing(Refused):
    """A request is returned with an opinion (处理意见), and approved without need of one."""

    def __init__(self) -> None:
        super().__init__(
            "A request is returned with an opinion that tells the person why.", ("#/opinion", "say why, 处理意见")
        )


class UnitCodeUnknown(Refused):
    """No employer of the city has this unit code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"No employer has the unit code {code!r}. Ask your employer for its code.", ("#/unit_code", "not known")
        )


class UnitCodeInactive(Exception):
    """The employer has not activated its code for the year."""

    def __init__(self, employer_name: str, year: int, active_year: int | None) -> None:
        self.extensions = {"year": year, "active_year": active_year}
        super().__init__(
            f"{employer_name} has not activated its unit code for {year}"
            + (f"; the code was last active in {active_year}." if active_year else ".")
        )


class NotInsuredHere(Exception):
    """The insurance record names other employers: who only pays insurance for strangers is no employer (DOMAIN T38)."""

    def __init__(self, association: "Association", until: str | None, needed: str) -> None:
        self.extensions = {"insured_here_until": until, "needed": needed}
        last = f"the last month that it paid is {until}" if until else "it has paid none"
        super().__init__(
            f"By the insurance record {association.employer_name} did not insure {association.person_name} in {needed} "
            f"or later: {last}."
        )


@dataclass(frozen=True, slots=True)
class Association:
    """One request of one person in one year, and what became of it."""

    id: UUID
    year: int
    id_number: str
    person_name: str
    employer_id: UUID
    uscc: str
    employer_name: str
    handling_district: str
    status: AssociationStatus
    since: datetime  #: the world's time at which it took this status
    requested_at: datetime
    opinion: str | None = None  #: 处理意见


def after(status: AssociationStatus | None, event: AssociationEvent) -> AssociationStatus:
    """The status that follows. Raises AssociationRefused."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise AssociationRefused(status, event) from None


def decided(answer: AssociationAnswer, opinion: str) -> AssociationEvent:
    """The event of an employer's answer. Raises OpinionMissing."""
    if answer is AssociationAnswer.RETURN and not opinion:
        raise OpinionMissing
    return _EVENT_OF[answer]


def as_mermaid() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    for (before, event), to in TRANSITIONS.items():
        lines.append(f"    {'[*]' if before is None else before.value} --> {to.value}: {event.value}")
    return "\n".join(lines) + "\n"
