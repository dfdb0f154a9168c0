"""What an award rests on: the points of the published list, and what the pages of the declaration promised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from luohu_contract.indicators import Indicator
from luohu_declaration.storage.admission_tables import basics, saved_indicator
from luohu_declaration.storage.season_tables import placing
from luohu_kit.work import Work
from luohu_scoring import Line


@dataclass(frozen=True, slots=True)
class Won:
    """The points with which an award was won, as the list froze them."""

    total: Decimal
    rank: int
    publication_number: str | None
    lines: Mapping[Line, Decimal] = field(default_factory=dict)


async def won(work: Work, declaration_id: UUID) -> Won | None:
    """The points of a declaration on the published list; None when it is on none."""
    row = await work.one(select(placing).where(placing.c.declaration_id == declaration_id))
    if row is None:
        return None
    lines = {Line(line): Decimal(str(points)) for line, points in row.lines.items() if points is not None}
    return Won(row.total, row.rank, row.publication_number, lines)


async def area_committed(work: Work, declaration_id: UUID) -> bool:
    """以职住区域指标积分: whether the applicant is bound to register in the home that scored."""
    wanted = select(saved_indicator.c.area_committed).where(
        saved_indicator.c.declaration_id == declaration_id,
        saved_indicator.c.indicator == Indicator.JOB_HOUSING_AREA,
    )
    return bool(await work.scalar(wanted))


async def declared_children(work: Work, declaration_id: UUID) -> frozenset[str] | None:
    """Id numbers of the children of the basic information; None when that page was never saved."""
    row = await work.one(select(basics.c.accompanying_children).where(basics.c.declaration_id == declaration_id))
    return None if row is None else frozenset(child["id_number"] for child in row.accompanying_children)
