"""The pages of a declaration as submission and scoring see them: what is not saved, and who chose the area."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from luohu_contract.indicators import Indicator
from luohu_declaration.storage.admission_tables import basics, saved_indicator
from luohu_declaration.storage.recordset import among, listed
from luohu_kit.work import Work

BASICS = "basics"  #: 基础信息, the page before the nine indicators


async def unsaved(work: Work, declaration_id: UUID) -> list[str]:
    """The pages that are 未保存, in their order: `basics`, then the indicators."""
    marks = select(saved_indicator.c.indicator).where(saved_indicator.c.declaration_id == declaration_id)
    saved = {row.indicator for row in await work.rows(marks)}
    page = await work.scalar(select(basics.c.declaration_id).where(basics.c.declaration_id == declaration_id))
    missing = [indicator.value for indicator in Indicator if indicator not in saved]
    return missing if page else [BASICS, *missing]


async def committed_areas(work: Work, ids: Collection[UUID]) -> set[UUID]:
    """Those who chose 以职住区域指标积分."""
    chosen = select(saved_indicator.c.declaration_id).where(
        among(saved_indicator.c.declaration_id),
        saved_indicator.c.indicator == Indicator.JOB_HOUSING_AREA,
        saved_indicator.c.area_committed,
    )
    return {row.declaration_id for row in await work.rows(chosen, listed(ids))}
