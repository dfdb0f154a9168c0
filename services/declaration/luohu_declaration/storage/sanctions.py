"""Sanctions and their revocations: only ever added."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, select, text

from luohu_declaration.domain.sanction import BARS_EMPLOYER, BARS_PERSON, Revocation, Sanction, SanctionKind
from luohu_declaration.storage.appeal_tables import sanction, sanction_revocation
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

#: A decision about somebody, and the opening of a declaration by the same person, wait for each other.
_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))")


async def hold_subject(work: Work, subject: str) -> None:
    """From here to the end of the work nobody else decides about this person or employer, or opens for them."""
    await work.execute(_HOLD, {"lock": lock_of(work, subject)})


def lock_of(work: Work, subject: str) -> str:
    """The advisory lock that `hold_subject` takes."""
    return f"{work.world.name}/sanction/{subject}"


async def person_barred(work: Work, id_number: str, year: int) -> Sanction | None:
    """The sanction that keeps a person from applying in a year, the one that lasts longest; None when there is none."""
    return await _barring(work, id_number, year, BARS_PERSON)


async def employer_barred(work: Work, uscc: str, year: int) -> Sanction | None:
    """The sanction for which an employer's applications are not accepted in a year, in the same way."""
    return await _barring(work, uscc, year, BARS_EMPLOYER)


async def _barring(work: Work, subject: str, year: int, kinds: frozenset[SanctionKind]) -> Sanction | None:
    statement = (
        _all()
        .where(
            sanction.c.subject == subject,
            sanction.c.kind.in_(kinds),
            sanction.c.from_year <= year,
            sanction.c.to_year >= year,
            sanction_revocation.c.sanction_id.is_(None),
        )
        .order_by(sanction.c.to_year.desc(), sanction.c.seq)
        .limit(1)
    )
    row = await work.one(statement)
    return None if row is None else _sanction(row)


async def standing(work: Work, subject: str, kind: SanctionKind, year: int) -> Sanction | None:
    """The same decision, if it was made before and still stands."""
    statement = (
        _all()
        .where(
            sanction.c.subject == subject,
            sanction.c.kind == kind,
            sanction.c.from_year == year,
            sanction_revocation.c.sanction_id.is_(None),
        )
        .limit(1)
    )
    row = await work.one(statement)
    return None if row is None else _sanction(row)


async def add(work: Work, new: Sanction) -> None:
    """Keep a decision."""
    await work.execute(
        insert(sanction).values(
            id=new.id,
            kind=new.kind,
            about=new.about,
            subject=new.subject,
            name=new.name,
            from_year=new.from_year,
            to_year=new.to_year,
            reason=new.reason,
            document=new.document,
            report_id=new.report_id,
            at=new.at,
            decided_by=new.decided_by,
        )
    )


async def revoke(work: Work, sanction_id: UUID, revocation: Revocation) -> None:
    """Keep the decision that takes one back. The caller holds the subject."""
    await work.execute(
        insert(sanction_revocation).values(
            sanction_id=sanction_id, at=revocation.at, reason=revocation.reason, decided_by=revocation.decided_by
        )
    )


async def get(work: Work, sanction_id: UUID) -> Sanction | None:
    """One decision, revoked or not."""
    row = await work.one(_all().where(sanction.c.id == sanction_id))
    return None if row is None else _sanction(row)


async def page(work: Work, offset: int, limit: int, subject: str | None = None) -> tuple[list[Sanction], int]:
    """A page of all decisions, the newest first, and how many there are; of one person or employer if named."""
    count = select(func.count()).select_from(sanction)
    statement = _all().order_by(sanction.c.seq.desc()).offset(offset).limit(limit)
    if subject is not None:
        count = count.where(sanction.c.subject == subject)
        statement = statement.where(sanction.c.subject == subject)
    total = await work.scalar(count)
    return [_sanction(row) for row in await work.rows(statement)], int(total)


def _all() -> Select[Any]:
    return select(
        sanction,
        sanction_revocation.c.at.label("revoked_at"),
        sanction_revocation.c.reason.label("revoked_because"),
        sanction_revocation.c.decided_by.label("revoked_by"),
    ).outerjoin(sanction_revocation, sanction_revocation.c.sanction_id == sanction.c.id)


def _sanction(row: Row[Any]) -> Sanction:
    revoked = None
    if row.revoked_at is not None:
        revoked = Revocation(row.revoked_at.astimezone(BEIJING), row.revoked_because, row.revoked_by)
    return Sanction(
        row.id,
        row.kind,
        row.about,
        row.subject,
        row.name,
        row.from_year,
        row.to_year,
        row.reason,
        row.at.astimezone(BEIJING),
        row.decided_by,
        row.document,
        row.report_id,
        revoked,
    )
