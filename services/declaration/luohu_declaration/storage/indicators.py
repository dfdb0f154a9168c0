"""Saved marks: 已保存 or not, one for each of the nine pages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from luohu_contract.indicators import Indicator
from luohu_declaration.storage.admission_events import APPLICANT, AdmissionEvent
from luohu_declaration.storage.admission_tables import saved_indicator
from luohu_declaration.storage.recordset import encoded, recordset
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_MARKS = {"place": "integer", "indicator": "text", "saved_at": "timestamptz", "area_committed": "boolean"}
_SAVE = text(
    f"WITH mark AS (SELECT * FROM {recordset({**_MARKS, 'detail': 'jsonb'})}),"  # noqa: S608 - our own names
    " kept AS (INSERT INTO saved_indicator (declaration_id, indicator, saved_at, area_committed)"
    " SELECT :id, indicator, saved_at, area_committed FROM mark ON CONFLICT (world, declaration_id, indicator)"
    " DO UPDATE SET saved_at = excluded.saved_at, area_committed = excluded.area_committed)"
    " INSERT INTO admission_event (declaration_id, at, event, detail, actor)"
    " SELECT :id, saved_at, :event, detail, :actor FROM mark ORDER BY place"
)
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


async def save(work: Work, declaration_id: UUID, saved: Sequence[Saved]) -> None:
    """Mark pages as saved, with an event for each; saved before, a page takes the new instant and choice."""
    rows = [
        {
            "place": place,
            "indicator": each.indicator,
            "saved_at": each.at,
            "area_committed": each.area_committed,
            "detail": {"indicator": each.indicator}
            | ({} if each.area_committed is None else {"committed": each.area_committed}),
        }
        for place, each in enumerate(saved)
    ]
    values = {"id": declaration_id, "event": AdmissionEvent.INDICATOR_SAVED.value, "actor": APPLICANT}
    await work.execute(_SAVE, {**values, **encoded(rows)})


async def unsave(work: Work, declaration_id: UUID, pages: Collection[Indicator], actor: str) -> None:
    """Take the marks of pages away, those that there are, with an event for each."""
    values = {"id": declaration_id, "pages": sorted(pages), "at": work.now, "actor": actor}
    await work.execute(_UNSAVE, {**values, "event": AdmissionEvent.INDICATOR_UNSAVED.value})
