"""What a failing test prints: its world, the seed, and the way of each of its items through the city."""

from collections.abc import Iterator

import httpx

from luohu_client import ClientError, World
from luohu_client.views import Hop
from luohu_pytest.session import Session

MOST = 5  #: items whose journey is drawn
FILED = "/v1/declarations*"


def tell(session: Session, world: World, *, kept: bool) -> str:
    """The section of the report. What cannot be read is said, and hides nothing of the failure itself."""
    head = f"world {world.name} at {session.city.url}, seed {world.state.seed} (--luohu-seed {world.state.seed})"
    if kept:
        stays = f"; so does the city: `{session.place.stopped_by}` stops it" if session.place.stopped_by else ""
        head += f"\nit stays as it is{stays}"
    try:
        return "\n\n".join([head, *session.call(_journeys, session.inside(world))])
    except (ClientError, httpx.HTTPError) as error:
        return f"{head}\n\nthe journal cannot be read: {error}"


async def _journeys(world: World) -> list[str]:
    filed = list(dict.fromkeys(_items(await world.journal.find(method="POST", path=FILED, status="2xx"))))
    drawn = [f"item {item} ({kind})\n{await world.journal.journey(item)}" for item, kind in filed[:MOST]]
    if not drawn:
        return ["nothing was filed in it"]
    more = len(filed) - MOST
    return drawn + ([f"and {more} more: luohu trace ITEM --world {world.name}"] if more > 0 else [])


def _items(hops: list[Hop]) -> Iterator[tuple[str, str]]:
    """Items that were filed, one by one or several at once, by this client or by a front end under test."""
    for hop in hops:
        told = hop.response if isinstance(hop.response, dict) else {}
        for one in (told, *(told.get("items") or ())):
            if "attempt" in one and "kind" in one:
                yield str(one["id"]), str(one["kind"])
