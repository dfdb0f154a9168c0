"""Somebody else asks for everything that has an owner, and learns nothing: not even that it is there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from luohu_kit.auth import Role
from luohu_kit.auth.listing import Route, every_route
from luohu_routes.asks import Ask, Asks, Claims
from luohu_routes.driving import Driver
from luohu_sandbox.log_file import Input
from luohu_testbed.city import City
from luohu_who.expectation import Expected, expectations

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NO_ID = "00000000-0000-4000-8000-000000000000"
ASKED = 4  #: things of each route


@dataclass
class Strangers:
    """Finds for each thing of an owner somebody of the same role who has nothing to do with it."""

    city: City
    world: str
    lines: Sequence[Input]
    told: list[str] = field(default_factory=list)  #: what a stranger should not have learned
    turned_away: int = 0

    async def ask_everything(self) -> None:
        """Ask on every route of which the table says that things have owners there."""
        apps = {name: app for name, app in self.city.apps.items() if name != "gateway"}
        driver, expected = Driver(self.city), expectations()
        asks = Asks(apps, self.lines, self.world, lambda ask: driver.ask(ask, self.world))
        for route in every_route(apps):
            who = expected[route.service, f"{route.method} {route.path}"]
            if who.own and any(name.endswith("_id") for name in route.names):
                for ask in self._foreign(route, who, await asks.of(route)):
                    await self._compared(driver, ask)

    def _foreign(self, route: Route, who: Expected, asks: Sequence[Ask]) -> Iterator[Ask]:
        seen = set()
        for ask in asks:
            if ask.claims is None or Role(ask.claims["role"]) not in who.own or not _ID.search(ask.target):
                continue
            stranger = self._stranger(ask.claims, _ID.findall(ask.target))
            if stranger is not None and ask.target not in seen and len(seen) < ASKED:
                seen.add(ask.target)
                yield replace(ask, claims=stranger)

    def _stranger(self, owner: Claims, ids: Sequence[str]) -> Claims | None:
        """Somebody of the role who was never let at one of the ids; nobody where the owner was never seen at them
        either: what is theirs is known from what they were answered.
        """
        near = {line.caller["sub"] for line in self._answered() if any(one in line.path for one in ids)}
        if owner["sub"] not in near:
            return None
        others = (line.caller for line in self._answered() if line.caller["role"] == owner["role"])
        return next((one for one in others if one["sub"] not in near), None)

    def _answered(self) -> Iterator[Any]:
        return (
            line for line in self.lines if line.caller is not None and line.status is not None and line.status < 300
        )

    async def _compared(self, driver: Driver, ask: Ask) -> None:
        """The answer on somebody else's thing, beside that on a thing that nobody has."""
        foreign = await driver.ask(ask, self.world)
        nobodys = await driver.ask(replace(ask, target=_ID.sub(_NO_ID, ask.target)), self.world)
        if foreign.status_code == 404:
            self.turned_away += 1
        if _said(foreign) != _said(nobodys) or not 400 <= foreign.status_code < 500 or foreign.status_code == 403:
            self.told.append(f"{ask.route}: {_said(foreign)}, and of what nobody has {_said(nobodys)}")


def _said(answer: httpx.Response) -> tuple[int, Mapping[str, Any]]:
    """Everything that an answer says, less the ids that the question named."""
    if answer.status_code < 400:
        return answer.status_code, {}
    return answer.status_code, {key: _ID.sub("id", str(value)) for key, value in answer.json().items()}
