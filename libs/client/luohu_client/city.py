"""A city, reached through its gateway."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

import httpx

from luohu_client.line import Line
from luohu_client.problem import Problem
from luohu_client.retry import Patience
from luohu_client.views import Persona, Scenario, WorldState
from luohu_client.world import World

if TYPE_CHECKING:
    from types import TracebackType

DEFAULT = "http://127.0.0.1:8700"


class City:
    """The client of one city: `async with City() as city: …`. It may be used by many tasks at once."""

    def __init__(
        self, url: str = DEFAULT, *, transport: httpx.AsyncBaseTransport | None = None, patience: Patience | None = None
    ) -> None:
        self._line = Line(url, transport=transport, patience=patience)

    def __repr__(self) -> str:
        return f"<city at {self.url}>"

    @property
    def url(self) -> str:
        """The gateway, without a slash at the end."""
        return self._line.url

    async def aclose(self) -> None:
        """Close the connections."""
        await self._line.aclose()

    async def __aenter__(self) -> "City":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        await self.aclose()

    async def new_world(
        self,
        name: str | None = None,
        *,
        programme: str | None = None,
        year: int | None = None,
        seed: int | None = None,
        clock: Literal["frozen", "running"] = "frozen",
        at: datetime | str | None = None,
        personas: bool = True,
        admission: Literal["handbook", "open"] | None = None,
    ) -> World:
        """A fresh world. Raises Problem.

        programme: `tianjin-2016`, or a city alone; the city of `main` when left out. year: the round; the city's usual
        one when left out. clock, at: how and where its clock stands; where the programme begins when left out.
        personas: with the made-up people of the seeds. admission: `open` lets everybody file at once, `handbook` asks
        for an employer and eligibility first.
        """
        wish = {"name": name or f"w-{uuid4().hex[:12]}", **_wish(programme, year, seed, clock, at, personas, admission)}
        try:
            made = await self._line.ask("POST", "/_luohu/worlds", json=wish, repeatable=True)
        except Problem as problem:
            if name or problem.slug != "world-exists":
                raise
            # Nobody else has the name: an earlier attempt was carried out, and its answer was lost.
            made = await self._line.ask("GET", f"/_luohu/worlds/{wish['name']}")
        state = WorldState.model_validate_json(made.content)
        return World(self._line, state.name, state)

    async def new_worlds(
        self,
        count: int,
        *,
        programme: str | None = None,
        year: int | None = None,
        seed: int | None = None,
        clock: Literal["frozen", "running"] = "frozen",
        at: datetime | str | None = None,
        personas: bool = True,
        admission: Literal["handbook", "open"] | None = None,
    ) -> list[World]:
        """Several fresh worlds that are all alike, for a tenth of the time of each; see `new_world`. Raises Problem."""
        wish = {"count": count, **_wish(programme, year, seed, clock, at, personas, admission)}
        told = (await self._line.ask("POST", "/_luohu/worlds/batch", json=wish)).json()
        return [World(self._line, each["name"], WorldState.model_validate(each)) for each in told["items"]]

    async def remove_worlds(self, names: Sequence[str]) -> None:
        """Take several worlds away; those that are gone already are passed over. Raises Problem."""
        await self._line.ask("POST", "/_luohu/worlds/removal", json={"names": names}, repeatable=True)

    def world(self, name: str = "main", state: WorldState | None = None) -> World:
        """A world that is there. state: what is known of it."""
        return World(self._line, name, state)

    async def personas(self) -> list[Persona]:
        """Everybody of the seeds who has a story. Raises Problem."""
        told = (await self._line.ask("GET", "/_luohu/personas")).json()
        return [Persona.model_validate(each) for each in told["items"]]

    async def scenarios(self) -> list[Scenario]:
        """What `scenario=` can say, with what comes of it. Raises Problem."""
        told = (await self._line.ask("GET", "/_luohu/scenarios")).json()
        return [Scenario.model_validate(each) for each in told["items"]]

    async def ready(self) -> bool:
        """Whether every service is. Raises Problem, Unanswered."""
        return bool((await self._line.ask("GET", "/_luohu/health")).json()["ready"])


def _wish(
    programme: str | None,
    year: int | None,
    seed: int | None,
    clock: str,
    at: datetime | str | None,
    personas: bool,
    admission: str | None,
) -> dict[str, Any]:
    """What worlds are made as; what is None is left to the city."""
    chosen = {"programme": programme, "year": year, "seed": seed, "admission": admission}
    return {
        "clock": {"mode": clock, **({} if at is None else {"at": at})},
        "personas": personas,
        **{name: value for name, value in chosen.items() if value is not None},
    }
