"""The people of a run: each files what the population's truth gives them, and asks until enough is asked.

What they may do they do by chance, from the seed of the run; what the city accepts goes into the ledger.
"""

import asyncio
import random
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chaos.ledger import Account, Ledger
from luohu_client import Declaration, Item, Problem, World
from luohu_client.pdf import page
from luohu_client.problem import NotSettled, Unanswered

WITHIN = 90.0  #: seconds of real time that somebody waits for an item, torment included
FRUITLESS = 20  #: turns of everybody without a single request, after which the run gives up
#: Pages whose items are judged by a register alone; records of spouses go to the window, scans to operators.
PATHS = frozenset({"residences", "education", "honours", "tax", "innovation"})


def files_by_themselves(truth: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """What somebody files without anybody's help: pairs of a page and a form."""
    return [
        (item["path"], item["body"])
        for item in truth["items"]
        if item["path"] in PATHS
        and "evidence" not in item
        and not any(value for name, value in item["body"].items() if name.startswith("spouse"))
    ]


@dataclass
class People:
    """Everybody who lives in the run. wanted: verifications and rechecks, until which they go on."""

    world: World
    truths: Sequence[Mapping[str, Any]]
    seed: int
    wanted: int
    ledger: Ledger = field(default_factory=Ledger)
    refused: dict[str, int] = field(default_factory=dict)  #: by slug
    begun: int = 0  #: verifications and rechecks that were begun
    fruitless: int = 0  #: turns in a row in which somebody asked for nothing

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.ledger.asked / self.wanted)

    async def live(self, side_by_side: int) -> None:
        """Let so many live at the same time, until enough was asked."""
        waiting = deque(self.persons)
        async with asyncio.TaskGroup() as living:
            for _ in range(min(side_by_side, len(waiting))):
                living.create_task(self._next(waiting))

    @cached_property
    def persons(self) -> "list[Person]":
        """Those who have something to file."""
        forms = [(truth["person"]["persona"], files_by_themselves(truth)) for truth in self.truths]
        return [Person(self, name, found, self.seed + number) for number, (name, found) in enumerate(forms) if found]

    async def _next(self, waiting: "deque[Person]") -> None:
        """One life after the other; who is through goes to the end of the line."""
        while self.begun < self.wanted:
            person, before = waiting.popleft(), self.begun
            await person.a_while()
            self.fruitless = 0 if self.begun > before else self.fruitless + 1
            if self.fruitless > FRUITLESS * len(self.persons):
                raise RuntimeError(f"nobody gets anything done any more: {self.refused}")
            waiting.append(person)
            await asyncio.sleep(0)


@dataclass
class Person:
    """One of them."""

    people: People
    name: str
    forms: Sequence[tuple[str, Mapping[str, Any]]]
    seed: int
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - so that a run can be repeated

    async def a_while(self) -> None:
        """File what is not filed, have everything decided once more. What is refused or not answered is noted."""
        try:
            applicant = await self.people.world.applicant(self.name)
            declaration = await applicant.open_declaration()
            await self._file(declaration)
            for item in declaration.items:
                if self.people.begun < self.people.wanted:
                    await self._once_more(item)
        except (Problem, Unanswered, NotSettled) as error:
            slug = error.slug if isinstance(error, Problem) else type(error).__name__
            self.people.refused[slug] = self.people.refused.get(slug, 0) + 1

    async def _file(self, declaration: Declaration) -> None:
        await declaration.refresh()
        for item in declaration.items:
            self._known(item)
        if declaration.items:
            return
        for path, form in self.forms:
            self._known(await declaration.file(path, form))
        await declaration.refresh()

    def _known(self, item: Item) -> Account:
        """Also an item whose filing met no answer is one that its owner finds on the page."""
        return self.people.ledger.filed(str(item.id))

    async def _once_more(self, item: Item) -> None:
        """Send an item, dispute it, or enter it anew, whatever can be done with it now."""
        account = self._known(item)
        await item.refresh()
        if item.state.under_review:
            await item.settled(WITHIN)
        if item.status != "draft":
            roll = self.chance.random()
            if roll < 0.3 and item.state.recheck.allowed:
                await self._asked(account, item, self._dispute(item))
                return
            if roll < 0.4:
                await self._delete(account, item)
                return
            await item.edit(item.state.entered)
        if "verification" in item.state.links:
            await self._asked(account, item, item.verify())

    async def _dispute(self, item: Item) -> None:
        await item.recheck(evidence=page([f"材料 {self.name}"]))

    async def _asked(self, account: Account, item: Item, asking: Any) -> None:
        self.people.begun += 1
        try:
            await asking
        except Unanswered:
            account.unsure += 1
            raise
        except Problem as problem:
            self.people.begun -= 1
            if problem.status >= 500:
                account.unsure += 1
            raise
        account.asked += 1
        await item.settled(WITHIN)

    async def _delete(self, account: Account, item: Item) -> None:
        try:
            await item.delete()
        except (Unanswered, Problem):
            account.deletion_unsure = True
            raise
        account.deleted = True
