"""`/_luohu/bots`: what the bots of a world have to do and have done. Agencies tell of their tasks, signed."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Row

from luohu_contract.directory import AGENCIES
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, public, signed
from luohu_kit.clock import BEIJING
from luohu_kit.pace import BotTasks
from luohu_sandbox.bots import tasks
from luohu_sandbox.wire import BotTaskList, BotTaskView

router = APIRouter(prefix="/_luohu/bots", tags=["paces"])

World = Annotated[str, Depends(public())]
FromAgency = Annotated[Peer, Depends(signed(*(agency.name for agency in AGENCIES)))]


@router.get("/tasks", summary="What bots have to do and what they did, the latest first")
async def list_tasks(rt: Rt, world: World, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> BotTaskList:
    async with rt.begin(world) as work:
        found = await tasks.listed(work, limit)
    return BotTaskList(items=tuple(_view(row) for row in found))


@router.post("/tasks", status_code=204, summary="An agency has tasks for a bot")
async def take_tasks(rt: Rt, peer: FromAgency, told: BotTasks) -> None:
    async with rt.begin(peer.world) as work:
        await tasks.take(work, peer.name, told.tasks)
        await work.commit()


def _view(row: Row[Any]) -> BotTaskView:
    return BotTaskView(
        id=row.id,
        agency=row.agency,
        decides=row.decides,
        state=row.state,
        due_at=row.due_at.astimezone(BEIJING),
        done_at=None if row.done_at is None else row.done_at.astimezone(BEIJING),
        what=row.what,
    )
