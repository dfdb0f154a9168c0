"""Death at a point: what the end-to-end tests put on the path of a city's supervisor, and nobody else ever loads.

The places at which a service may die are those between what it has done and what it says: before and after every
commit of a unit of work, before a request to another service or to a subscriber leaves and after it was answered, and
after the outbox has written down what became of a message. They are found by passing them, so a use case that is new is
among them. In a world that the file `armed` names, the first process to come to a point that is not in the file `died`
writes it there and is gone, as if it had been killed: no handler runs, nothing is flushed.

Several people live in one process. A death at a point of one of them waits until no other is between a commit and what
follows it: otherwise that place would be passed by the dead, and whoever asks again would be answered without coming
to it.
"""

import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

FOLDER = os.environ.get("DYING_FOLDER", "")
_KIT = ("luohu_kit.work", "luohu_kit.idempotency", "sitecustomize")
_WHOLE = asyncio.Lock()
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


async def come_to(point: str, world: str) -> None:
    """The end of this process at the point (`die_at`), once nothing is half done in it."""
    async with _WHOLE:
        die_at(point, world)


def die_at(point: str, world: str) -> None:
    """The end of this process, if nobody has died at the point yet. Whoever calls holds the lock `_WHOLE`."""
    if not _armed(world):
        return
    died = Path(FOLDER, "died")
    if point in died.read_text(encoding="utf-8").splitlines():
        return
    with died.open("a", encoding="utf-8") as written:
        written.write(point + "\n")
    os._exit(137)


def _armed(world: str) -> bool:
    armed = Path(FOLDER, "armed")
    return armed.exists() and armed.read_text(encoding="utf-8") == world


def _whose() -> str:
    """The use case that commits: the first frame outside of the kit's own unit of work."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_globals.get("__name__") in _KIT:
        frame = frame.f_back
    return f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}"


def _dying_commit(commit: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def dying(work: Any) -> None:
        service = work.connection.engine.url.database
        use_case = f"{service}: {_whose()}"
        if not _armed(work.world.name):
            await commit(work)
            return
        async with _WHOLE:
            die_at(f"{use_case}: before the commit", work.world.name)
            await commit(work)
            die_at(f"{use_case}: after the commit", work.world.name)

    return dying


def _dying_send(send: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def dying(peer: Any, method: str, path: str, **options: Any) -> Any:
        if path.startswith("/_luohu"):
            return await send(peer, method, path, **options)
        parcel = options.get("parcel")
        what = parcel.topic.name if parcel is not None else f"{method} {_ID.sub('*', path)}"
        sent = f"{peer._settings.service}: {what} to {peer.name}"
        await come_to(f"{sent}: before it leaves", options["world"])
        answer = await send(peer, method, path, **options)
        await come_to(f"{sent}: after it arrived", options["world"])
        return answer

    return dying


def _dying_settle(settle: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def dying(dispatcher: Any, parcel: Any, *rest: Any) -> None:
        await settle(dispatcher, parcel, *rest)
        service = dispatcher._settings.service
        await come_to(f"{service}: {parcel.topic.name}: after it was written down", parcel.world)

    return dying


def _dying_delivery(attempt: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def dying(deliveries: Any, world: str, one: Any) -> Any:
        await come_to("declaration: a webhook's message: before it leaves", world)
        answer = await attempt(deliveries, world, one)
        await come_to("declaration: a webhook's message: after it arrived", world)
        return answer

    return dying


def _back_at_once(after: Callable[..., float]) -> Callable[..., float]:
    """Who is told to die is in no crash loop: the supervisor starts it again without a pause."""

    def pause(backoff: Any, lived: float) -> float:
        return 0.0 if Path(FOLDER, "armed").exists() else after(backoff, lived)

    return pause


if FOLDER and "luohu_cli.supervisor" in sys.orig_argv:
    from luohu_cli.backoff import Backoff
    from luohu_declaration.usecases.deliver import Deliveries
    from luohu_kit.outbox import Dispatcher
    from luohu_kit.peer import Peer
    from luohu_kit.work import Work

    for owner, name, dying in (
        (Work, "commit", _dying_commit),
        (Peer, "send", _dying_send),
        (Dispatcher, "_settle", _dying_settle),
        (Deliveries, "_attempt", _dying_delivery),
        (Backoff, "after", _back_at_once),
    ):
        setattr(owner, name, dying(getattr(owner, name)))
