"""Open a case, and find one that is there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from luohu_contract.claim import Person
from luohu_declaration.domain.casework.arguments import CHILD
from luohu_declaration.domain.casework.case import Case, NotYet, begun
from luohu_declaration.domain.casework.procedure import About, Procedure
from luohu_declaration.domain.casework.soundness import OPENED
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.storage import cases, declarations
from luohu_declaration.storage.cases import Whose
from luohu_declaration.usecases.casework.naming import effect, follow, lacking
from luohu_declaration.usecases.casework.passwords import hashed
from luohu_declaration.usecases.casework.programme import procedure_of, table_of
from luohu_declaration.usecases.casework.sight import Sight
from luohu_declaration.usecases.casework.stepping import go_on, read_form, settle_waits
from luohu_declaration.usecases.scenario import require_applicable
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    """A case that somebody wants opened."""

    kind: str
    employer: str
    person: Person | None
    form: Mapping[str, Any]
    parent_id: UUID | None = None
    password: str | None = None  #: that the employer sets for the person (上海, [003] 5)


async def open_case(work: Work, wanted: Wanted, actor: str, overdue: timedelta) -> Case:
    """Open a case with all that follows. overdue: real time after which the reconciler looks after what is asked.

    Raises ProcedureUnknown, FormInvalid, NotYet, ScenarioNotApplicable; nothing may be kept then.
    """
    procedure = procedure_of(work.world, wanted.kind)
    intake = _intake(work) if procedure.about is About.PERSON else None
    case = begun(procedure, wanted.employer, wanted.person, work.now, parent_id=wanted.parent_id, intake=intake)
    sight = Sight(work, procedure, table_of(work.world), case, overdue, password=wanted.password)
    sight.case = replace(case, form=read_form(sight, wanted.form))
    if missing := await lacking(sight, procedure.needs):
        raise NotYet(OPENED, missing)
    if wanted.person is not None:
        sight.case = replace(sight.case, declaration_id=await _bear(work, sight.case.id, wanted.person))
    await cases.add(work, sight.case, actor, wanted.password and hashed(wanted.password))
    await follow(sight, procedure.does, actor)
    await settle_waits(sight)
    await go_on(sight)
    require_applicable(sight.asked)
    return sight.case


async def hold_case(work: Work, case_id: UUID, whose: Whose, overdue: timedelta) -> Sight:
    """A case, held until the work is over, with its records. Raises NotThere."""
    case = await cases.hold(work, case_id, whose)
    if case is None:
        raise NotThere("case")
    return await _with_records(work, case, overdue)


async def hold_intake(work: Work, name: str, overdue: timedelta) -> list[Sight]:
    """The cases of an intake that go on, each held as `hold_case` holds one."""
    held = [
        case for case in await cases.hold_all(work, name) if not procedure_of(work.world, case.kind).ended(case.status)
    ]
    return [await _with_records(work, case, overdue) for case in held]


async def read_case(work: Work, case_id: UUID, whose: Whose) -> Sight:
    """A case to be looked at. Raises NotThere."""
    case = await cases.get(work, case_id, whose)
    if case is None:
        raise NotThere("case")
    return sight_of(work, case, timedelta(0))


def sight_of(work: Work, case: Case, overdue: timedelta) -> Sight:
    """What is to be seen of a case."""
    return Sight(work, procedure_of(work.world, case.kind), table_of(work.world), case, overdue)


@effect(told=CHILD)
async def open_child(sight: Sight, argument: Any, actor: str) -> None:
    """Another case that comes from this one, such as the notice of an approved application."""
    procedure: Procedure = procedure_of(sight.work.world, str(argument))
    case = sight.case
    child = replace(
        begun(procedure, case.employer, case.person, sight.work.now, parent_id=case.id, intake=case.intake),
        declaration_id=case.declaration_id,
    )
    below = Sight(sight.work, procedure, sight.table, child, sight.overdue)
    await cases.add(sight.work, child, actor, None)
    await follow(below, procedure.does, actor)
    await settle_waits(below)


async def _with_records(work: Work, case: Case, overdue: timedelta) -> Sight:
    """A held case, with the lock of its records."""
    if case.declaration_id is not None:
        await declarations.hold(work, case.declaration_id, None)
    return sight_of(work, case, overdue)


def _intake(work: Work) -> str | None:
    """The intake that takes applications now; the next one, or the last, where none does, so that it can be named."""
    intakes = table_of(work.world).intakes
    open_now = [each for each in intakes if each.closes is None or work.now < each.closes]
    return (open_now or intakes)[0 if open_now else -1].name


async def _bear(work: Work, case_id: UUID, person: Person) -> UUID:
    """The declaration that bears the person and the records of a case. It belongs to the case and to no sign-in."""
    new = Declaration(uuid4(), f"case:{case_id}", work.world.year, person, work.now, CourseStatus.DRAFT, work.now)
    await declarations.open_one(work, new, ())
    return new.id
