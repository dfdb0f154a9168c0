"""A person asks an employer, the employer answers (handbook 二.一.4, 二.二.3)."""

from uuid import UUID, uuid4

from luohu_contract.enrolment import AnswerPace, AssociationAnswer, AssociationStatus
from luohu_contract.months import Month
from luohu_declaration.domain.association import (
    Association,
    AssociationEvent,
    AssociationFinal,
    NotInsuredHere,
    UnitCodeInactive,
    UnitCodeUnknown,
    after,
    decided,
)
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.employer import Employer
from luohu_declaration.domain.season import Right
from luohu_declaration.domain.unit_code import read_unit_code
from luohu_declaration.storage import associations, declarations, employers, staff
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.commitments import require_commitments
from luohu_declaration.usecases.employer_standing import require_not_barred
from luohu_declaration.usecases.notify import notify
from luohu_kit.work import Work


async def find_employer(work: Work, code: str) -> Employer | None:
    """The open employer with a unit code, as a person types it."""
    wanted = read_unit_code(code)
    return await employers.of_unit_code(work, wanted) if wanted else None


async def request_association(work: Work, declaration_id: UUID, applicant: str, code: str) -> Association:
    """发起关联申请. The request waits for the employer, unless that one approves at once.

    Raises NotThere, StageClosed, UnitCodeUnknown, UnitCodeInactive, EmployerBarred, AssociationFinal, NotAdmitted,
    NotInsuredHere where the employer approves at once, and what `rights.require_filing` raises for a declaration that
    is over.
    """
    if await declarations.get(work, declaration_id, applicant) is None:
        raise NotThere("declaration")
    await rights.require(work, Right.APPLY)
    employer = await find_employer(work, code)
    if employer is None:
        raise UnitCodeUnknown(code)
    await require_not_barred(work, employer.uscc)
    declaration = await _hold(work, declaration_id, applicant)
    taken = await associations.of_person(work, declaration.year, declaration.person.id_number)
    if taken is not None:
        raise AssociationFinal(taken)
    await rights.require_filing(work, declaration)
    await require_commitments(work, declaration)
    if not employer.active_in(declaration.year):
        raise UnitCodeInactive(employer.name, declaration.year, employer.active_year)
    new = _new(work, declaration, employer)
    if not await associations.request(work, new):
        taken = await associations.of_person(work, declaration.year, declaration.person.id_number)
        raise AssociationFinal(taken or new)
    if employer.answers is AnswerPace.AT_ONCE:
        return await _approve(work, new, declaration_id)
    await notify(work, new.uscc, "association.requested", name=new.person_name)
    return new


async def withdraw_association(work: Work, declaration_id: UUID, applicant: str) -> Association:
    """Take a request back that waits for the employer. Raises NotThere, StageClosed, AssociationFinal."""
    declaration = await _hold(work, declaration_id, applicant)
    await rights.require(work, Right.APPLY)
    taken = await associations.of_person(work, declaration.year, declaration.person.id_number)
    held = None if taken is None else await associations.hold(work, taken.id, None)
    if held is None:
        raise NotThere("association")
    if held.status is AssociationStatus.APPROVED:
        raise AssociationFinal(held)
    return await associations.move(work, held, AssociationEvent.WITHDRAWN, "applicant")


async def decide_association(
    work: Work, association_id: UUID, uscc: str, answer: AssociationAnswer, opinion: str
) -> Association:
    """通过, or 不通过 with an opinion.

    Raises NotThere, StageClosed, OpinionMissing, AssociationRefused; EmployerBarred and NotInsuredHere for an approval.
    """
    event = decided(answer, opinion)
    await rights.require(work, Right.EMPLOYER)
    if answer is AssociationAnswer.APPROVE:
        await require_not_barred(work, uscc)
    held = await associations.hold(work, association_id, uscc)
    if held is None:
        raise NotThere("association")
    [declaration_id, *_] = [*await associations.declarations_of(work, held.year, held.id_number), None]
    if event is AssociationEvent.APPROVED:
        return await _approve(work, held, declaration_id, opinion or None)
    moved = await associations.move(work, held, event, "employer", opinion)
    await notify(
        work,
        held.id_number,
        "association.returned",
        declaration_id=declaration_id,
        employer=held.employer_name,
        opinion=opinion,
    )
    return moved


async def _approve(
    work: Work, held: Association, declaration_id: UUID | None, opinion: str | None = None
) -> Association:
    await _require_insured(work, held)
    moved = await associations.move(work, held, AssociationEvent.APPROVED, "employer", opinion)
    await notify(
        work,
        held.id_number,
        "association.approved",
        declaration_id=declaration_id,
        year=held.year,
        employer=held.employer_name,
    )
    return moved


async def _require_insured(work: Work, held: Association) -> None:
    """Hold an approval against the insurance record, where it was read: the employer pays in the base month (3.4)."""
    read = (await staff.insured(work, held.uscc, held.year, [held.id_number])).get(held.id_number)
    needed = str(Month.of(work.world.base_date))
    if read is not None and (read.until is None or read.until < needed):
        raise NotInsuredHere(held, read.until, needed)


async def _hold(work: Work, declaration_id: UUID, applicant: str) -> Declaration:
    held = await declarations.hold(work, declaration_id, applicant)
    if held is None:
        raise NotThere("declaration")
    return held


def _new(work: Work, declaration: Declaration, employer: Employer) -> Association:
    return Association(
        id=uuid4(),
        year=declaration.year,
        id_number=declaration.person.id_number,
        person_name=declaration.person.name,
        employer_id=employer.id,
        uscc=employer.uscc,
        employer_name=employer.name,
        handling_district=employer.handling_district,
        status=after(None, AssociationEvent.REQUESTED),
        since=work.now,
        requested_at=work.now,
    )
