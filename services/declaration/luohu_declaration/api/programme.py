"""The world's programme for everybody: procedures, point table, intakes and their lists, and an estimate."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from luohu_contract.department import Scalar
from luohu_contract.model import Wire
from luohu_declaration.api.case_schemas import IntakeListView, PlaceView
from luohu_declaration.api.programme_schemas import IntakeList, IntakeView, ProgrammeView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import case_points
from luohu_declaration.usecases.casework.programme import intakes_of, procedures_of, table_of
from luohu_kit.api import Rt
from luohu_kit.auth import public
from luohu_scoring import TableFacts, printed, score_table

router = APIRouter(prefix="/v1", tags=["programme"])

World = Annotated[str, Depends(public())]
_NO_CASEWORK: dict[int | str, dict[str, Any]] = {
    404: {"description": "The world's city has no casework (procedure-unknown)"}
}


class EstimateWanted(Wire):
    """Values by indicator and department, as departments would find them."""

    records: dict[str, dict[str, dict[str, Scalar]]]


class EstimateView(Wire):
    """模拟估分."""

    total: str | None
    needed: str | None
    enough: bool
    document: dict[str, Any]


@router.get("/programme", operation_id="read_programme")
async def read(rt: Rt, world: World) -> ProgrammeView:
    """What can be asked for in this city, by whom, with which forms, and what counts how much."""
    async with rt.begin(world) as work:
        found = procedures_of(work.world)
        return ProgrammeView.of(work.world, found, table_of(work.world) if found else None)


@router.get("/intakes", operation_id="list_intakes", responses=_NO_CASEWORK)
async def intakes(rt: Rt, world: World) -> IntakeList:
    """The times of the year in which applications are taken."""
    async with rt.begin(world) as work:
        made = await case_points.listed_at(work)
        return IntakeList(items=tuple(IntakeView.of(each, made.get(each.name)) for each in intakes_of(work.world)))


@router.get("/intakes/{name}/list", operation_id="read_intake_list", responses=_NO_CASEWORK)
async def listed(
    rt: Rt,
    world: World,
    name: str,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> IntakeListView:
    """入户名单: who is admitted, with points. 404 before it is made."""
    async with rt.begin(world) as work:
        made = (await case_points.listed_at(work)).get(name)
        if made is None:
            raise NotThere("list")
        found = await case_points.places(work, name, admitted=True, offset=offset, limit=limit)
    items = tuple(PlaceView.of(place) for place in found)
    return IntakeListView(intake=name, published_at=made, offset=offset, limit=limit, items=items)


@router.post("/estimates", operation_id="estimate_points", responses=_NO_CASEWORK)
async def estimate(rt: Rt, world: World, wanted: EstimateWanted) -> EstimateView:
    """模拟估分: what these values would give under the table of the world's year. Nothing is kept."""
    async with rt.begin(world) as work:
        table = table_of(work.world)
    facts = {"id": "estimate", "city": table.city, "year": table.year, "records": wanted.records}
    score = score_table(TableFacts.read(facts), table)
    enough = score.total is not None and not score.vetoed and (table.guide is None or score.total >= table.guide)
    return EstimateView(
        total=None if score.total is None else printed(score.total),
        needed=None if table.guide is None else printed(table.guide),
        enough=enough,
        document=score.document(),
    )
