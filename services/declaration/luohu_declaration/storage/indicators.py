"""Saved marks: 已保存 or not, one for each of the nine pages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from luohu_contract.indicators import Indicator
from luohu_declaration.storage.admission_events import AdmissionEvent
from luohu_declaration.storage.admission_tables import saved_indicator
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_UNSAVE = text(
    "WITH gone AS (DELETE FROM saved_indicator"
    " WHERE declaration_id = :id AND indicator = ANY (CAST(:pages AS text[])) RETURNING indicator)"
    " INSERT INTO admission_event (declaration_id, at, event, detail, actor)"
    " SELECT :id, :at, :event, jsonb_build_object('indicator', indicator), :actor FROM gone ORDER BY indicator"
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A page that is saved."""

    indicator: Indicator
    at: datetime  #: the world's time
    area_committed: bool | None = None  #: of the job-housing area alone: 以职住区域指标积分


async def of_declaration(work: Work, declaration_id: UUID) -> dict[Indicator, Saved]:
    """The saved pages of a declaration; what is missing here is 未保存."""
    statement = select(saved_indicator).where(saved_indicator.c.declaration_id == declaration_id)
    return {
        row.indicator: Saved(row.indicator, row.saved_at.astimezone(BEIJING), row.area_committed)
        for row in await work.rows(statement)
    }


async def save(work: Work, declaration_id: UUID, saved: Saved) -> None:
    """Mark a page as saved; saved before, it takes the new instant and choice."""
    values = {"saved_at": saved.at, "area_committed": saved.area_committed}
    new = insert(saved_indicator).values(declaration_id=declaration_id, indicator=saved.indicator, **values)
    key = [saved_indicator.c.world, saved_indicator.c.declaration_id, saved_indicator.c.indicator]
    await work.execute(new.on_conflict_do_update(index_elements=key, set_=values))


async def unsave(work: Work, declaration_id: UUID, pages: Collection[Indicator], actor: str) -> None:
    """Take the marks of pages away, those that there are, with an event for each."""
    values = {"id": declaration_id, "pages": sorted(pages), "at": work.now, "actor": actor}
    await work.execute(_UNSAVE, {**values, "event": AdmissionEvent.INDICATOR_UNSAVED.value})
