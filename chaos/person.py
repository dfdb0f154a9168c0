"""Somebody of a run, and what they do in a turn: by chance, from the seed of the run. What the city accepts, and what
nobody answered, goes into the ledger.
"""

import random
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from chaos.ledger import Account, Folder, Outcome, Tally
from chaos.noting import noted
from chaos.pages import all_saved, readings
from chaos.wishes import PAGES, Wished
from luohu_client import Declaration, Item, Problem
from luohu_client.applicant import Applicant
from luohu_client.pdf import page
from luohu_client.problem import NotSettled, Unanswered
from luohu_contract.indicators import READ_ONLY_KINDS

if TYPE_CHECKING:
    from chaos.people import People

WITHIN = 90.0  #: seconds of real time that somebody waits for a verdict, torment included
MOST = 4  #: items of which somebody changes their mind in one turn


@dataclass
class Person:
    """One of them. step_by_step: files, edits and asks item by item, as the pages of the city have it."""

    people: "People"
    name: str
    wished: Sequence[Wished]
    chance: random.Random
    step_by_step: bool
    submits: bool
    declaration: Declaration | None = None
    _unsure: bool = False  #: whether the page may be another than was last seen
    _read: Outcome = Outcome.REFUSED  #: whether the records were asked for, without which nobody submits

    def __post_init__(self) -> None:
        self.folder: Folder = self.people.ledger.of(self.name)

    async def a_turn(self) -> None:
        """File what is not filed, or do something with what is. What is refused or not answered is noted."""
        try:
            await self._something()
        except (Problem, Unanswered, NotSettled) as error:
            self._unsure = True
            self.people.miss(error)

    async def _something(self) -> None:
        applicant = await self.people.world.applicant(self.name)
        if self.declaration is None:
            await self._arrive(applicant)
            return
        await self._look()
        if self.submits and self.chance.random() < 0.5:
            await self._submit()
        elif self.submits and self.declaration.status == "submitted":
            await self._dispute()
        else:
            await self.chance.choices((self._change, self._file_anew, self._dispute), (4, 3, 3))[0]()

    # The page

    async def _look(self) -> None:
        """The page as it is, with nothing under review."""
        assert self.declaration is not None  # noqa: S101 - narrows the type
        if self._unsure:
            await self.declaration.settled(WITHIN)
            self._unsure = False
        self._met()

    def _met(self) -> list[tuple[Item, Account]]:
        """The items of the page with their accounts."""
        assert self.declaration is not None  # noqa: S101 - narrows the type
        return [(item, self.folder.meet(str(item.id))) for item in self.declaration.items]

    def _some(self, status: str = "") -> list[tuple[Item, Account]]:
        """A few items that somebody entered, by chance: of that status, or any that is not a draft."""
        met = [(item, account) for item, account in self._met() if item.state.kind not in READ_ONLY_KINDS]
        there = [each for each in met if (each[0].status == status if status else each[0].status != "draft")]
        most = 1 if self.step_by_step else MOST
        return self.chance.sample(there, min(len(there), self.chance.randint(1, most)))

    # Filing

    async def _arrive(self, applicant: Applicant) -> None:
        """Open the declaration; what somebody wishes is filed with it, or page by page."""
        if self.step_by_step or self.folder.filed.unsure or self.folder.filed.sure:
            self.declaration = await applicant.open_declaration()
            self._unsure = True
            await self._look()
            if not self.declaration.items:
                await self._file(self.wished)
            return
        with self.people.asking(len(self.wished)), self._filing("filed at once", len(self.wished)):
            self.declaration = await applicant.open_declaration(
                [each.form for each in self.wished], verify=True, within=WITHIN
            )
        self._met()

    async def _file(self, wished: Sequence[Wished]) -> None:
        """File and verify: in one request, or in two for each item."""
        assert self.declaration is not None  # noqa: S101 - narrows the type
        if not self.step_by_step:
            with self.people.asking(len(wished)), self._filing("filed at once", len(wished)):
                await self.declaration.file_all([each.form for each in wished], verify=True, within=WITHIN)
            self._met()
            return
        for each in wished:
            with self._filing("filed alone", 1, verified=False):
                item = await self.declaration.file(each.page, each.form)
            await self._ask(item, self.folder.meet(str(item.id)))
        await self.declaration.refresh()

    def _filing(self, act: str, items: int, *, verified: bool = True) -> AbstractContextManager[None]:
        return noted(partial(self.people.ledger.file, act, self.folder, items, verified=verified))

    def _asking(self, act: str, account: Account) -> AbstractContextManager[None]:
        return noted(partial(self.people.ledger.ask, act, account))

    def _noting(self, act: str, tally: Tally, *, done_before: str = "") -> AbstractContextManager[None]:
        return noted(partial(self.people.ledger.note, act, tally), done_before=done_before)

    async def _ask(self, item: Item, account: Account) -> None:
        """在线审核 of one item, and wait for what comes of it."""
        with self.people.asking(1), self._asking("verified alone", account):
            await item.verify()
        await item.settled(WITHIN)

    # Changing one's mind

    async def _change(self) -> None:
        """Enter some items anew, and have all drafts verified."""
        declaration = await self._withdrawn()
        drafts = [(item, account) for item, account in self._met() if "verification" in item.state.links]
        for item, account in self._some():
            await item.edit(item.state.entered)
            if self.step_by_step:
                await self._ask(item, account)
            else:
                drafts.append((item, account))
        if self.step_by_step:
            for item, account in drafts:
                await self._ask(item, account)
            await declaration.refresh()
        elif drafts:
            with self.people.asking(len(drafts)), noted(lambda outcome: self._all_asked(drafts, outcome)):
                await declaration.verify(within=WITHIN)

    def _all_asked(self, drafts: Sequence[tuple[Item, Account]], outcome: Outcome) -> None:
        for _, account in drafts:
            self.people.ledger.ask("verified at once", account, outcome)

    async def _file_anew(self) -> None:
        """Delete some items, and file the same again."""
        declaration = await self._withdrawn()
        gone = self._some()
        for item, account in gone:
            with self._noting("deleted", account.deleted, done_before="not-found"):
                await item.delete()
        await declaration.refresh()
        await self._file([Wished(PAGES[item.state.kind], item.state.entered) for item, _ in gone])

    async def _dispute(self) -> None:
        """Dispute some results with one piece of evidence; possible in a submitted declaration as well."""
        assert self.declaration is not None  # noqa: S101 - narrows the type
        disputed = [(item, account) for item, account in self._some("invalid") if item.state.recheck.allowed]
        if not disputed:
            return
        evidence = await self.declaration.upload(page([f"材料 {self.name}"]))
        for item, account in disputed:
            with self.people.asking(1), self._asking("rechecked", account):
                await item.recheck(evidence=evidence)
        await self.declaration.settled(WITHIN)

    # Submitting

    async def _submit(self) -> None:
        """Submit, and take it back; or leave it submitted until another turn wants to change something."""
        declaration = await self._withdrawn()
        if self._read is Outcome.REFUSED:
            await self._read_records(declaration)
        if self._read is not Outcome.ACCEPTED or any(item.status == "draft" for item in declaration.items):
            return
        await all_saved(declaration)
        with self._noting("submitted", self.folder.submitted):
            await declaration.submit()
        if self.chance.random() < 0.5:
            await self._withdrawn()

    async def _withdrawn(self) -> Declaration:
        """The declaration, as a draft."""
        assert self.declaration is not None  # noqa: S101 - narrows the type
        if self.declaration.status == "submitted":
            with self._noting("withdrawn", self.folder.withdrawn, done_before="course-refused"):
                await self.declaration.withdraw()
        return self.declaration

    async def _read_records(self, declaration: Declaration) -> None:
        """Have the city read the records of insurance, conduct and tax: items of their own, in no page of forms."""

        def read(outcome: Outcome) -> None:
            self._read = outcome
            self.people.ledger.file("read", self.folder, len(READ_ONLY_KINDS), outcome, verified=True)

        with self.people.asking(len(READ_ONLY_KINDS)), noted(read):
            await readings(declaration)
        await declaration.settled(WITHIN)
        self._met()
