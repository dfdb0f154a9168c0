"""`make bench-ranking N=`: the list of N people, and the city under other rules. Promises: 10 s, and 30 s.

A declaration service of a city that was started as ever. Its tables are filled beside it; everything that is timed is
what it does by itself when the calendar comes to the day, and when an administrator asks.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench import cpu
from bench.audit import POSTGRES
from bench.ranking.crowd import Crowd
from bench.ranking.fill import due, fill
from bench.trial import Trial
from luohu_cli import city
from luohu_cli.door import Door
from luohu_sandbox.population.span import Round
from luohu_scoring import load_policy

WORLD, YEAR, OTHER_RULES, SEED = "ranking", 2020, "BJ-2018", 7
PEOPLE = 122_852  #: applicants of 2020
LOOK = 0.1  #: seconds between two looks at what is done, and at how the service answers others meanwhile
PATIENCE = 600.0
PROMISED = {"list": 10.0, "rescoring": 30.0}
Figures = dict[str, Any]


@dataclass
class Run:
    """A city, the world in it, and how to ask."""

    trial: Trial
    http: httpx.AsyncClient
    database: asyncpg.Connection
    bars: Progress
    people: int
    slowest: float = 0.0  #: seconds of the slowest answer to somebody else while it worked
    figures: Figures = field(default_factory=dict)

    async def measured(self, name: str, bar: str, act: Callable[[], Awaitable[Any]], done: Callable[[], Any]) -> None:
        """Seconds and CPU of what follows an act, until so many are done."""
        before, began, self.slowest = cpu.used(self.trial), time.perf_counter(), 0.0
        task = self.bars.add_task(bar, total=self.people)
        acting = asyncio.ensure_future(act())
        seen = 0
        while seen < self.people:
            if time.perf_counter() - began > PATIENCE:
                raise RuntimeError(f"{name}: {seen} of {self.people} after {PATIENCE:.0f} s")
            if acting.done():
                acting.result()  # raises what went wrong
            await asyncio.sleep(LOOK)
            await self._others()
            seen = await done()
            self.bars.update(task, completed=seen)
        took = time.perf_counter() - began
        await acting
        after = cpu.used(self.trial)
        spent = {each: round(after[each] - before.get(each, 0.0), 2) for each in after}
        self.figures[name] = {
            "seconds": round(took, 2),
            "cpu_s": {each: spent[each] for each in ("declaration", "postgres")},
            "slowest_answer_s": round(self.slowest, 2),
        }

    async def _others(self) -> None:
        began = time.perf_counter()
        good = await self.http.get("/v1/season", headers={"Luohu-World": WORLD})
        self.slowest = max(self.slowest, time.perf_counter() - began)
        if not good.is_success:
            raise RuntimeError(f"the service does not answer: {good.text}")

    async def count(self, sql: str) -> int:
        return int(await self.database.fetchval(f"SELECT count(*) FROM {sql} AND world = '{WORLD}'"))  # noqa: S608

    async def control(self, path: str, body: object) -> Any:
        told = await self.http.post(f"/_luohu/{path}", json=body, headers={"Luohu-World": WORLD}, timeout=PATIENCE)
        body = told.json()
        # The clock stands there; an advance gives up waiting after ten seconds, and what is due is done all the same.
        if not told.is_success and body.get("type") != "/problems/advance-unsettled":
            raise RuntimeError(told.text)
        return body


async def measure(trial: Trial, people: int, bars: Progress) -> Figures:
    """Everything, in the order of the year."""
    policy = load_policy("beijing", YEAR)
    calendar = policy.calendar
    url = f"postgresql://postgres@127.0.0.1:{trial.port_base + POSTGRES}/declaration"
    database = await asyncpg.connect(url)
    async with httpx.AsyncClient(base_url=trial.gateway, timeout=60, trust_env=False) as http:
        run = Run(trial, http, database, bars, people)
        clock = {"mode": "frozen", "at": calendar.declaration_opens.isoformat()}
        await run.control("worlds", {"name": WORLD, "year": YEAR, "admission": "open", "clock": clock})
        await run.control("clock/advance", {"to": calendar.appeals_decided_by.isoformat()})
        filling = bars.add_task("filled", total=people)
        began = time.perf_counter()
        crowd = Crowd(SEED, Round.of(policy), calendar.declaration_opens)
        await run.control("clock/freeze", {})
        await fill(url, WORLD, crowd, people, lambda more: bars.advance(filling, more))
        run.figures |= {"people": people, "filled_s": round(time.perf_counter() - began, 1)}
        await _scored(run, url)
        await _rescored(run)
        await run.measured(
            "list",
            "on the list",
            lambda: run.control("clock/advance", {"to": calendar.list_published.isoformat()}),
            lambda: run.count("list_place WHERE true"),
        )
        shown = (await http.get(f"/v1/publication/{YEAR}?limit=1", headers={"Luohu-World": WORLD})).json()
        run.figures["list"] |= {name: shown[name] for name in ("ranked", "admitted", "cut_off", "tied")}
    await database.close()
    return run.figures


async def _scored(run: Run, url: str) -> None:
    """All points from what was found; behind every verdict of the year this happens one declaration at a time."""
    scored = "declaration WHERE status = 'scored'"
    await run.measured("points", "points", lambda: due(url, WORLD), lambda: run.count(scored))


async def _rescored(run: Run) -> None:
    with Door(run.trial.gateway) as door:
        token = city.token_of(door, "administrator", WORLD)[0]
    headers = {"Authorization": f"Bearer {token}"}
    told: dict[str, Any] = {}

    async def ask() -> None:
        told.update((await run.http.post("/v1/rescorings", json={"rules": OTHER_RULES}, headers=headers)).json())

    async def computed() -> int:
        if "id" not in told:
            return 0
        told.update((await run.http.get(f"/v1/rescorings/{told['id']}", headers=headers)).json())
        return int(told["computed"]) if told["status"] == "done" else min(int(told["computed"]), run.people - 1)

    await run.measured("rescoring", f"under {OTHER_RULES}", ask, computed)
    run.figures["rescoring"] |= {name: told[name] for name in ("rules", "ranked", "admitted", "cut_off")}


def report(figures: Figures) -> str:
    """The figures as people read them."""
    lines = [f"{figures['people']:,} people, filled in {figures['filled_s']} s"]
    for name, what in (("points", "all points"), ("rescoring", "under other rules"), ("list", "list published")):
        one = figures[name]
        promised = f"of {PROMISED[name]:.0f} promised" if name in PROMISED else ""
        spent = ", ".join(f"{each} {seconds} s" for each, seconds in one["cpu_s"].items())
        lines.append(
            f"{what:<18}{one['seconds']:>8.2f} s {promised:<16} CPU: {spent};"
            f" slowest answer to others {one['slowest_answer_s']} s"
        )
    listed = figures["list"]
    lines.append(
        f"{listed['ranked']} ranked, {listed['admitted']} admitted, cut-off {listed['cut_off']}, {listed['tied']} on it"
    )
    return "\n".join(lines)


def main() -> int:
    words = argparse.ArgumentParser(prog="bench.ranking", description=__doc__)
    words.add_argument("--people", type=int, default=PEOPLE)
    words.add_argument("--json", action="store_true", help="the figures as JSON")
    chosen = words.parse_args()
    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Trial() as trial, Progress(*columns, console=Console(stderr=True)) as bars:
        trial.up()
        figures = asyncio.run(measure(trial, chosen.people, bars))
    print(json.dumps(figures, indent=1) if chosen.json else report(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
