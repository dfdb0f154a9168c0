"""What the list would be under other rules: the whole city, beside the points that count. For the administrator."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from luohu_declaration.api.rescoring_schemas import (
    PREFIX,
    BesideList,
    BesideView,
    MovedList,
    MovedView,
    RescoringList,
    RescoringView,
    RescoringWanted,
)
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.rescoring import Rescoring, RescoringStatus
from luohu_declaration.storage import distributions, rescorings
from luohu_declaration.usecases.rescore_city import ask
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

router = APIRouter(prefix=PREFIX, tags=["rescorings"])

Bureau = Annotated[Caller, Depends(allow(Role.ADMINISTRATOR))]
_LOCATION = {"Location": {"schema": {"type": "string"}, "description": "Where it is"}}
_ASKED: dict[int | str, dict[str, Any]] = {
    202: {"model": RescoringView, "headers": _LOCATION},
    409: {"description": "Another one is computed (rescoring-running)"},
    422: {"description": "The rules are not as they must be (policy-invalid)"},
}
_MISSING: dict[int | str, dict[str, Any]] = {404: {"description": "No such rescoring"}}


@router.post("", status_code=202, operation_id="ask_rescoring", responses=_ASKED, response_model=None)
async def begin(
    rt: Rt, caller: Bureau, request: Request, wanted: RescoringWanted, key: IdempotencyKey = None
) -> Response:
    """Compute everybody's points under other rules. Nothing that counts changes, and no agency is asked."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        new = await ask(work, wanted.which, wanted.quota, caller.subject)
        body = RescoringView.of(new).model_dump(mode="json")
        return await kept.commit(202, body, {"Location": f"{PREFIX}/{new.id}"})


@router.get("", operation_id="list_rescorings")
async def list_rescorings(
    rt: Rt,
    caller: Bureau,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RescoringList:
    """Everything that was asked, the newest first."""
    async with rt.begin(caller.world) as work:
        found = await rescorings.everything(work, offset, limit)
    return RescoringList(items=tuple(map(RescoringView.of, found)))


@router.get("/{rescoring_id}", operation_id="read_rescoring", responses=_MISSING)
async def read_rescoring(
    rt: Rt, caller: Bureau, rescoring_id: UUID, response: Response, wait: PreferWait
) -> RescoringView:
    """How far it is, and the list in figures once it is done. With `Prefer: wait=N` the answer comes then."""

    async def ended() -> RescoringView | None:
        seen = await _view(rt, caller, rescoring_id)
        return None if seen.status is RescoringStatus.RUNNING else seen

    view = None
    if wait:
        view = await rt.hub.until(caller.world, str(rescoring_id), ended, seconds=wait)
        response.headers["Preference-Applied"] = f"wait={wait}"
    return view or await _view(rt, caller, rescoring_id)


@router.get("/{rescoring_id}/places", operation_id="list_rescored", responses=_MISSING)
async def list_rescored(
    rt: Rt,
    caller: Bureau,
    rescoring_id: UUID,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> MovedList:
    """The list under the other rules, each beside the total that counts. Empty until everybody is computed."""
    async with rt.begin(caller.world) as work:
        found = await _found(work, rescoring_id)
        done = found.status is RescoringStatus.DONE
        rows = await rescorings.places(work, rescoring_id, offset, limit) if done else []
    return MovedList(offset=offset, limit=limit, items=tuple(MovedView.of(row, found.cut_off) for row in rows))


@router.get("/{rescoring_id}/distribution", operation_id="read_rescored_distribution", responses=_MISSING)
async def read_distribution(rt: Rt, caller: Bureau, rescoring_id: UUID) -> BesideList:
    """How the same people's totals are distributed under both rules. Empty until everybody is computed."""
    async with rt.begin(caller.world) as work:
        found = await _found(work, rescoring_id)
        done = found.status is RescoringStatus.DONE
        now, other = await distributions.of_rescoring(work, rescoring_id) if done else ({}, {})
    return BesideList(
        columns=tuple(
            BesideView(points=points, now=now.get(points, 0), other=other.get(points, 0))
            for points in sorted(now.keys() | other.keys())
        )
    )


async def _view(rt: Runtime, caller: Caller, rescoring_id: UUID) -> RescoringView:
    async with rt.begin(caller.world) as work:
        return RescoringView.of(await _found(work, rescoring_id))


async def _found(work: Work, rescoring_id: UUID) -> Rescoring:
    found = await rescorings.get(work, rescoring_id)
    if found is None:
        raise NotThere("rescoring")
    return found
