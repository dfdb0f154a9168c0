"""Everybody for whom an employer applies in a run, and what they claim besides what the truth gives them."""

import asyncio
import copy
import random
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chaos.cases.account import Account
from chaos.cases.course import Course
from chaos.cases.days import Days
from chaos.cases.ledger import CaseLedger
from chaos.cases.person import CasePerson
from chaos.cases.steps import Steps
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
    accounts: dict[str, Account] = field(default_factory=dict)  #: of employers, where the city wants them
    steps: Steps = field(init=False)
    _enough: bool = False

    def __post_init__(self) -> None:
        self.days = Days(self.world.clock, self._advanced)

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
        """Let them live, so many of them doing something at the same time, until enough was asked or all cases are
        through. Days go by when everybody whose case goes on waits for one.
        """
        self.steps = Steps(await self.world.programme.read())
        waiting, turns = deque(self.persons), asyncio.Semaphore(side_by_side)
        async with asyncio.TaskGroup() as world:
            days = world.create_task(self.days.go_by())
            async with asyncio.TaskGroup() as living:
                for _ in range(max(1, len(waiting) // ROUNDS)):
                    living.create_task(self._next(waiting, turns))
            days.cancel()

    def have_asked_enough(self) -> None:
        """Nobody begins anything any more."""
        self._enough = True

    def miss(self, error: Exception) -> None:
        """Something was refused, or not answered, or is late."""
        slug = type(error).__name__
        if isinstance(error, Problem):
            slug = error.slug if error.body else f"{error.status} without a problem"
        self.missed[slug] = self.missed.get(slug, 0) + 1

    @property
    def courses(self) -> list[Course]:
        """Of everybody, and of the accounts."""
        return [*self.persons, *self.accounts.values()]

    async def cases_of(self, course: Course) -> list[Mapping[str, Any]]:
        """The cases of a kind about somebody."""
        kind = course.wanted["kind"]
        return [each for each in await self.all_cases() if each["kind"] == kind and about(each) == course.about]

    async def all_cases(self) -> list[Mapping[str, Any]]:
        """Every case of the world."""
        found: list[Mapping[str, Any]] = []
        while True:
            params = {"limit": PAGE, "offset": len(found)}
            told = (await self.world.window().ask("GET", "/v1/cases", params=params)).json()
            found += told["items"]
            if not told["items"] or len(found) >= told["total"]:
                return found

    async def _next(self, waiting: "deque[CasePerson]", turns: asyncio.Semaphore) -> None:
        """One case after the other, each to its end."""
        with self.days.lived():
            while waiting and not self._over:
                person = waiting.popleft()
                while not person.ended and not self._over:
                    async with turns:
                        day = await person.a_turn()
                    if day is not None:
                        await self.days.come(day)

    def _advanced(self, error: Exception | None) -> None:
        if error is not None:
            self.miss(error)
        else:
            self.ledger.acts["clock advanced"] += 1

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
        uscc = truth["person"]["employer"]["uscc"]
        account = truth["employer_account"]
        if account is not None:
            account = self.accounts.setdefault(uscc, Account(self, uscc, uscc, account, random.Random(uscc)))  # noqa: S311
        return CasePerson(self, truth["person"]["persona"], uscc, wanted, chance, account=account)

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


def about(case: Mapping[str, Any]) -> str:
    """Whom a case is about: the id number of a person, or the code of an employer."""
    return str(case["person"]["id_number"] if case["person"] else case["employer"])


def _entry(truth: Mapping[str, Any], record: Mapping[str, Any]) -> Mapping[str, Any]:
    entries = truth["case"]["form"]["entries"].get(record["indicator"], {})
    found: Mapping[str, Any] = entries.get(record["department"], {})
    return found
