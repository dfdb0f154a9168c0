"""The control plane's way to a service's invariants: keep a moment, run checks and read rows in it, give it back."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import StreamingResponse

from luohu_contract.model import Wire
from luohu_kit.api import Rt, streamed
from luohu_kit.auth import Peer, signed
from luohu_kit.invariants.check import Check, Found, View
from luohu_kit.invariants.moment import at, begin, end
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime

MOST_ROWS = 5000  #: of one page
STATE = "invariants"
NDJSON = "application/x-ndjson"

Moment = Annotated[str, Path(pattern=r"^[0-9A-F]{1,16}-[0-9A-F]{1,16}-[0-9]{1,9}$")]
WorldName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Name = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


class MomentView(Wire):
    """A moment that is kept, and what can be asked about it."""

    moment: str
    checks: tuple[str, ...]
    views: tuple[str, ...]


class Rows(Wire):
    """A page of a view; an empty one is the end."""

    rows: tuple[tuple[Any, ...], ...]


class Invariants:
    """What one service can be asked."""

    def __init__(self, all_of_them: Sequence[Check | View]) -> None:
        self.checks: Mapping[str, Check] = {one.name: one for one in all_of_them if isinstance(one, Check)}
        self.views: Mapping[str, View] = {one.name: one for one in all_of_them if isinstance(one, View)}

    async def begin(self, rt: Runtime, world: str) -> MomentView:
        """Keep this moment of a world."""
        return MomentView(moment=await begin(rt, world), checks=tuple(self.checks), views=tuple(self.views))

    async def found(self, rt: Runtime, world: str, moment: str) -> AsyncGenerator[Found, None]:
        """Run every check, one after the other; what each has found."""
        async with at(rt, world, moment) as work:
            for check in self.checks.values():
                yield await check.found(work, rt.settings.service)

    async def rows(self, rt: Runtime, world: str, moment: str, name: str, about: str, after: str | None) -> Rows:
        """A page of a view."""
        view = self.views.get(name)
        if view is None:
            raise Problem("not-found", f"There is no view {name!r} here.")
        async with at(rt, world, moment) as work:
            return Rows(rows=tuple(tuple(row) for row in await view.page(work, about, after, MOST_ROWS)))


def invariant_router(invariants: Invariants) -> APIRouter:
    """The routes that the sandbox calls."""
    router = APIRouter(prefix="/_luohu/worlds/{name}/moments", tags=["control"])

    @router.post("", status_code=201)
    async def keep_moment(rt: Rt, peer: FromSandbox, name: WorldName) -> MomentView:
        return await invariants.begin(rt, name)

    @router.delete("/{moment}", status_code=204)
    async def give_moment_back(rt: Rt, peer: FromSandbox, name: WorldName, moment: Moment) -> None:
        await end(rt, moment)

    @router.get("/{moment}/checks")
    async def run_checks(rt: Rt, peer: FromSandbox, name: WorldName, moment: Moment) -> StreamingResponse:
        async def lines() -> AsyncGenerator[bytes, None]:
            async with aclosing(invariants.found(rt, name, moment)) as found:
                async for each in found:
                    yield each.model_dump_json().encode() + b"\n"

        return await streamed(lines(), NDJSON)

    @router.get("/{moment}/rows/{view}")
    async def read_rows(
        rt: Rt,
        peer: FromSandbox,
        name: WorldName,
        moment: Moment,
        view: Name,
        about: Annotated[str, Query(max_length=60)] = "",
        after: Annotated[str | None, Query(pattern=r"^[0-9a-f-]{36}$")] = None,
    ) -> Rows:
        return await invariants.rows(rt, name, moment, view, about, after)

    return router
