"""Somebody's case, and what they, their employer and the offices do about it in a turn: by chance, by the seed."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chaos.cases.account import Account
from chaos.cases.course import NOT_YET, Course
from chaos.cases.ledger import Key
from chaos.cases.steps import too_early
from luohu_client import Problem
from luohu_client.case_views import CaseState
from luohu_client.pdf import page
from luohu_client.problem import NotSettled, Unanswered
from luohu_contract.reasons import REASONS, Remedy

WITHIN = 90.0  #: seconds of real time that somebody waits for a verdict, torment included
MOST = 4  #: papers that are delivered in one turn, and verdicts that are disputed
GOING_ON = 0.3  #: how often a turn goes on with the case of somebody who could dispute something still
SENT_BACK = 0.05  #: how often a case is refused or returned that could go on
NO_ACCOUNT = "account-not-open"


@dataclass
class CasePerson(Course):
    """One of them. account: of the employer, in a city that wants one."""

    account: Account | None = None
    ended: bool = False
    seen: int = 0  #: verifications that were begun, as the records show them
    evidence: str = ""
    _day: datetime | None = None

    async def a_turn(self) -> datetime | None:
        """Open the case, or do something with it; the day for which it waits then. What is refused or not answered is
        noted.
        """
        try:
            return await self._something()
        except (Problem, Unanswered, NotSettled) as error:
            self.people.miss(error)
            return None

    async def _something(self) -> datetime | None:
        if not self.case:
            return await self._begin()
        records = await self._settled()
        state = await self.state()
        outstanding = [key for key, each in records.items() if each["state"] == "material_outstanding"]
        if outstanding and state.next:
            for key in self._some(outstanding):
                await self._deliver(key)
            return None
        bad = [key for key, each in records.items() if each["reason"] and _rechecked(each["reason"])]
        if bad and self.people.steps.rechecks(state) and self.chance.random() >= GOING_ON:
            for key in self._some(bad):
                await self._recheck(key, records[key]["reason"])
            return None
        return await self._lead_on(state)

    # What is there

    async def _settled(self) -> dict[Key, Mapping[str, Any]]:
        """The records, once no department is at work. Raises NotSettled."""
        end = time.monotonic() + WITHIN
        while True:
            items = (await self.ask("GET", f"/v1/cases/{self.case}/records"))["items"]
            found = {(each["indicator"], each["department"]): each for each in items}
            rechecks = sum(tally.sure for tally in self.folder.rechecked.values())
            self.seen = sum(each["item_id"] is not None for each in items) + rechecks
            if all(each["state"] != "material_delivered" for each in items):
                return found
            if time.monotonic() > end:
                raise NotSettled(f"the records of {self.name} are under review for {WITHIN:.0f} s")
            await asyncio.sleep(0.05)

    # What is done

    async def _begin(self) -> datetime | None:
        """Open the case, or take on the account without which it cannot be opened."""
        if self.account is None:
            return await self._opened()
        async with self.account.lock:
            return await self._opened()

    async def _opened(self) -> datetime | None:
        try:
            await self.open()
        except Problem as problem:
            if problem.slug != NOT_YET:
                raise
            lacking = problem.body["lacking"]
            if self.account is not None and any(each["code"] == NO_ACCOUNT for each in lacking):
                await self.account.take_on()
                return None
            day = too_early(lacking)
            self.ended = day is None
            return day
        return None

    async def _lead_on(self, state: CaseState) -> datetime | None:
        """The next step; in the end, the next step of what came of the case, as far as that goes without waiting."""
        led = await self.go_on(state, back=self.chance.random() < SENT_BACK)
        if isinstance(led, datetime):
            if led == self._day:
                self.ended = True
                raise NotSettled(f"{self.name} waits for {led.isoformat()} still, when that is over")
            self._day = led
            return led
        if not led:
            came = [
                Course(self.people, self.name, self.uscc, self.wanted, self.chance, str(each))
                for each in state.children
            ]
            self.ended = not any([await each.go_on(await each.state()) is True for each in came])
        return None

    async def _deliver(self, key: Key) -> None:
        path = f"/v1/cases/{self.case}/records/{key[0]}/{key[1]}/material"
        with self.noting("delivered", self.folder.delivered[key], done_before="record-refused", asks=True):
            await self.ask("POST", path)

    async def _recheck(self, key: Key, reason: str) -> None:
        if not self.evidence:
            employer = await self.people.world.employer(self.uscc)
            pdf, path = {"Content-Type": "application/pdf"}, f"/v1/cases/{self.case}/evidence"
            told = await employer.ask("POST", path, content=page([f"材料 {self.name}"]), headers=pdf, keyed=True)
            self.evidence = told.json()["id"]
        wish = {"disputes": reason, "statement": "请核对登记信息。", "evidence": [self.evidence]}
        path = f"/v1/cases/{self.case}/records/{key[0]}/{key[1]}/recheck"
        with self.noting("rechecked", self.folder.rechecked[key], done_before="recheck-open", asks=True):
            await self.ask("POST", path, wish)

    def _some(self, keys: list[Key]) -> list[Key]:
        return self.chance.sample(keys, min(len(keys), self.chance.randint(1, MOST)))


def _rechecked(reason: str) -> bool:
    return Remedy.RECHECK in REASONS[reason].remedies
