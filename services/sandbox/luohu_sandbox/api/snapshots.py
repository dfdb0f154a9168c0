"""`/_luohu/worlds/{name}/snapshots`: a world kept as it is, brought back, forgotten."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from luohu_kit.auth import public
from luohu_kit.clock import BEIJING
from luohu_sandbox import shelf
from luohu_sandbox.api.worlds import WorldName
from luohu_sandbox.api.worlds import view as world_view
from luohu_sandbox.control import InControl
from luohu_sandbox.snapshots import generated_name
from luohu_sandbox.wire import NAME, SnapshotList, SnapshotView, SnapshotWish, WorldView

router = APIRouter(prefix="/_luohu/worlds/{name}/snapshots", tags=["worlds"], dependencies=[Depends(public())])

SnapshotName = Annotated[str, Path(pattern=NAME)]


def view(taken: shelf.Snapshot) -> SnapshotView:
    """A snapshot as the control plane shows it."""
    return SnapshotView(
        world=taken.world,
        name=taken.name,
        mode=taken.clock.mode,
        now=taken.clock.anchor_world.astimezone(BEIJING),
        rows=taken.rows,
        made_at=taken.made_at,
    )


@router.post("", status_code=201, summary="Keep the world as it is, on all services at one moment")
async def take_snapshot(
    control: InControl, response: Response, name: WorldName, wish: SnapshotWish | None = None
) -> SnapshotView:
    taken = await control.snapshots.take(name, (wish and wish.name) or generated_name())
    response.headers["Location"] = f"/_luohu/worlds/{name}/snapshots/{taken.name}"
    return view(taken)


@router.get("", summary="The snapshots of a world")
async def list_snapshots(control: InControl, name: WorldName) -> SnapshotList:
    return SnapshotList(items=tuple(view(taken) for taken in await control.snapshots.listed(name)))


@router.post("/{snapshot}/restore", summary="The world as the snapshot has it, its clock included")
async def restore_snapshot(control: InControl, name: WorldName, snapshot: SnapshotName) -> WorldView:
    return world_view(await control.worlds.restore(name, snapshot))


@router.delete("/{snapshot}", status_code=204, summary="Forget a snapshot")
async def delete_snapshot(control: InControl, name: WorldName, snapshot: SnapshotName) -> None:
    await control.snapshots.remove(name, snapshot)
