"""The people of a run: each files what the population's truth gives them and what they try besides, and goes on until
enough is asked.
"""

import asyncio
import random
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chaos.ledger import Ledger
from chaos.person import Person
from chaos.wishes import truly, with_attempts
from luohu_client import Problem, World

FRUITLESS = 20  #: turns of everybody without a single request, after which the run gives up
STEP_BY_STEP = 0.08  #: the share of those who go item by item
SUBMITTING = 0.1  #: the share of those who submit, and withdraw


@dataclass
class People:
    """Everybody who lives in the run. wanted: verifications and rechecks, until which they go on."""

    world: World
    truths: Sequence[Mapping[str, Any]]
    seed: int
    wanted: int
    ledger: Ledger = field(default_factory=Ledger)
    missed: dict[str, int] = field(default_factory=dict)  #: what was refused or not answered, by slug
    begun: int = 0  #: verifications and rechecks that were begun
    fruitless: int = 0  #: turns in a row in which somebody asked for nothing

    @property
    def asked(self) -> int:
        """Verifications and rechecks that were accepted."""
        return self.ledger.asked.sure

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.asked / self.wanted)

    async def live(self, side_by_side: int) -> None:
        """Let so many live at the same time, until enough was asked."""
        waiting = deque(self.persons)
        async with asyncio.TaskGroup() as living:
            for _ in range(min(side_by_side, len(waiting))):
                living.create_task(self._next(waiting))

    @cached_property
    def persons(self) -> list[Person]:
        """All of them."""
        return [self._person(number, truth) for number, truth in enumerate(self.truths)]

    def have_asked_enough(self) -> None:
        """Nobody begins anything any more; whoever has begun goes on to the end of it."""
        self.wanted = min(self.wanted, max(1, self.begun))

    @contextmanager
    def asking(self, verifications: int) -> Iterator[None]:
        """Around a request for so many: those that are on their way count, so that not too many are begun."""
        self.begun += verifications
        try:
            yield
        except Problem:
            self.begun -= verifications
            raise

    def miss(self, error: Exception) -> None:
        """Something was refused, or not answered, or is late."""
        slug = type(error).__name__
        if isinstance(error, Problem):
            slug = error.slug if error.body else f"{error.status} without a problem"
        self.missed[slug] = self.missed.get(slug, 0) + 1

    def _person(self, number: int, truth: Mapping[str, Any]) -> Person:
        chance = random.Random(self.seed * 1_000_003 + number)  # noqa: S311 - so that a run can be repeated
        wished = with_attempts(truly(truth), number, chance)
        by_step, submits = chance.random() < STEP_BY_STEP, chance.random() < SUBMITTING
        return Person(self, truth["person"]["persona"], wished, chance, by_step, submits)

    async def _next(self, waiting: "deque[Person]") -> None:
        """One turn after the other; whose turn is over goes to the end of the line."""
        while self.begun < self.wanted and waiting:
            person, before = waiting.popleft(), self.begun
            await person.a_turn()
            self.fruitless = 0 if self.begun > before else self.fruitless + 1
            if self.fruitless > FRUITLESS * len(self.persons):
                raise RuntimeError(f"nobody gets anything done any more: {self.missed}")
            waiting.append(person)
            await asyncio.sleep(0)
