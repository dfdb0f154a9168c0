"""The clock of a world."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from luohu_client.line import Line
from luohu_client.views import Advance, ClockState
from luohu_contract.duration import Duration

PATIENCE = 900.0  #: seconds: an advance answers when the city has settled, at every stop on the way


class Clock:
    """Domain time of one world. Every change raises Problem."""

    def __init__(self, line: Line, world: str) -> None:
        self._line = line
        self._headers = {"Luohu-World": world}

    async def read(self) -> ClockState:
        """What it shows, and what waits on it next."""
        told = await self._line.ask("GET", "/_luohu/clock", headers=self._headers)
        return ClockState.model_validate_json(told.content)

    async def now(self) -> datetime:
        """What it shows."""
        return (await self.read()).now

    async def advance(
        self,
        by: "str | timedelta | Duration | None" = None,
        *,
        to: "datetime | str | None" = None,
        until: Literal["idle"] | None = None,
        grain: str | None = None,
    ) -> Advance:
        """Move it on, doing in order whatever falls due; answers when the city has settled, with what fired.

        Exactly one of by (ISO 8601 such as `P14D`, where months are months of the calendar; or a timedelta), to (an
        instant with an offset) and until. grain: what falls due within it is done together.
        """
        wish = {"by": _iso(by), "to": to, "until": until, "grain": grain}
        body = {name: value for name, value in wish.items() if value is not None}
        told = await self._ask("advance", body, timeout=PATIENCE)
        return Advance.model_validate_json(told.content)

    async def freeze(self, at: "datetime | str | None" = None) -> ClockState:
        """Stand still, now or at a later instant, with everything due before that done."""
        return _clock(await self._ask("freeze", {} if at is None else {"at": at}, timeout=PATIENCE, repeatable=True))

    async def scale(self, rate: "int | Decimal") -> ClockState:
        """Run so many times faster than real time."""
        return _clock(await self._ask("scale", {"rate": str(rate)}, repeatable=True))

    async def release(self) -> ClockState:
        """Run on with real time, from what it shows."""
        return _clock(await self._ask("release", {}, repeatable=True))

    async def _ask(self, verb: str, body: Any, **options: Any) -> Any:
        return await self._line.ask("POST", f"/_luohu/clock/{verb}", json=body, headers=self._headers, **options)


def _clock(told: Any) -> ClockState:
    return ClockState.model_validate_json(told.content)


def _iso(by: "str | timedelta | Duration | None") -> str | None:
    if isinstance(by, timedelta):
        by = Duration(days=by.days, time=by - timedelta(days=by.days))
    return None if by is None else str(by)
