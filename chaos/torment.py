"""The tormentor: from a seed, who suffers what and when. Kills are counted; everything else comes between them.

When is told by what the people have done so far, not by a clock: the same share of the run lies between two kills
however fast the machine is.
"""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from chaos.town import POSTGRESQL, Town, lives, signalled
from luohu_client import Problem, World
from luohu_client.problem import Unanswered

AGENCIES = (
    "housing-registry",
    "rental-filing",
    "education-registry",
    "tax",
    "honours-registry",
    "science-commission",
)
#: Those whom cases ask.
CASE_AGENCIES = (
    "department-windows",
    "talent-centre",
    "housing-registry",
    "education-registry",
    "tax",
    "social-insurance",
    "public-security",
)
FAULTS: tuple[dict[str, Any], ...] = (
    {"drop": "request"},
    {"drop": "answer"},
    {"drop": "answer", "probability": 0.5},
    {"status": 503},
    {"latency": "PT0.3S"},
    {"duplicate": 1},
    {"reorder": True},
    {"corrupt_signature": True},
)
LONGEST_WAIT = 10.0  #: seconds without any progress after which the next torment comes all the same
OF_POSTGRESQL = 15  #: one kill of so many is PostgreSQL's: it takes all services with it, and reads its log again
ALIVE_AGAIN = 120.0  #: seconds that a killed one is given to come back before it is killed once more


@dataclass
class Tormentor:
    """Kills so many times while `progress` goes from 0 to 1."""

    town: Town
    world: World
    seed: int
    kills: int
    done: Callable[[str], None] = lambda what: None
    before_kill: Callable[[], None] = lambda: None
    agencies: Sequence[str] = AGENCIES  #: whose ways to the declaration service are cut and slowed
    counts: Counter[str] = field(default_factory=Counter)  #: by what was done
    victims: Counter[str] = field(default_factory=Counter)  #: kills, by who was killed

    @property
    def killed(self) -> int:
        """Kills so far."""
        return self.victims.total()

    @property
    def _services(self) -> list[str]:
        return [name for name in self.town.names if name != POSTGRESQL]

    @property
    def _edges(self) -> list[str]:
        return [edge for name in self.agencies for edge in (f"declaration->{name}", f"{name}->declaration")]

    async def run(self, progress: Callable[[], float]) -> None:
        """Torment until all kills are done, and leave everything running."""
        chance = random.Random(self.seed)  # noqa: S311 - chosen so that a run can be repeated
        for number in range(self.kills):
            await self._until(progress, (number + chance.random()) / (self.kills + 1))
            if chance.random() < 0.5:
                await self._between(chance)
            await self._kill(POSTGRESQL if number % OF_POSTGRESQL == 4 else chance.choice(self._services))
        await self.heal()

    async def heal(self) -> None:
        """Nobody is paused, no edge is faulty."""
        for name in self.town.names:
            signalled(self.town.pids(name), signal.SIGCONT)
        with suppress(Problem, Unanswered):
            await self.world.faults.clear()

    async def _until(self, progress: Callable[[], float], share: float) -> None:
        seen, loop = progress(), asyncio.get_running_loop()
        end = loop.time() + LONGEST_WAIT
        while (now := progress()) < share and loop.time() < end:
            if now != seen:
                seen, end = now, loop.time() + LONGEST_WAIT
            await asyncio.sleep(0.02)

    async def _kill(self, name: str) -> None:
        """Where another tormentor was there first, the next process of the name."""
        killed = False
        while not killed:
            pid = await self._alive(name)
            self.before_kill()
            killed = bool(signalled([pid], signal.SIGKILL))
        self.victims[name] += 1
        self._note("kill", name)

    async def _alive(self, name: str) -> int:
        """The process of a service that is there; one that was killed a moment ago is given time to come back."""
        end = asyncio.get_running_loop().time() + ALIVE_AGAIN
        while not lives(pid := self.town.main_pid(name)):
            if asyncio.get_running_loop().time() > end:
                raise RuntimeError(f"{name} does not come back")
            await asyncio.sleep(0.02)
        return pid

    async def _between(self, chance: random.Random) -> None:
        torment = chance.choice((self._pause, self._restart, self._fault, self._fault))
        await torment(chance)

    async def _pause(self, chance: random.Random) -> None:
        """SIGSTOP: it is there, and does nothing; its connections stay open."""
        name = chance.choice(self.town.names)
        pids = self.town.pids(name)
        signalled(pids, signal.SIGSTOP)
        self._note("pause", name)
        try:
            await asyncio.sleep(chance.uniform(0.1, 1.0))
        finally:
            signalled(pids, signal.SIGCONT)

    async def _restart(self, chance: random.Random) -> None:
        name = chance.choice(self._services)
        signalled(self.town.pids(name), signal.SIGTERM)
        self._note("restart", name)

    async def _fault(self, chance: random.Random) -> None:
        """An edge is cut or slowed, for as long as its time to live."""
        edge, effects = chance.choice(self._edges), chance.choice(FAULTS)
        ttl = f"PT{chance.uniform(0.2, 1.5):.1f}S"
        with suppress(Problem, Unanswered):
            await self.world.faults.put(edge, **effects, ttl=ttl)
            self._note("fault", f"{edge} {effects}")

    def _note(self, kind: str, what: str) -> None:
        self.counts[kind] += 1
        self.done(f"{kind} {what}")
