"""Whether an applicant has made the commitments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from luohu_declaration.storage.admission_tables import commitment
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work


async def make(work: Work, declaration_id: UUID) -> bool:
    """Keep that all commitments were made now; False when they were made before, which stays as it is."""
    new = insert(commitment).values(declaration_id=declaration_id, made_at=work.now).on_conflict_do_nothing()
    return await work.one(new.returning(commitment.c.declaration_id)) is not None


async def made_at(work: Work, declaration_id: UUID) -> datetime | None:
    """When they were made, in the world's time; None before."""
    at = await work.scalar(select(commitment.c.made_at).where(commitment.c.declaration_id == declaration_id))
    return None if at is None else at.astimezone(BEIJING)
