"""The year for everybody: its stages, and the published list."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from luohu_declaration.api.publication_schemas import (
    ColumnView,
    DistributionView,
    ListFigures,
    PublicationView,
    PublishedView,
)
from luohu_declaration.api.season_schemas import SeasonView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.season import Right
from luohu_declaration.storage import distributions, placings
from luohu_declaration.usecases import rights
from luohu_kit.api import Rt
from luohu_kit.auth import public
from luohu_kit.work import Work

router = APIRouter(prefix="/v1", tags=["season"])

World = Annotated[str, Depends(public())]
_LIST: dict[int | str, dict[str, Any]] = {
    404: {"description": "The world has another year"},
    409: {"description": "The list is not public now (stage-closed)"},
    503: {"description": "The list is being made just now"},
}


@router.get("/season", operation_id="read_season", responses={409: {"description": "No policy (policy-missing)"}})
async def read_season(rt: Rt, world: World) -> SeasonView:
    """The stage of the world's year, what may be done in it, and the whole calendar."""
    async with rt.begin(world) as work:
        return SeasonView.of(rights.season_of(work.world), work)


@router.get("/publication/{year}", operation_id="read_publication", responses=_LIST)
async def read_publication(
    rt: Rt,
    world: World,
    year: int,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> PublicationView:
    """积分落户公示名单: name, month of birth, employer and points of those who are to be awarded, and nobody else.

    Public for seven days, from the publication to the end of the publicity (五.一.2).
    """
    async with rt.begin(world) as work:
        figures = await _figures(work, year)
        rows = await placings.published(work, offset, limit)
    return PublicationView(
        **dict(figures),
        offset=offset,
        limit=limit,
        items=tuple(PublishedView.of(row) for row in rows),
    )


@router.get("/publication/{year}/distribution", operation_id="read_distribution", responses=_LIST)
async def read_distribution(rt: Rt, world: World, year: int) -> DistributionView:
    """How the totals of everybody who was ranked are distributed, by whole points. Public as long as the list is."""
    async with rt.begin(world) as work:
        figures = await _figures(work, year)
        columns = await distributions.of_list(work)
    return DistributionView(
        **dict(figures),
        columns=tuple(ColumnView(points=points, people=people, admitted=of) for points, people, of in columns),
    )


async def _figures(work: Work, year: int) -> ListFigures:
    """Of the list of a year, which must be the world's, and public now. Raises NotThere, and as `require_list` does."""
    if year != work.world.year:
        raise NotThere("published list")
    await rights.require_list(work, Right.PUBLICATION)
    found = await placings.summary(work)
    return ListFigures(
        year=year,
        quota=rights.policy_of(work.world).quota,
        ranked=found.ranked,
        admitted=found.admitted,
        cut_off=found.cut_off,
        tied=found.tied,
    )
