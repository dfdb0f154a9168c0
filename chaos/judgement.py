"""When it is over: let everything arrive, then look what the city has, by its own checks and by its people's eyes."""

import asyncio
import time
from collections.abc import Callable, Iterator

from rich.console import Console

from chaos.ledger import Kept, Verdict, compare
from chaos.people import People, Person
from luohu_cli import verifying
from luohu_cli.verifying import INVARIANT, WAITING, CouldNotLook, Report
from luohu_client import City

HEAL, DRAIN = 120.0, 180.0  #: seconds of real time
ASKED, SETTLED = ("verification_asked", "recheck_asked"), ("found_valid", "found_invalid", "spouse_found_invalid")
_TOGETHER = 8


async def healed(city: City) -> None:
    """Wait until every service is ready. Raises RuntimeError."""
    end = time.monotonic() + HEAL
    while not await city.ready():
        if time.monotonic() > end:
            raise RuntimeError(f"the city is not ready {HEAL:.0f} s after the last torment")
        await asyncio.sleep(0.1)


async def drained(city: City, world: str, console: Console) -> Report:
    """Verify until nothing is on its way any more, or for so long; what was found last."""
    end = time.monotonic() + DRAIN
    while True:
        try:
            report = await asyncio.to_thread(verifying.verify, city.url, world, console)
        except CouldNotLook:
            if time.monotonic() > end:
                raise
        else:
            if not report.count(WAITING) or time.monotonic() > end:
                return report
        await asyncio.sleep(0.5)


async def judged(people: People, report: Report, seen: Callable[[int], None]) -> Verdict:
    """The ledger beside what everybody finds on their pages."""
    kept: dict[str, Kept] = {}
    doubled: list[tuple[str, str]] = []
    limit = asyncio.Semaphore(_TOGETHER)

    async def look(person: Person) -> None:
        async with limit:
            found = await _items_of(person)
        kept.update((each.item, each) for each in found)
        if len(found) > len(person.forms):
            doubled.append(("doubled", f"{person.name} filed {len(person.forms)} items and has {len(found)}"))
        seen(1)

    await asyncio.gather(*(look(person) for person in people.persons))
    return compare(people.ledger, kept, [*doubled, *_reported(report)])


async def _items_of(person: Person) -> list[Kept]:
    declarations = await (await person.people.world.applicant(person.name)).declarations()
    found = []
    for item in (item for declaration in declarations for item in declaration.items):
        happened = [event.event for event in await item.history()]
        sent, settled = (sum(map(happened.count, names)) for names in (ASKED, SETTLED))
        found.append(Kept(str(item.id), item.state.attempt, sent, settled, item.state.under_review))
    return found


def _reported(report: Report) -> Iterator[tuple[str, str]]:
    for found in (*report.of(INVARIANT), *report.of(WAITING)):
        kind = "stuck" if found["kind"] == WAITING else "doubled" if "once" in found["check"] else "lost"
        for row in found["findings"]:
            yield kind, f"{found['service']} {found['check']}: {found['table']} {row['id']} {row['wrong']}"
        for _ in range(found["count"] - len(found["findings"])):
            yield kind, f"{found['service']} {found['check']}: one more"
