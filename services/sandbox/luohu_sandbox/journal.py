"""The journal of a world over all services: each keeps its own hops, and here they are one list."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpx

from luohu_contract.directory import BEYOND, BY_NAME
from luohu_contract.model import Wire
from luohu_kit.journal import Match
from luohu_kit.journal.hop import GATEWAY
from luohu_kit.journal.reading import Asked, Count, Counting, HopView, Page, Place
from luohu_kit.journal.reading import count as count_here
from luohu_kit.journal.reading import find as find_here
from luohu_kit.journal.tally import EdgeTally, Tally, Tallying
from luohu_kit.journal.tally import tally as tally_here
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
    away: Sequence[str] = ()  #: services whose hops are not among them, because they do not answer


@dataclass(frozen=True, slots=True)
class Traffic:
    """What went over the edges of the city since a place in the journal of each service."""

    edges: Sequence[EdgeTally]
    after: Mapping[str, int]  #: the places now
    away: Sequence[str]  #: services that do not answer: theirs are counted when they are back


class Ledger:
    """One journal out of many."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def find(
        self,
        world: str,
        match: Match,
        *,
        limit: int,
        newest_first: bool = False,
        after: str | None = None,
        partial: bool = False,
    ) -> Found:
        """Hops that match, in order of real time. Raises UnknownWorld, ServiceUnknown, PlaceUnknown, ServicesFailed.

        partial: hops of services that do not answer are left out instead.
        """
        place = None if after is None else place_of(after)
        asked = Asked(match=match, limit=limit, newest_first=newest_first, after=place)
        names = noting(match)
        answers = await asyncio.gather(*(self._find(name, world, asked) for name in names), return_exceptions=partial)
        pages, away = _parted(names, answers)
        hops = sorted(
            (hop for page in pages for hop in page.hops),
            key=lambda hop: (hop.at, hop.service, hop.seq),
            reverse=newest_first,
        )
        more = len(hops) > limit or any(len(page.hops) == limit for page in pages)
        kept = hops[:limit]
        return Found(kept, cursor(kept[-1]) if kept and more else None, sum(page.cut for page in pages), away)

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

    async def tally(self, world: str, after: Mapping[str, int], seconds: float) -> Traffic:
        """What went over the edges since these places, as soon as there is something, or when the time is up. Of a
        service that is not named, only where its journal stands. Raises UnknownWorld.
        """
        traffic = await self._tally(world, after)
        if traffic.edges or traffic.after != after or not seconds:
            return traffic
        there = [name for name in NOTING if name not in traffic.away]
        followed = [asyncio.create_task(self._tally_of(name, world, after[name], seconds)) for name in there]
        try:
            await asyncio.wait(followed, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in followed:
                each.cancel()
            await asyncio.gather(*followed, return_exceptions=True)
        return await self._tally(world, after)

    async def _tally(self, world: str, after: Mapping[str, int]) -> Traffic:
        answers = await asyncio.gather(
            *(self._tally_of(name, world, after.get(name), 0.0) for name in NOTING), return_exceptions=True
        )
        tallies, away = _parted(NOTING, answers)
        there = [name for name in NOTING if name not in away]
        places = {name: one.last for name, one in zip(there, tallies, strict=True)}
        return Traffic([edge for one in tallies for edge in one.edges], {**after, **places}, away)

    async def _tally_of(self, name: str, world: str, after: int | None, seconds: float) -> Tally:
        asked = Tallying(after=after, wait=seconds)
        if name == HERE:
            return await tally_here(self._rt, world, asked)
        return await self._ask(name, world, "tally", asked, Tally)

    async def _find(self, name: str, world: str, asked: Asked) -> Page:
        if name == HERE:
            return await find_here(self._rt, world, asked)
        return await self._ask(name, world, "find", asked, Page)

    async def _count(self, name: str, world: str, asked: Counting) -> int:
        if name == HERE:
            return (await count_here(self._rt, world, asked)).count
        return (await self._ask(name, world, "count", asked, Count)).count

    async def _ask(self, name: str, world: str, what: str, asked: Wire, answer: type[W_]) -> W_:
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


def _parted(names: Sequence[str], answers: Sequence[W_ | BaseException]) -> tuple[list[W_], list[str]]:
    """The answers that came, and the services that gave none. Raises whatever is no failure of a service."""
    came: list[W_] = []
    away: list[str] = []
    for name, answer in zip(names, answers, strict=True):
        if isinstance(answer, ServicesFailed):
            away.append(name)
        elif isinstance(answer, BaseException):
            raise answer
        else:
            came.append(answer)
    return came, away


def noting(match: Match) -> Sequence[str]:
    """The services that can have noted a hop that matches. Raises ServiceUnknown."""
    valid = (GATEWAY, *NOTING)
    for name in (match.sender, match.receiver):
        if name is not None and name not in BY_NAME and name not in BEYOND:
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
