"""The append-only list of what happened on the pages around the items."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from luohu_declaration.storage.admission_tables import admission_event
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

APPLICANT = "applicant"
WINDOW = "window"


class AdmissionEvent(StrEnum):
    """What can happen there."""

    RECORDS_ASKED = "records_asked"  #: insurance and conduct are read, for the first time or anew
    DISPUTE_FILED = "dispute_filed"
    DISPUTE_DECIDED = "dispute_decided"
    COMMITTED = "committed"
    BASICS_SAVED = "basics_saved"
    INDICATOR_SAVED = "indicator_saved"
    INDICATOR_UNSAVED = "indicator_unsaved"  #: an item of it changed


@dataclass(frozen=True, slots=True)
class Occurred:
    """One line."""

    seq: int
    at: datetime  #: the world's time
    event: str
    detail: Mapping[str, Any]
    actor: str


async def add(work: Work, declaration_id: UUID, event: AdmissionEvent, actor: str, **detail: Any) -> None:
    """Append a line; detail in JSON values."""
    await work.execute(
        insert(admission_event).values(
            declaration_id=declaration_id, at=work.now, event=event.value, detail=detail, actor=actor
        )
    )


async def of_declaration(work: Work, declaration_id: UUID) -> list[Occurred]:
    """What happened, in order."""
    statement = select(admission_event).where(admission_event.c.declaration_id == declaration_id)
    return [
        Occurred(row.seq, row.at.astimezone(BEIJING), row.event, row.detail, row.actor)
        for row in await work.rows(statement.order_by(admission_event.c.seq))
    ]
