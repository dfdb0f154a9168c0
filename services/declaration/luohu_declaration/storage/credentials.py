"""Licences of employers, beside their hash."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select

from luohu_contract.enrolment import Licence
from luohu_declaration.storage.employer_tables import credential
from luohu_declaration.storage.evidence import File
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class Credential:
    """A licence that was uploaded."""

    id: UUID
    employer_id: UUID
    licence: Licence
    sha256: str
    size: int  #: bytes
    pages: int
    uploaded_at: datetime


async def keep(work: Work, new: Credential, data: bytes) -> None:
    """Keep a file that was found to be a PDF."""
    await work.execute(
        insert(credential).values(
            id=new.id,
            employer_id=new.employer_id,
            licence=new.licence,
            sha256=new.sha256,
            size=new.size,
            pages=new.pages,
            data=data,
            uploaded_at=new.uploaded_at,
        )
    )


async def count(work: Work, employer_id: UUID) -> int:
    """How many licences an employer has uploaded."""
    statement = select(func.count()).select_from(credential).where(credential.c.employer_id == employer_id)
    return int(await work.scalar(statement))


async def get(work: Work, credential_id: UUID) -> Credential | None:
    """One licence, without its file."""
    columns = [column for column in credential.c if column.name not in ("world", "data")]
    row = await work.one(select(*columns).where(credential.c.id == credential_id))
    if row is None:
        return None
    at = row.uploaded_at.astimezone(BEIJING)
    return Credential(row.id, row.employer_id, row.licence, row.sha256, row.size, row.pages, at)


async def file(work: Work, credential_id: UUID) -> File | None:
    """The file itself."""
    statement = select(credential.c.id, credential.c.sha256, credential.c.data)
    row = await work.one(statement.where(credential.c.id == credential_id))
    return None if row is None else File(row.id, row.sha256, row.data)
