"""The pages of a declaration as submission and scoring see them: what is not saved, and who chose the area."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, text

from luohu_contract.indicators import Indicator
from luohu_declaration.storage.admission_tables import saved_indicator
from luohu_declaration.storage.recordset import among, listed
from luohu_kit.work import Work

BASICS = "basics"  #: 基础信息, the page before the nine indicators
_SAVED = text(
    "SELECT indicator AS page FROM saved_indicator WHERE declaration_id = :of"  # noqa: S608 - our own names
    f" UNION ALL SELECT '{BASICS}' FROM basics WHERE declaration_id = :of"
)


async def unsaved(work: Work, declaration_id: UUID) -> list[str]:
    """The pages that are 未保存, in their order: `basics`, then the indicators."""
    saved = {row.page for row in await work.rows(_SAVED, {"of": declaration_id})}
    return [page for page in (BASICS, *(each.value for each in Indicator)) if page not in saved]


async def committed_areas(work: Work, ids: Collection[UUID]) -> set[UUID]:
    """Those who chose 以职住区域指标积分."""
    chosen = select(saved_indicator.c.declaration_id).where(
        among(saved_indicator.c.declaration_id),
        saved_indicator.c.indicator == Indicator.JOB_HOUSING_AREA,
        saved_indicator.c.area_committed,
    )
    return {row.declaration_id for row in await work.rows(chosen, listed(ids))}
