"""A case (办件): one application, renewal or account of a city's procedure, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from luohu_contract.claim import Person
from luohu_declaration.domain.casework.procedure import Procedure, Step
from luohu_declaration.domain.declaration import NotThere


@dataclass(frozen=True, slots=True)
class Case:
    """One case. Its declaration, where it has one, is the lock of its records and bears its person."""

    id: UUID
    kind: str
    status: str
    since: datetime  #: the world's time at which it took this status
    version: int
    employer: str  #: unified social credit code, or the organisation code of an older account
    declaration_id: UUID | None
    parent_id: UUID | None  #: the case that it came from: a notice's application, a renewal's
    intake: str | None
    form: Mapping[str, Any]  #: what was entered: `fields`, and `entries` by indicator
    opened_at: datetime
    name: str | None = None  #: of the person
    id_number: str | None = None

    @property
    def person(self) -> Person | None:
        """Whom it is about; None of a case about an employer."""
        if self.name is None or self.id_number is None:
            return None
        return Person(name=self.name, id_number=self.id_number)


class StepRefused(Exception):
    """It is not the turn of this step; the message names those whose turn it is."""

    def __init__(self, procedure: Procedure, case: Case, step: str) -> None:
        possible = [each.name for each in procedure.possible(case.status)]
        self.extensions = {"case_status": case.status, "possible": possible}
        known = step in procedure.steps
        wrong = f"{step!r} does not follow from it" if known else f"the procedure has no step {step!r}"
        super().__init__(
            f"The case is {case.status} ({procedure.statuses[case.status].zh}) since "
            f"{case.since.isoformat(timespec='seconds')}, and {wrong}; what follows: "
            f"{', '.join(possible) or 'nothing any more'}."
        )


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that is not so yet, and what to do about it."""

    code: str
    zh: str
    en: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """As an answer shows it."""
        return {"code": self.code, "zh": self.zh, "en": self.en, **self.detail}


class NotYet(Exception):
    """A condition of the step does not hold; nothing was changed."""

    def __init__(self, step: str, lacking: list[Lacking]) -> None:
        self.extensions = {"step": step, "lacking": [each.document() for each in lacking]}
        super().__init__(f"{step!r} is not possible now: " + " ".join(each.en for each in lacking))


def begun(
    procedure: Procedure,
    employer: str,
    person: Person | None,
    now: datetime,
    *,
    parent_id: UUID | None,
    intake: str | None,
) -> Case:
    """A new case of a procedure, at its first status. Nothing is entered, and no declaration bears its records yet."""
    return Case(
        id=uuid4(),
        kind=procedure.kind,
        status=procedure.first,
        since=now,
        version=1,
        employer=employer,
        declaration_id=None,
        parent_id=parent_id,
        intake=intake,
        form={"fields": {}},
        opened_at=now,
        name=person.name if person else None,
        id_number=person.id_number if person else None,
    )


def bearer(case: Case) -> UUID:
    """The declaration that bears the records and the files of a case. Raises NotThere for a case without any."""
    if case.declaration_id is None:
        raise NotThere("case with records")
    return case.declaration_id


def step_from(procedure: Procedure, case: Case, name: str) -> Step:
    """The step of that name, if it leads on from where the case stands. Raises StepRefused."""
    step = procedure.steps.get(name)
    if step is None or case.status not in step.sources:
        raise StepRefused(procedure, case, name)
    return step
