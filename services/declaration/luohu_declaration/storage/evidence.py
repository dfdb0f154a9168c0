"""Evidence files, beside their hash."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, insert, select

from luohu_contract.message import EvidenceRef
from luohu_declaration.storage.recordset import among, listed
from luohu_declaration.storage.tables import declaration, evidence
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was uploaded."""

    id: UUID
    sha256: str
    data: bytes


async def keep(work: Work, new: EvidenceRef, declaration_id: UUID, pages: int, data: bytes) -> None:
    """Keep a file that was found to be a PDF."""
    await work.execute(
        insert(evidence).values(
            id=new.id,
            declaration_id=declaration_id,
            sha256=new.sha256,
            size=new.size,
            pages=pages,
            data=data,
            uploaded_at=work.now,
        )
    )


async def count(work: Work, declaration_id: UUID) -> int:
    """How many files a declaration has."""
    statement = select(func.count()).select_from(evidence).where(evidence.c.declaration_id == declaration_id)
    return int(await work.scalar(statement))


async def references(work: Work, declaration_id: UUID, ids: Collection[UUID]) -> dict[UUID, EvidenceRef]:
    """Those of the ids that are files of the declaration."""
    if not ids:
        return {}
    statement = select(evidence.c.id, evidence.c.sha256, evidence.c.size).where(
        evidence.c.declaration_id == declaration_id, among(evidence.c.id)
    )
    rows = await work.rows(statement, listed(ids))
    return {row.id: EvidenceRef(id=row.id, sha256=row.sha256, size=row.size) for row in rows}


async def of_applicant(work: Work, evidence_id: UUID, applicant: str) -> File | None:
    """A file of one of the applicant's declarations."""
    statement = (
        select(evidence.c.id, evidence.c.sha256, evidence.c.data)
        .join(declaration, declaration.c.id == evidence.c.declaration_id)
        .where(evidence.c.id == evidence_id, declaration.c.applicant == applicant)
    )
    row = await work.one(statement)
    return None if row is None else File(row.id, row.sha256, row.data)


async def one_of(work: Work, evidence_id: UUID, allowed: Sequence[UUID]) -> File | None:
    """A file, if it is one of those that the reader may see."""
    if evidence_id not in allowed:
        return None
    row = await work.one(select(evidence.c.id, evidence.c.sha256, evidence.c.data).where(evidence.c.id == evidence_id))
    return None if row is None else File(row.id, row.sha256, row.data)
