"""One case and those who take it on: opened once, then whatever step leads on, each request noted."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from chaos.cases.ledger import CaseFolder
from chaos.cases.steps import Way, day_of, too_early
from chaos.ledger import Tally
from chaos.noting import noted
from luohu_client import Problem
from luohu_client.caller import Caller
from luohu_client.case_views import CaseState

if TYPE_CHECKING:
    from chaos.cases.people import CasePeople

NOT_YET = "not-yet"


@dataclass
class Course:
    """The case of an employer, about somebody of theirs or about themselves."""

    people: "CasePeople"
    name: str  #: of whom it is about: a persona, or the employer
    uscc: str
    wanted: Mapping[str, Any]  #: body of `POST /v1/cases`
    chance: random.Random
    case: str = ""

    @property
    def folder(self) -> CaseFolder:
        """What is known of it."""
        return self.people.ledger.of(self.name)

    @property
    def about(self) -> str:
        """Whom it is about, as the city has it: an id number, or the employer's code."""
        return str(self.wanted["person"]["id_number"]) if "person" in self.wanted else self.uscc

    async def open(self) -> None:
        """The employer hands in; after an answer that was lost the case may be there already. Raises Problem."""
        if self.folder.opened.unsure and (there := await self.people.cases_of(self)):
            self.case = there[0]["id"]
            return
        with self.noting(f"{self.wanted['kind']} opened", self.folder.opened):
            self.case = (await self.ask("POST", "/v1/cases", self.wanted, keyed=True))["id"]

    async def state(self) -> CaseState:
        """Where it stands."""
        return CaseState.model_validate(await self.ask("GET", f"/v1/cases/{self.case}"))

    async def go_on(self, state: CaseState, *, back: bool = False) -> bool | datetime:
        """Take the first step that is possible, or the day on which one will be; False where nothing leads on.

        What refuses or returns the case is taken where nothing else leads on, not even a day. back: taken at once.
        """
        ways, days = self.people.steps.ways(state), [day_of(state)]
        refusing = [each for each in ways if each.back]
        for way in (refusing if back else []) + [each for each in ways if not each.back]:
            lacking = await self._lacks(way, state)
            if not lacking:
                return True
            days.append(too_early(lacking))
        if day := min((day for day in days if day is not None), default=None):
            return day
        for way in refusing:
            if not await self._lacks(way, state):
                return True
        return False

    async def _lacks(self, way: Way, state: CaseState) -> list[Mapping[str, Any]]:
        """Take a step; what it lacks, nothing when it was taken. Raises Problem for any other refusal."""
        body: dict[str, Any] = {"said": way.said(self.wanted.get("password", ""), self.chance.choice)}
        if way.form:
            body["form"] = self.wanted["form"]
        caller = await self._caller(self.chance.choice(way.by))
        try:
            with self.noting(way.step, self.folder.steps[way.step], done_before="step-refused"):
                await caller.ask("POST", f"/v1/cases/{state.id}/steps/{way.step}", json=body)
        except Problem as problem:
            if problem.slug != NOT_YET:
                raise
            return list(problem.body["lacking"])
        return []

    async def _caller(self, actor: str) -> Caller:
        """Whoever takes a step, by the name that procedures give them."""
        world = self.people.world
        role, _, agency = actor.partition(":")
        match role:
            case "employer":
                return await world.employer(self.uscc)
            case "applicant":
                return await world.applicant(self.name)
            case "window":
                return world.window()
        return world.operator(agency)

    async def ask(self, method: str, path: str, body: Any = None, *, keyed: bool = False) -> Any:
        """The answer to the employer's request. Raises Problem, Unanswered."""
        employer = await self.people.world.employer(self.uscc)
        return (await employer.ask(method, path, json=body, keyed=keyed)).json()

    def noting(self, act: str, tally: Tally, *, done_before: str = "", asks: bool = False) -> Any:
        """Around a request: what became of it is noted."""
        return noted(partial(self.people.ledger.note, act, tally, asks=asks), done_before=done_before)
