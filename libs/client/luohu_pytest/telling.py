"""What a failing test prints: its world, the seed, its cases, and the way of its items through the city."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from luohu_client import ClientError, World
from luohu_client.case_views import CaseRecord
from luohu_client.views import Hop
from luohu_pytest.session import Session

MOST = 5  #: items whose journey is drawn, and cases that are told
FILED = "/v1/declarations*"
Titled = list[tuple[str, str]]  #: items, each with what it is


def tell(session: Session, world: World, *, kept: bool) -> str:
    """The section of the report. What cannot be read is said, and hides nothing of the failure itself."""
    head = f"world {world.name} at {session.city.url}, seed {world.state.seed} (--luohu-seed {world.state.seed})"
    if kept:
        stays = f"; so does the city: `{session.place.stopped_by}` stops it" if session.place.stopped_by else ""
        head += f"\nit stays as it is{stays}"
    try:
        return "\n\n".join([head, *session.call(_filed, session.inside(world))])
    except (ClientError, httpx.HTTPError) as error:
        return f"{head}\n\nthe journal cannot be read: {error}"


async def _filed(world: World) -> list[str]:
    if (await world.programme.read()).procedures:
        told, items = await _cases(world)
    else:
        told, items = [], _items(await world.journal.find(method="POST", path=FILED, status="2xx"))
    drawn = [f"item {item} ({what})\n{await world.journal.journey(item)}" for item, what in items[:MOST]]
    more = len(items) - MOST
    rest = [f"and {more} more: luohu trace ITEM --world {world.name}"] if more > 0 else []
    return [*told, *drawn, *rest] or ["nothing was filed in it"]


def _items(hops: list[Hop]) -> Titled:
    """Items that were filed, one by one or several at once, by this client or by a front end under test."""
    return list(dict.fromkeys(_of_hops(hops)))


def _of_hops(hops: list[Hop]) -> Iterator[tuple[str, str]]:
    for hop in hops:
        told = hop.response if isinstance(hop.response, dict) else {}
        for one in (told, *(told.get("items") or ())):
            if "attempt" in one and "kind" in one:
                yield str(one["id"]), str(one["kind"])


async def _cases(world: World) -> tuple[list[str], Titled]:
    """The first cases with what departments say, and the items of these records: first those that are not good."""
    window = world.window()
    cases = (await window.ask("GET", "/v1/cases", params={"limit": MOST})).json()["items"]
    told, asked = [], list[CaseRecord]()
    for case in cases:
        records = []
        if "records" in case["links"]:
            listed = (await window.ask("GET", case["links"]["records"])).json()["items"]
            records = [each for each in map(CaseRecord.model_validate, listed) if each.item_id is not None]
        told.append(_told(case, records))
        asked += records
    asked.sort(key=lambda each: each.item_status == "valid")
    return told, [(str(each.item_id), each.name) for each in asked]


def _told(case: Mapping[str, Any], records: list[CaseRecord]) -> str:
    said = [f"  {each.name}: {each.item_status}{f'({each.reason})' if each.reason else ''}" for each in records]
    return "\n".join([f"case {case['id']} ({case['kind']}): {case['status']}", *said])
