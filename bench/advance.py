"""One advance over many due rechecks: asked at one instant, and each at an instant of its own. Promise: 1,000 in 1 s.

Real homes of real applicants: the register does not know them, a recheck is asked for with evidence, the agency takes
two weeks. What is timed is the one `POST /_luohu/clock/advance`, which answers when the whole city has settled. The
rechecks are asked for once for each figure; a snapshot brings them back for every further round.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from statistics import median
from typing import Any, TypeVar

import httpx

from bench.trial import Trial, tell
from luohu_cli import city
from luohu_cli.door import Door
from luohu_client.pdf import page

T = TypeVar("T")

RECHECKS, ROUNDS = 1000, 3
OF_ONE = 50  #: homes of one applicant, below the limit of a declaration
AT_ONCE = 8  #: requests of the preparation on their way together
WORLD = "advance"
GRAIN = "PT1H"

_serial = count(10_000_000)


def measure(trial: Trial) -> dict[str, object]:
    """Seconds of the advance, the median of some rounds; `apart`: every recheck waits for an instant of its own;
    `gathered`: these, with a grain that gathers the instants of an hour.
    """
    trial.up()
    with Door(trial.gateway) as door:
        wish = {"name": WORLD, "admission": "open", "clock": {"mode": "frozen"}}
        door.must("POST", "/_luohu/worlds", json=wish)
        told = [each["name"] for each in city.personas(door) if each["programme"] == "beijing"]
        people = told[: RECHECKS // OF_ONE]
        tokens = [city.token_of(door, name, WORLD)[0] for name in people]
    try:
        together, apart, gathered = asyncio.run(_figures(trial, tokens))
    finally:
        httpx.delete(f"{trial.gateway}/_luohu/worlds/{WORLD}", timeout=60, trust_env=False)
    return {
        "rechecks": RECHECKS,
        "together_s": round(median(together), 2),
        "apart_s": round(median(apart), 2),
        "gathered_s": round(median(gathered), 2),
        "promise_s": 1.0,
    }


class Case:
    """A world full of rechecks that wait."""

    def __init__(self, client: httpx.AsyncClient, tokens: Sequence[str]) -> None:
        self._client = client
        self._tokens = tokens
        self._refused: list[tuple[str, str, str]] = []  #: token, item, file of evidence

    async def prepare(self) -> None:
        """File homes that the register does not find; a snapshot of all that."""
        slow = {"question_kind": "recheck", "pace": "P14D"}
        await self._control("PUT", "paces/housing-registry", slow)
        filed = await _each(self._tokens, self._homes_of)
        self._refused = [one for several in filed for one in several]
        await _each(self._refused, self._seen_refused)
        await self._control("POST", f"worlds/{WORLD}/snapshots", {"name": "refused"})

    async def ask(self, *, apart: bool) -> None:
        """Ask for every recheck, at one instant or on a clock that runs; a snapshot of all that."""
        await self._control("POST", f"worlds/{WORLD}/snapshots/refused/restore")
        if apart:
            await self._control("POST", "clock/release")
        await _each(self._refused, self._recheck)
        await self._control("POST", "clock/freeze")
        await self._control("POST", f"worlds/{WORLD}/snapshots", {"name": _waiting(apart=apart)})

    async def go(self, *, apart: bool, grain: str | None = None) -> float:
        """Seconds of the advance over all of them."""
        await self._control("POST", f"worlds/{WORLD}/snapshots/{_waiting(apart=apart)}/restore")
        wish = {"by": "P15D"} | ({"grain": grain} if grain else {})
        began = time.perf_counter()
        done = await self._control("POST", "clock/advance", wish)
        took = time.perf_counter() - began
        instants = {one["at"] for one in done["fired"] if one["what"] == "judge"}
        judged = sum(one["what"] == "judge" for one in done["fired"])
        if judged != len(self._refused) or not done["settled"] or (len(instants) == 1) is apart:
            raise RuntimeError(f"{judged} of {len(self._refused)} rechecks fired, at {len(instants)} instants")
        return took

    async def _homes_of(self, token: str) -> list[tuple[str, str, str]]:
        declaration = (await self._ask("POST", "declarations", token, {}))["id"]
        path = f"declarations/{declaration}"
        pdf = {"Content-Type": "application/pdf"}
        file = (await self._ask("POST", f"{path}/evidence", token, content=page(["房屋所有权证"]), headers=pdf))["id"]
        homes = [(await self._ask("POST", f"{path}/residences", token, _home()))["id"] for _ in range(OF_ONE)]
        for home in homes:
            await self._ask("POST", f"items/{home}/verification", token)
        return [(token, home, file) for home in homes]

    async def _seen_refused(self, one: tuple[str, str, str]) -> None:
        token, item, _ = one
        found = await self._ask("GET", f"items/{item}", token, headers={"Prefer": "wait=10"})
        if found["display"] != "invalid(property)":
            raise RuntimeError(f"the item shows {found['display']}")

    async def _recheck(self, one: tuple[str, str, str]) -> None:
        token, item, file = one
        wish = {"disputes": "property.not_matched", "statement": "证号无误", "evidence": [file]}
        await self._ask("POST", f"items/{item}/recheck", token, wish)

    async def _ask(self, method: str, path: str, token: str, body: object = None, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}
        sent = {**options} if body is None else {"json": body, **options}
        return _good(await self._client.request(method, f"/v1/{path}", headers=headers, **sent))

    async def _control(self, method: str, path: str, body: object = None) -> Any:
        headers = {"Luohu-World": WORLD}
        return _good(await self._client.request(method, f"/_luohu/{path}", json=body, headers=headers))


async def _figures(trial: Trial, tokens: Sequence[str]) -> list[list[float]]:
    taken: list[list[float]] = []
    async with httpx.AsyncClient(base_url=trial.gateway, timeout=600, trust_env=False) as client:
        case = Case(client, tokens)
        tell(f"advance: {RECHECKS} homes are filed and refused")
        await case.prepare()
        for apart in (False, True):
            tell(f"advance: {RECHECKS} rechecks are asked for, due {'apart' if apart else 'together'}")
            await case.ask(apart=apart)
            for grain in (None, GRAIN) if apart else (None,):
                taken.append([await case.go(apart=apart, grain=grain) for _ in range(ROUNDS)])
                tell(f"advance, grain {grain}: {', '.join(f'{seconds:.2f} s' for seconds in taken[-1])}")
    return taken


async def _each(several: Sequence[T], act: Callable[[T], Awaitable[Any]]) -> list[Any]:
    """The same for each, some of them at once."""
    lanes = asyncio.Semaphore(AT_ONCE)

    async def one(each: T) -> Any:
        async with lanes:
            return await act(each)

    return list(await asyncio.gather(*(one(each) for each in several)))


def _waiting(*, apart: bool) -> str:
    return "apart" if apart else "together"


def _home() -> dict[str, str]:
    return {
        "kind": "own_home",
        "relation": "self",
        "certificate_format": "x_house_title",
        "certificate_number": f"X京房权证怀字第{next(_serial)}号",
        "district": "怀柔区",
        "from": "2005-10",
        "to": "2010-10",
    }


def _good(response: httpx.Response) -> Any:
    if not response.is_success:
        raise RuntimeError(f"{response.request.method} {response.request.url}: {response.text}")
    return response.json() if response.content else None
