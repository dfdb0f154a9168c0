"""Wake-ups: in this process at once, in the other replicas by NOTIFY, and never the thing that correctness rests on.

Names are `outbox`, the names of duties, and `watch`; keys are worlds, and for `watch` whatever is watched. NOTIFY goes
out on a connection of its own, after the commit and gathered: inside the transaction it would make all commits of the
database queue behind one lock. Whoever listens says so, and is greeted by those who do; who has heard of nobody has
nobody to tell.
"""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import orjson
import structlog

from luohu_kit.net import Net

T = TypeVar("T")

CHANNEL = "luohu_wake"
COMMITS = "commits"  #: rings for who watches this key of a world at every commit of this process in it
_GATHER = 0.02  #: seconds
_RAREST = 5.0  #: seconds between two looks of somebody who waits, should nothing ring
_PAYLOAD = 7000  #: bytes; PostgreSQL refuses 8000
_NEW, _HERE = ("new", ""), ("here", "")  #: somebody listens from now on; somebody has been listening

log = structlog.get_logger()


class Bell:
    """Something that can be rung many times before somebody looks; the keys rung are kept until then."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._keys: set[str] = set()

    def ring(self, key: str) -> None:
        self._keys.add(key)
        self._event.set()

    def nudge(self) -> None:
        """End a wait without a key: whoever waits looks at everything."""
        self._event.set()

    def answered(self) -> set[str]:
        """The keys rung since the last look; the bell is quiet again."""
        keys, self._keys = self._keys, set()
        self._event.clear()
        return keys

    async def wait(self, seconds: float | None) -> set[str]:
        """Until it rings or the time is up; the keys, empty when the time was up or it was only nudged."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        return self.answered()


class Hub:
    """The bells of one process, tied to those of the other replicas through the database."""

    def __init__(self) -> None:
        self._bells: dict[str, Bell] = defaultdict(Bell)
        #: of this process, by world: whoever waits for a world to come to rest looks whether it grows
        self.commits: Counter[str] = Counter()
        #: of this process, by world: messages brought to each destination, so that an advance knows whom to ask next
        self.arrived: dict[str, Counter[str]] = defaultdict(Counter)
        self._watchers: dict[str, set[Bell]] = defaultdict(set)
        self._outgoing: set[tuple[str, str]] = set()
        self._something = asyncio.Event()
        self._me = uuid4().hex
        self._accompanied = False  #: another process was heard; it may be gone since, and is told in vain
        self.closing = False  #: the process is about to stop, and nobody waits any more

    def bell(self, name: str) -> Bell:
        """The bell of a duty, or `outbox`."""
        return self._bells[name]

    def after_commit(self, world: str, wakes: list[tuple[str, str]]) -> None:
        """Ring here and remember to tell the others."""
        self._counted(world)
        for name, key in wakes:
            key = f"{world}/{key}" if name == "watch" else key  # noqa: PLW2901 - watchers of two worlds never meet
            self._ring(name, key)
            if self._accompanied:
                self._tell((name, key))

    def _tell(self, wake: tuple[str, str]) -> None:
        self._outgoing.add(wake)
        self._something.set()

    def _counted(self, world: str) -> None:
        self.commits[world] += 1
        self._ring("watch", f"{world}/{COMMITS}")

    def has_arrived(self, world: str, destination: str, count: int) -> None:
        """Note that messages of a world were taken by their receiver, and that their rows are gone."""
        self._counted(world)
        self.arrived[world][destination] += count

    def ring_here(self, world: str, key: str) -> None:
        """Ring the watchers of this process, and count no commit: nothing in the domain has moved."""
        self._ring("watch", f"{world}/{key}")

    def _ring(self, name: str, key: str) -> None:
        if name == "watch":
            for bell in self._watchers.get(key, ()):
                bell.ring(key)
        else:
            self._bells[name].ring(key)

    @contextmanager
    def _watching(self, key: str) -> Any:
        bell = Bell()
        self._watchers[key].add(bell)
        try:
            yield bell
        finally:
            self._watchers[key].discard(bell)
            if not self._watchers[key]:
                del self._watchers[key]

    def close(self) -> None:
        """Let everybody who waits look once more and go: the process is about to stop."""
        self.closing = True
        for bells in self._watchers.values():
            for bell in bells:
                bell.ring("")

    def is_watched(self, world: str, key: str) -> bool:
        """Whether somebody in this process waits for the key."""
        return f"{world}/{key}" in self._watchers

    async def until(
        self,
        world: str,
        key: str,
        look: Callable[[], Awaitable[T | None]],
        *,
        seconds: float,
        poll: float = 1.0,
        rarest: float = _RAREST,
        as_of: int | None = None,
    ) -> T | None:
        """What `look` gives as soon as it gives something, looking whenever the key is rung; None when time is up, or
        when the process is about to stop.

        poll: seconds until the first look that no ring asked for. Each that sees nothing makes the next one rarer, for
        hundreds may wait at a time, and their looks would take the connections of what they wait for; rarest: at most
        so many seconds.
        as_of: `commits` of the world when there was nothing to see; as long as there was none since, it does not look.
        """
        with self._watching(f"{world}/{key}") as bell:
            loop = asyncio.get_running_loop()
            end, net = loop.time() + seconds, Net(poll)
            fresh = as_of is None or self.commits[world] != as_of
            while True:
                if fresh and (seen := await look()) is not None:
                    return seen
                fresh = True
                left = end - loop.time()
                if left <= 0 or self.closing:
                    return None
                if await bell.wait(min(left, net.pause(), max(poll, rarest))):
                    net.caught()

    async def run(self, dsn: str) -> None:
        """Carry wake-ups between the replicas until cancelled; when the connection breaks, start over."""
        while True:
            try:
                async with self._line(dsn) as connection:
                    await self._tell_others(connection)
            except (
                OSError,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
                TimeoutError,
            ) as error:
                log.warning("wake_line_lost", error=str(error))
                await asyncio.sleep(1.0)

    @contextlib.asynccontextmanager
    async def _line(self, dsn: str) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(dsn, timeout=10)
        try:
            await connection.add_listener(CHANNEL, self._heard)
            self._tell(_NEW)
            self._missed()
            yield connection
        finally:
            connection.terminate()

    def _missed(self) -> None:
        """What others rang before we listened was lost: everybody looks once at everything."""
        for name, bell in self._bells.items():
            if name == "outbox":
                bell.ring("")  # any key lets the dispatcher look at the messages of all worlds
            else:
                bell.nudge()
        for watching in self._watchers.values():
            for bell in watching:
                bell.nudge()

    def _heard(self, connection: Any, pid: int, channel: str, payload: str) -> None:
        sender, *wakes = orjson.loads(payload)
        if sender == self._me:
            return
        self._accompanied = True
        for name, key in wakes:
            if (name, key) == _NEW:
                self._tell(_HERE)
            elif (name, key) != _HERE:
                self._ring(name, key)

    async def _tell_others(self, connection: asyncpg.Connection) -> None:
        while True:
            # A broken line is noticed even when there is nothing to tell.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(5):
                    await self._something.wait()
            # Telling others can wait for what this process does next, and is shorter when gathered.
            await asyncio.sleep(_GATHER)
            self._something.clear()
            outgoing, self._outgoing = self._outgoing, set()
            if not outgoing:
                await connection.execute("SELECT 1")
            for payload in _payloads(self._me, sorted(outgoing)):
                await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)


def _payloads(me: str, wakes: list[tuple[str, str]]) -> list[str]:
    """The wake-ups in as few payloads as PostgreSQL allows."""
    payloads: list[str] = []
    current: list[Any] = [me]
    size = 0
    for name, key in wakes:
        size += len(name.encode()) + len(key.encode()) + 8
        if size > _PAYLOAD:
            payloads.append(orjson.dumps(current).decode())
            current, size = [me], len(name) + len(key) + 8
        current.append((name, key))
    if len(current) > 1:
        payloads.append(orjson.dumps(current).decode())
    return payloads
