"""Sanction a person or an employer, and take a sanction back by a new decision (温馨提示, DOMAIN 3.9)."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from luohu_declaration.domain.checks import Refused
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.sanction import (
    BARS_EMPLOYER,
    BARS_PERSON,
    Barred,
    Party,
    Revocation,
    Sanction,
    SanctionExists,
    SanctionKind,
    SanctionRevoked,
    last_year,
)
from luohu_declaration.storage import sanctions
from luohu_declaration.usecases.end_course import sanction_person
from luohu_declaration.usecases.notify import notify
from luohu_declaration.usecases.rights import policy_of
from luohu_kit.work import Work

#: Somebody who holds one of these loses it, of whatever year it is (已取得本市常住户口的,由公安部门予以注销).
_HELD = frozenset({CourseStatus.AWARDED, CourseStatus.REGISTERED})

FIRST_YEAR = 2018  #: the first round of the programme


class SanctionNotPossible(Refused):
    """The decision lacks what its kind needs, or has what it must not have."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, and about whom: a person by id number, or an employer by credit code."""

    kind: SanctionKind
    year: int  #: 当年
    grounds: str
    id_number: str | None = None
    uscc: str | None = None
    name: str | None = None
    document: str | None = None
    with_employer: str | None = None  #: credit code of the employer that helped, only with false material
    report_id: UUID | None = None


async def sanction(work: Work, wanted: Decision, decided_by: str) -> list[Sanction]:
    """Keep a decision and carry it out: bars, ends courses, tells who is concerned. The employer's comes second.

    Raises SanctionNotPossible, SanctionExists, OtherProgramme.
    """
    policy_of(work.world)  # sanctions are of a programme that has them
    _assert_possible(wanted, work.world.year)
    for subject in sorted({each for each in (wanted.id_number, wanted.uscc, wanted.with_employer) if each}):
        await sanctions.hold_subject(work, subject)
    decided = [await _decide(work, wanted, wanted.kind, wanted.id_number or wanted.uscc or "", decided_by)]
    if wanted.id_number and wanted.kind in BARS_PERSON:
        await sanction_person(
            work, wanted.id_number, wanted.kind.value, actor="city", reaches=lambda one: _reached(one, wanted.year)
        )
    if wanted.with_employer and not await sanctions.standing(
        work, wanted.with_employer, SanctionKind.EMPLOYER_HELPED, wanted.year
    ):
        helped = replace(wanted, name=None)
        decided.append(await _decide(work, helped, SanctionKind.EMPLOYER_HELPED, wanted.with_employer, decided_by))
    return decided


async def revoke_sanction(work: Work, sanction_id: UUID, reason: str, decided_by: str) -> Sanction:
    """Take a sanction back by a new decision. What it ended stays ended. Raises NotThere, SanctionRevoked."""
    found = await sanctions.get(work, sanction_id)
    if found is None:
        raise NotThere("sanction")
    await sanctions.hold_subject(work, found.subject)
    # Read again under the lock: somebody may have revoked it while we waited.
    found = await sanctions.get(work, sanction_id) or found
    if found.revoked is not None:
        raise SanctionRevoked(found.id, found.revoked)
    revocation = Revocation(work.now, reason, decided_by)
    await sanctions.revoke(work, sanction_id, revocation)
    await notify(
        work, found.subject, "sanction.revoked", reason=reason, from_year=found.from_year, to_year=found.to_year
    )
    return replace(found, revoked=revocation)


async def require_not_barred(work: Work, id_number: str) -> None:
    """Refuse a person whom a sanction bars from the world's year; decisions about the person wait until the work is
    over. Raises Barred.
    """
    await sanctions.hold_subject(work, id_number)
    barring = await sanctions.person_barred(work, id_number, work.world.year)
    if barring is not None:
        raise Barred(barring)


async def _decide(work: Work, wanted: Decision, kind: SanctionKind, subject: str, decided_by: str) -> Sanction:
    before = await sanctions.standing(work, subject, kind, wanted.year)
    if before is not None:
        raise SanctionExists(before)
    new = Sanction(
        id=uuid4(),
        kind=kind,
        about=Party.PERSON if subject == wanted.id_number else Party.EMPLOYER,
        subject=subject,
        name=wanted.name,
        from_year=wanted.year,
        to_year=last_year(kind, wanted.year, policy_of(work.world).sanction_years),
        reason=wanted.grounds,
        at=work.now,
        decided_by=decided_by,
        document=wanted.document,
        report_id=wanted.report_id,
    )
    await sanctions.add(work, new)
    if new.bars:
        about = "sanction.employer_barred" if kind in BARS_EMPLOYER else "sanction.barred"
        await notify(work, subject, about, reason=new.reason, from_year=new.from_year, to_year=new.to_year)
    else:
        await notify(work, subject, "sanction.recorded", reason=new.reason, year=new.from_year)
    return new


def _reached(declaration: Declaration, year: int) -> bool:
    """The declarations of the year and later ones, and whatever was won in an earlier one."""
    return declaration.year >= year or declaration.status in _HELD


def _assert_possible(wanted: Decision, world_year: int) -> None:
    wrong: list[tuple[str, str]] = []
    if (wanted.id_number is None) == (wanted.uscc is None):
        wrong.append(("#/id_number", "name either a person by id_number or an employer by uscc, and not both"))
    elif wanted.kind in BARS_PERSON and wanted.id_number is None:
        wrong.append(("#/id_number", f"{wanted.kind} is about a person: give the id number"))
    elif wanted.kind in BARS_EMPLOYER and wanted.uscc is None:
        wrong.append(("#/uscc", f"{wanted.kind} is about an employer: give the credit code"))
    if wanted.with_employer is not None and wanted.kind not in BARS_PERSON:
        wrong.append(
            ("#/with_employer", f"leave it out: only {SanctionKind.FALSE_MATERIAL} has an employer that helped")
        )
    if not FIRST_YEAR <= wanted.year <= world_year:
        wrong.append(("#/year", f"the year of the application, {FIRST_YEAR} to {world_year}"))
    if wrong:
        raise SanctionNotPossible("; ".join(f"{pointer}: {what}" for pointer, what in wrong), *wrong)
