"""When it is over: let everything arrive, then look what the city has, by its own checks and by its people's eyes."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator

from rich.console import Console

from chaos.people import People
from chaos.person import Person
from chaos.verdict import DOUBLED, LOST, STUCK, Kept, KeptItem, Verdict, Words, compare
from luohu_cli import verifying
from luohu_cli.verifying import INVARIANT, WAITING, CouldNotLook, Report
from luohu_client import City, Declaration

HEAL, DRAIN = 120.0, 600.0  #: seconds of real time; a look at a hundred thousand verifications takes a minute
ASKED, SETTLED = ("verification_asked", "recheck_asked"), ("found_valid", "found_invalid", "spouse_found_invalid")
TOGETHER = 8


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
    """The ledger beside what everybody finds on their pages, in three requests each."""
    kept: dict[str, Kept] = {}
    limit = asyncio.Semaphore(TOGETHER)

    async def look(person: Person) -> None:
        async with limit:
            kept[person.name] = await _kept_of(person)
        seen(1)

    async with asyncio.TaskGroup() as looking:
        for person in people.persons:
            looking.create_task(look(person))
    return compare(people.ledger, kept, reported(report))


async def _kept_of(person: Person) -> Kept:
    declarations = await (await person.people.world.applicant(person.name)).declarations()
    happened = [await _happened(each) for each in declarations]
    items = tuple(
        item for each, events in zip(declarations, happened, strict=True) for item in _items_of(person, each, events)
    )
    course: Counter[str] = sum((events[None] for events in happened), Counter())
    return Kept(
        declarations=len(declarations),
        submitted=course["submitted"],
        withdrawn=course["withdrawn"],
        is_submitted=any(each.status == "submitted" for each in declarations),
        items=items,
    )


async def _happened(declaration: Declaration) -> dict[str | None, Counter[str]]:
    """How often each event happened: by item, those of the declaration itself under None."""
    told = (await declaration.applicant.ask("GET", f"/v1/declarations/{declaration.id}/events")).json()["items"]
    found: dict[str | None, Counter[str]] = {None: Counter()}
    for event in told:
        found.setdefault(event["item_id"], Counter())[event["event"]] += 1
    return found


def _items_of(person: Person, declaration: Declaration, happened: dict[str | None, Counter[str]]) -> Iterator[KeptItem]:
    for item in declaration.items:
        person.folder.meet(str(item.id))
        events = happened.get(str(item.id), Counter())
        sent, settled = (sum(events[name] for name in names) for names in (ASKED, SETTLED))
        yield KeptItem(str(item.id), item.state.attempt, sent, settled, item.state.under_review)


def reported(report: Report) -> Iterator[Words]:
    """What the city's own checks have found."""
    for found in (*report.of(INVARIANT), *report.of(WAITING)):
        kind = STUCK if found["kind"] == WAITING else DOUBLED if "once" in found["check"] else LOST
        for row in found["findings"]:
            yield kind, f"{found['service']} {found['check']}: {found['table']} {row['id']} {row['wrong']}"
        for _ in range(found["count"] - len(found["findings"])):
            yield kind, f"{found['service']} {found['check']}: one more"
