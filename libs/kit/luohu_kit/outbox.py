"""The dispatcher: takes messages out of the outbox in batches and brings each to its receiver, at least once.

A claim is a lease in real time: it moves `not_before` ahead, and is renewed while the message is on its way, so that a
dispatcher that dies keeps nothing for long, and one that waits for a slow receiver sends nothing twice. A row goes
only after the receiver has said 2xx; no answer and 5xx move it on by the retry's delay; other refusals are kept as
dead letters for an operator. A receiver that is slow or away never holds up the others, and one that asks for time
(`Retry-After`) gets it for everything that goes its way.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from luohu_contract.directory import BY_NAME
from luohu_kit.carrying import Carrier
from luohu_kit.causality import WORLD_TIME
from luohu_kit.faults.held import NAME as HELD
from luohu_kit.faults.held import SetAside
from luohu_kit.handover import HANDED, Handover, Route
from luohu_kit.net import Net
from luohu_kit.outbox_rows import OutboxRows
from luohu_kit.parcel import Parcel, parcel_of, parcels_of, receiver, retry_after
from luohu_kit.peer import Peer
from luohu_kit.retry import ASKS_FOR_TIME, GiveUp, after_failure
from luohu_kit.settings import Settings
from luohu_kit.slowing import Slowed
from luohu_kit.topic import Topic
from luohu_kit.wake import Hub
from luohu_kit.work import BeginEverywhere

log = structlog.get_logger()

LANES = 4  #: requests in flight to one destination
COMPANY = 0.05  #: seconds that a message waits for the request before it, to travel with those that come meanwhile
_TAKEN = 0.01  #: seconds between two looks at what another replica takes
Way = tuple[str, str]  #: a world and a destination
LANE = "lane freed"  #: rings the bell, as HANDED and the names of worlds with messages do


class Dispatcher:
    """One service's way out. `run` works until it is cancelled."""

    def __init__(
        self,
        settings: Settings,
        everywhere: BeginEverywhere,
        http: httpx.AsyncClient,
        hub: Hub,
        topics: Sequence[Topic],
        handover: Handover | None = None,
        carrier: Carrier | None = None,
    ) -> None:
        self._settings = settings
        self._rows = OutboxRows(everywhere, timedelta(seconds=settings.lease_seconds))
        self._http = http
        self._carrier = carrier
        self._hub = hub
        self._bell = hub.bell("outbox")
        self._net = Net(settings.poll_seconds)
        self._topics = {topic.name: topic for topic in topics}
        self._handover = handover or Handover()
        self._lanes: dict[str, int] = defaultdict(int)
        self._left_at: dict[Way, float] = {}  #: on the loop's clock: when the last request went that is on its way
        self._flights: dict[asyncio.Task[None], Parcel] = {}
        self._look_at = 0.0  #: on the loop's clock: when to look into the database next
        self._held_back = False  #: the last look left out destinations without a free lane
        self._slowed = Slowed()
        self._stopped: set[str] = set()  #: worlds whose messages stay where they are
        self.told: Counter[tuple[str, str, str]] = Counter()  #: messages by topic, destination, what became of them

    @property
    def in_flight(self) -> int:
        """Requests on their way."""
        return len(self._flights)

    async def stop(self, world: str) -> None:
        """Send nothing more of a world, and call back what is on its way. What has reached its receiver already counts
        as not sent: it is known there, should it come again.
        """
        self._stopped.add(world)
        self._slowed.forget(world)
        self._handover.forget(world)
        if self._carrier is not None:
            self._carrier.waiting.hurry(world)
        flights = [flight for flight, parcel in self._flights.items() if parcel.world == world]
        for flight in flights:
            flight.cancel()
        if flights:
            await asyncio.wait(flights)

    def resume(self, world: str) -> None:
        """Send again: what the outbox has, nothing that was remembered from before."""
        self._handover.forget(world)
        self._stopped.discard(world)

    async def run(self) -> None:
        """Dispatch for ever: what is handed over at once, a retry when it is due, and by the poll as the net."""
        self._handover.open = True
        self._look_at = 0.0
        renewing = asyncio.create_task(self._renew_leases())
        rung: set[str] = set()
        try:
            while True:
                rung = await self._bell.wait(await self._turn(rung))
        finally:
            self._handover.open = False
            for task in (renewing, *self._flights):
                task.cancel()

    async def _renew_leases(self) -> None:
        """Keep what is on its way, however long the receiver takes: a lease ends only with its holder."""
        while True:
            await asyncio.sleep(self._settings.lease_seconds / 3)
            held = [(parcel.world, row) for parcel in self._flights.values() for row in parcel.ids]
            try:
                if held:
                    await self._rows.renew(held)
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                log.warning("leases_not_renewed", messages=len(held), error=type(error).__name__)

    async def _turn(self, rung: set[str]) -> float:
        """Launch what can be launched, after these keys were rung; seconds until the next turn."""
        company = self._launch_handed_over()
        loop = asyncio.get_running_loop()
        if rung:
            self._net.caught()
        freed = self._held_back and LANE in rung
        if not (freed or rung - {LANE, HANDED}) and loop.time() < self._look_at:
            return min(company, self._look_at - loop.time())
        try:
            self._held_back = bool(self._full())
            # Most looks find nothing: asking when something is due costs less than trying to take it.
            pause = await self._until_due()
            if pause == 0.0:
                pause = await self._launch_due()
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("outbox_unreachable", error=type(error).__name__)
            pause = self._settings.poll_seconds
        self._look_at = loop.time() + pause
        return min(company, pause)

    def _launch_handed_over(self) -> float:
        """What this process has just committed, as far as lanes are free; seconds until more of it may go.

        Under load messages travel together: while a request is on its way, what comes for the same receiver waits for
        it a moment, unless it fills a request of its own.
        """
        # A message that waited long in memory may have been claimed by somebody else meanwhile.
        now = asyncio.get_running_loop().time()
        fresh, slowed = now - self._settings.lease_seconds / 2, self._slowed.ways(now)
        soonest = float("inf")
        for route in self._handover.routes():
            way = (route.world, route.destination)
            if way in slowed:
                continue  # what lies here for too long is left to the database, as ever
            topic, together = self._topics[route.topic], self._together(route)
            while (waiting := self._handover.waiting(route)) and self._lanes[route.destination] < LANES:
                if waiting < together and (goes_in := self._left_at.get(way, 0.0) + COMPANY - now) > 0:
                    soonest = min(soonest, goes_in)
                    break
                messages = self._handover.take(route, together, fresh)
                if messages:
                    self._launch(parcel_of(topic, route, messages))
        return soonest

    def _full(self) -> list[str]:
        return [destination for destination, flights in self._lanes.items() if flights >= LANES]

    async def _claim(self) -> list[Parcel]:
        groups: dict[Route, list[Any]] = defaultdict(list)
        for row in await self._rows.claim(self._full(), self._slowed.ways(asyncio.get_running_loop().time())):
            route = Route(row.world, row.topic, row.destination, row.scenario, row.released, row.generation)
            groups[route].append(row)
        return [
            parcel
            for route, rows in groups.items()
            for parcel in parcels_of(self._topics[route.topic], route, rows, self._together(route))
        ]

    def _together(self, route: Route) -> int:
        """How many messages travel in one request; each by itself where a fault counts requests."""
        topic = self._topics[route.topic]
        if self._carrier is None:
            return topic.batch
        name, _ = receiver(self._settings, route.destination, topic.path)
        counted = self._carrier.counts(route.world, self._settings.service, name, route.scenario)
        return 1 if counted else topic.batch

    async def _launch_due(self) -> float:
        """Send what is due; how long to wait before the next look."""
        claimed = await self._claim()
        for parcel in claimed:
            self._launch(parcel)
        # What is due and could not be taken is just being taken by another replica.
        return 0.0 if claimed else _TAKEN

    async def _until_due(self) -> float:
        """Seconds until there may be something to send; 0 where something is due."""
        now = asyncio.get_running_loop().time()
        due = await self._rows.until_due(self._full(), self._slowed.ways(now))
        seconds = min((each for each in (due, self._slowed.soonest(now)) if each is not None), default=None)
        pause = self._net.pause()
        return pause if seconds is None else min(max(seconds, 0.0), pause)

    def _launch(self, parcel: Parcel) -> None:
        if parcel.world in self._stopped:
            return
        self._lanes[parcel.destination] += 1
        way, left_at = (parcel.world, parcel.destination), asyncio.get_running_loop().time()
        self._left_at[way] = left_at
        flight = asyncio.create_task(self._deliver(parcel))
        self._flights[flight] = parcel
        flight.add_done_callback(lambda done: self._landed(done, way, left_at))

    def _landed(self, flight: asyncio.Task[None], way: Way, left_at: float) -> None:
        del self._flights[flight]
        destination = way[1]
        self._lanes[destination] -= 1
        if self._left_at.get(way) == left_at:
            del self._left_at[way]
        self._bell.ring(LANE)
        if not flight.cancelled() and (error := flight.exception()):
            # The rows keep their lease and are sent again when it ends.
            log.error("delivery_failed", destination=destination, error=repr(error))

    async def _deliver(self, parcel: Parcel) -> None:
        why, status, wait = "", None, None
        try:
            answer = await self._request(parcel)
            status, why = answer.status_code, f"HTTP {answer.status_code}: {answer.text[:300]}"
            wait = retry_after(answer)
        except httpx.TransportError as error:
            why = f"{type(error).__name__}: {error}"[:300]
        except SetAside as aside:
            until = aside.until
            await self._written_down(lambda: self._set_aside(parcel, until))
            return
        if status is not None and 200 <= status < 300:
            await self._written_down(lambda: self._arrived(parcel, answer))
        else:
            await self._written_down(lambda: self._failed(parcel, status, why, wait))

    async def _written_down(self, note: Callable[[], Awaitable[None]]) -> None:
        """Note what became of a delivery, again and again while PostgreSQL is away: what was noted need not be sent
        twice."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._settings.peer_timeout_seconds
        while True:
            try:
                await note()
            except (SQLAlchemyError, OSError, TimeoutError):
                if loop.time() > end:
                    raise
                await asyncio.sleep(0.2)
            else:
                return

    async def _request(self, parcel: Parcel) -> httpx.Response:
        body = parcel.topic.wrap([message.body for message in parcel.messages], parcel.now)
        name, url = receiver(self._settings, parcel.destination, parcel.topic.path)
        return await Peer(self._settings, self._http, name, self._carrier).send(
            "POST",
            parcel.topic.path,
            url=None if parcel.destination in BY_NAME else url,
            world=parcel.world,
            body=body,
            message_id=parcel.request_id,
            headers={"Idempotency-Key": f'"{parcel.request_id}"', WORLD_TIME: parcel.now.isoformat()},
            parcel=parcel,
        )

    async def _arrived(self, parcel: Parcel, answer: httpx.Response) -> None:
        refused = parcel.topic.refused(answer.json() if answer.content else None)
        dead = {m.id: refused[m.message_id] for m in parcel.messages if m.message_id in refused}
        await self._settle(parcel, [row for row in parcel.ids if row not in dead], dead)
        self._hub.has_arrived(parcel.world, parcel.destination, len(parcel.messages))
        if dead:
            log.warning("messages_refused", world=parcel.world, destination=parcel.destination, count=len(dead))

    async def _set_aside(self, parcel: Parcel, until: datetime) -> None:
        self._tell(parcel, "held", len(parcel.messages))
        await self._rows.set_aside(
            parcel.world, parcel.generation, parcel.ids, until, "a fault of the edge set it aside"
        )
        self._hub.bell(HELD).ring(parcel.world)

    async def _failed(self, parcel: Parcel, status: int | None, why: str, wait: timedelta | None) -> None:
        jitter = random.random()  # noqa: S311 - spreads retries, guards nothing
        then = after_failure(parcel.attempt, status, jitter=jitter, retry_after=wait, why=why)
        slowed = wait is not None and status in ASKS_FOR_TIME
        if slowed and wait is not None:
            self._slowed.ask((parcel.world, parcel.destination), wait, asyncio.get_running_loop().time(), jitter)
        if isinstance(then, GiveUp):
            await self._settle(parcel, [], dict.fromkeys(parcel.ids, then.why))
        else:
            self._tell(parcel, "slowed" if slowed else "postponed", len(parcel.messages))
            await self._rows.put_off(parcel.world, parcel.generation, parcel.ids, then, why)
            self._look_at = min(self._look_at, asyncio.get_running_loop().time() + then.total_seconds())
        log.warning(
            "delivery_refused" if isinstance(then, GiveUp) else "delivery_postponed",
            world=parcel.world,
            destination=parcel.destination,
            topic=parcel.topic.name,
            messages=len(parcel.messages),
            attempt=parcel.attempt,
            why=why,
        )

    def _tell(self, parcel: Parcel, outcome: str, messages: int) -> None:
        if messages:
            destination = parcel.destination if "://" not in parcel.destination else "elsewhere"
            self.told[parcel.topic.name, destination, outcome] += messages

    async def _settle(self, parcel: Parcel, arrived: Sequence[int], dead: Mapping[int, str]) -> None:
        self._tell(parcel, "arrived", len(arrived))
        self._tell(parcel, "dead", len(dead))
        await self._rows.settle(parcel.world, parcel.generation, arrived, dead)
        if parcel.topic.rings:
            self._hub.bell(parcel.topic.rings).ring(parcel.world)
