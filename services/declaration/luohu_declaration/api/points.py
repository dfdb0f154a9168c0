"""Points: of a submitted declaration, of one as it stands, and of any facts (积分模拟计算工具)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from luohu_declaration.api.callers import Applicant, Reader, owner
from luohu_declaration.api.points_schemas import FinalList, FinalView, ScoreView, SimulationView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.season import Right
from luohu_declaration.storage import declarations, placings
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.points import points_of
from luohu_declaration.usecases.scoring import facts_together
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller, Role, allow, public
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_scoring import Facts, OtherScheme, PolicyMissing, load_policy, score

router = APIRouter(prefix="/v1", tags=["points"])

Employer = Annotated[Caller, Depends(allow(Role.EMPLOYER))]
Everybody = Annotated[str, Depends(public())]
_READ: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such declaration among yours"},
    409: {"description": "It is not submitted (no-points)"},
}


@router.get("/declarations/{declaration_id}/score", operation_id="read_score", responses=_READ)
async def read_score(
    rt: Rt,
    caller: Reader,
    declaration_id: UUID,
    response: Response,
    wait: PreferWait,
    trace: Annotated[bool, Query(description="with every step behind the points")] = False,
) -> ScoreView:
    """The ten lines of a submitted declaration; total and rank once every line is decided.

    With `Prefer: wait=N` the answer comes when there is a total; at the latest after N seconds.
    """

    async def decided() -> ScoreView | None:
        seen = await _view(rt, caller, declaration_id, trace=trace)
        return seen if seen.total is not None else None

    view = None
    if wait:
        view = await rt.hub.until(caller.world, str(declaration_id), decided, seconds=wait)
        response.headers["Preference-Applied"] = f"wait={wait}"
    return view or await _view(rt, caller, declaration_id, trace=trace)


async def _view(rt: Runtime, caller: Caller, declaration_id: UUID, *, trace: bool) -> ScoreView:
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, owner(caller))
        if declaration is None:
            raise NotThere("declaration")
        return ScoreView.of(await points_of(work, declaration), trace=trace)


@router.post("/declarations/{declaration_id}/simulation", operation_id="simulate_declaration", responses=_READ)
async def simulate_declaration(rt: Rt, caller: Applicant, declaration_id: UUID) -> SimulationView:
    """What the declaration would give as it stands, submitted or not. It binds nobody; lines that wait for a result
    have none.
    """
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, caller.subject)
        if declaration is None:
            raise NotThere("declaration")
        facts = await facts_together(work, [declaration])
        return SimulationView.of(score(facts[declaration_id], rights.policy_of(work.world)))


@router.post("/simulations", operation_id="simulate")
async def simulate(world: Everybody, facts: Facts) -> SimulationView:
    """What facts would give: 测算结果仅供参考. Nothing is stored, and nobody need sign in."""
    try:
        policy = load_policy(facts.city, facts.year)
    except PolicyMissing as error:
        raise _not_scored("#/year" if error.known else "#/city", str(error)) from None
    except OtherScheme:
        raise _not_scored(
            "#/city", f"{facts.city} gives points by a table, and not for the facts of a season"
        ) from None
    return SimulationView.of(score(facts, policy))


def _not_scored(pointer: str, detail: str) -> Problem:
    return Problem("validation-failed", f"{pointer}: {detail}", errors=[{"pointer": pointer, "detail": detail}])


@router.get(
    "/final-points", operation_id="list_final_points", responses={409: {"description": "Not yet (stage-closed)"}}
)
async def final_points(
    rt: Rt,
    caller: Employer,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FinalList:
    """Final points and rank of the employer's own people, from the publication of the list on (五.一.1)."""
    async with rt.begin(caller.world) as work:
        await rights.require(work, Right.FINAL_POINTS)
        found = await placings.of_employer(work, caller.uscc or "", offset, limit)
    return FinalList(
        offset=offset,
        limit=limit,
        items=tuple(
            FinalView(
                declaration_id=row.declaration_id,
                name=row.name,
                id_number=id_number,
                rank=row.rank,
                running=row.running,
                total=row.total,
                lines=row.lines,
                admitted=row.admitted,
                publication_number=row.publication_number,
            )
            for id_number, row in found
        ),
    )
