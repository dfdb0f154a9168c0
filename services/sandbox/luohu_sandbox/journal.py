"""The journal of a world over all services: each keeps its own hops, and here they are one list."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpx

from luohu_contract.directory import BY_NAME
from luohu_contract.model import Wire
from luohu_kit.journal import Match
from luohu_kit.journal.hop import GATEWAY
from luohu_kit.journal.reading import Asked, Count, Counting, HopView, Page, Place
from luohu_kit.journal.reading import count as count_here
from luohu_kit.journal.reading import find as find_here
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.fleet import KEEPERS

HERE = "sandbox"
NOTING = (*KEEPERS, HERE)  #: services that note hops
LONGEST_LOOK = 20.0  #: seconds that one service is asked to wait; then it is asked again

W_ = TypeVar("W_", bound=Wire)


class ServiceUnknown(Exception):
    """No service of the city has this name."""

    def __init__(self, name: str, valid: Sequence[str]) -> None:
        super().__init__(f"The city has no service {name[:60]!r}. Hops lie between {', '.join(valid)}.")


class PlaceUnknown(Exception):
    """What should follow a hop names none."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:80]!r} is no `next` of a page of the journal.")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the merged journal."""

    hops: Sequence[HopView]
    next: str | None  #: for the page after this one
    cut: int  #: older hops that are no longer kept


class Ledger:
    """One journal out of many."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def find(
        self, world: str, match: Match, *, limit: int, newest_first: bool = False, after: str | None = None
    ) -> Found:
        """Hops that match, in order of real time. Raises UnknownWorld, ServiceUnknown, PlaceUnknown, ServicesFailed."""
        place = None if after is None else place_of(after)
        asked = Asked(match=match, limit=limit, newest_first=newest_first, after=place)
        pages = await asyncio.gather(*(self._find(name, world, asked) for name in noting(match)))
        hops = sorted(
            (hop for page in pages for hop in page.hops),
            key=lambda hop: (hop.at, hop.service, hop.seq),
            reverse=newest_first,
        )
        more = len(hops) > limit or any(len(page.hops) == limit for page in pages)
        kept = hops[:limit]
        return Found(kept, cursor(kept[-1]) if kept and more else None, sum(page.cut for page in pages))

    async def count(self, world: str, match: Match) -> int:
        """How many match. Raises as `find` does."""
        counts = await asyncio.gather(*(self._count(name, world, Counting(match=match)) for name in noting(match)))
        return sum(counts)

    async def wait(self, world: str, match: Match, wanted: int, seconds: float) -> int:
        """How many match as soon as there are so many, or when the time is up. Raises as `find` does."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        counts = dict.fromkeys(noting(match), 0)
        enough = asyncio.Event()

        async def follow(name: str) -> None:
            above = -1
            while (left := end - loop.time()) > 0 or above < 0:
                asked = Counting(match=match, above=above, wait=min(max(left, 0.0), LONGEST_LOOK) if above >= 0 else 0)
                counts[name] = above = await self._count(name, world, asked)
                if sum(counts.values()) >= wanted:
                    enough.set()

        following = [asyncio.create_task(follow(name)) for name in counts]
        stop = asyncio.create_task(enough.wait())
        everybody = asyncio.gather(*following)
        try:
            await asyncio.wait((stop, everybody), return_when=asyncio.FIRST_COMPLETED)
            if everybody.done():
                everybody.result()
        finally:
            stop.cancel()
            everybody.cancel()
            await asyncio.gather(stop, everybody, return_exceptions=True)
        return sum(counts.values())

    async def _find(self, name: str, world: str, asked: Asked) -> Page:
        if name == HERE:
            return await find_here(self._rt, world, asked)
        return await self._ask(name, world, "find", asked, Page)

    async def _count(self, name: str, world: str, asked: Counting) -> int:
        if name == HERE:
            return (await count_here(self._rt, world, asked)).count
        return (await self._ask(name, world, "count", asked, Count)).count

    async def _ask(self, name: str, world: str, what: str, asked: Asked | Counting, answer: type[W_]) -> W_:
        body = asked.model_dump(mode="json", by_alias=True)
        try:
            given = await self._rt.peer(name).send(
                "POST", f"/_luohu/journal/{what}", world=world, body=body, timeout=LONGEST_LOOK + 10
            )
        except httpx.TransportError as error:
            raise ServicesFailed({name: f"no answer ({type(error).__name__})"}) from error
        if given.status_code == 404:
            raise UnknownWorld(world)
        if not given.is_success:
            raise ServicesFailed({name: f"HTTP {given.status_code}: {given.text[:300]}"})
        return answer.model_validate_json(given.content)


def noting(match: Match) -> Sequence[str]:
    """The services that can have noted a hop that matches. Raises ServiceUnknown."""
    valid = (GATEWAY, *NOTING)
    for name in (match.sender, match.receiver):
        if name is not None and name not in BY_NAME and name != "webhooks":
            raise ServiceUnknown(name, valid)
    if match.sender is not None and match.sender != GATEWAY:
        return [match.sender] if match.sender in NOTING else []
    if match.sender == GATEWAY and match.receiver is not None:
        return [match.receiver] if match.receiver in NOTING else []
    return NOTING


def cursor(hop: HopView) -> str:
    """The place after a hop, as a text."""
    return f"{hop.at.isoformat()}~{hop.service}~{hop.seq}"


def place_of(text: str) -> Place:
    """The place from its text. Raises PlaceUnknown."""
    at, _, rest = text.partition("~")
    service, _, seq = rest.partition("~")
    try:
        return Place.model_validate({"at": at, "service": service, "seq": int(seq)})
    except ValueError:
        raise PlaceUnknown(text) from None
