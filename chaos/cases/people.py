"""Everybody for whom an employer applies in a run, and what they claim besides what the truth gives them."""

import asyncio
import copy
import random
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chaos.cases.ledger import CaseLedger
from chaos.cases.person import CasePerson
from luohu_client import Problem, World

ATTEMPT = 0.5  #: how often somebody claims what no department knows
ROUNDS = 4  #: of the people, so many come one after the other, that cases come to their ends before the run does
PAGE = 200


@dataclass
class CasePeople:
    """Everybody who lives in the run. wanted: verifications and rechecks, until which they go on."""

    world: World
    truths: Sequence[Mapping[str, Any]]
    seed: int
    wanted: int
    ledger: CaseLedger = field(default_factory=CaseLedger)
    missed: dict[str, int] = field(default_factory=dict)  #: what was refused or not answered, by slug
    _enough: bool = False

    @property
    def asked(self) -> int:
        """Verifications and rechecks that were begun, as people have seen them."""
        return sum(person.seen for person in self.persons)

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.asked / self.wanted)

    @cached_property
    def persons(self) -> list[CasePerson]:
        """All of them."""
        return [self._person(number, truth) for number, truth in enumerate(self.truths)]

    async def live(self, side_by_side: int) -> None:
        """Let so many live at the same time, until enough was asked or all cases are through."""
        waiting = deque(self.persons)
        async with asyncio.TaskGroup() as living:
            for _ in range(min(side_by_side, max(1, len(waiting) // ROUNDS))):
                living.create_task(self._next(waiting))

    def have_asked_enough(self) -> None:
        """Nobody begins anything any more."""
        self._enough = True

    def miss(self, error: Exception) -> None:
        """Something was refused, or not answered, or is late."""
        slug = type(error).__name__
        if isinstance(error, Problem):
            slug = error.slug if error.body else f"{error.status} without a problem"
        self.missed[slug] = self.missed.get(slug, 0) + 1

    async def cases_of(self, id_number: str) -> list[Mapping[str, Any]]:
        """The cases about somebody."""
        return [each for each in await self.all_cases() if each["person"]["id_number"] == id_number]

    async def all_cases(self) -> list[Mapping[str, Any]]:
        """Every case of the world."""
        found: list[Mapping[str, Any]] = []
        while True:
            params = {"limit": PAGE, "offset": len(found)}
            told = (await self.world.window().ask("GET", "/v1/cases", params=params)).json()
            found += told["items"]
            if not told["items"] or len(found) >= told["total"]:
                return found

    async def _next(self, waiting: "deque[CasePerson]") -> None:
        """One case after the other, each to its end."""
        while waiting and not self._over:
            person = waiting.popleft()
            while not person.ended and not self._over:
                await person.a_turn()
                await asyncio.sleep(0)

    @property
    def _over(self) -> bool:
        return self._enough or self.asked >= self.wanted

    def _person(self, number: int, truth: Mapping[str, Any]) -> CasePerson:
        chance = random.Random(self.seed * 1_000_003 + number)  # noqa: S311 - so that a run can be repeated
        wanted = copy.deepcopy(truth["case"])
        for indicator, department in self._unclaimed(truth):
            if chance.random() < ATTEMPT:
                claim = {"certificate_number": f"X{number:06d}", "values": {}}
                wanted["form"]["entries"].setdefault(indicator, {})[department] = claim
        return CasePerson(self, truth["person"]["persona"], truth["person"]["employer"]["uscc"], wanted, chance)

    def _unclaimed(self, truth: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What others claim at departments' windows, and this one does not."""
        own = {(each["indicator"], each["department"]) for each in truth["records"]}
        yield from sorted(self._claims - own)

    @cached_property
    def _claims(self) -> set[tuple[str, str]]:
        return {
            (each["indicator"], each["department"])
            for truth in self.truths
            for each in truth["records"]
            if each["papers"] and "values" in _entry(truth, each)
        }


def _entry(truth: Mapping[str, Any], record: Mapping[str, Any]) -> Mapping[str, Any]:
    entries = truth["case"]["form"]["entries"].get(record["indicator"], {})
    found: Mapping[str, Any] = entries.get(record["department"], {})
    return found
