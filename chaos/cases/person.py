"""Somebody's case, and what their employer and the window do about it in a turn: by chance, from the run's seed."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from chaos.cases.ledger import CaseFolder, Key
from chaos.ledger import Tally
from chaos.noting import noted
from luohu_client import Problem
from luohu_client.pdf import page
from luohu_client.problem import NotSettled, Unanswered
from luohu_contract.reasons import REASONS, Remedy

if TYPE_CHECKING:
    from chaos.cases.people import CasePeople

WITHIN = 90.0  #: seconds of real time that somebody waits for a verdict, torment included
MOST = 4  #: papers that are delivered in one turn, and verdicts that are disputed
ENDED = frozenset({"rejected", "vetoed", "scored"})
HANDING_IN = 0.15  #: how often a turn ends the case of somebody who could dispute something still


@dataclass
class CasePerson:
    """One of them."""

    people: "CasePeople"
    name: str
    uscc: str
    wanted: Mapping[str, Any]  #: body of `POST /v1/cases`
    chance: random.Random
    case: str = ""
    ended: bool = False
    seen: int = 0  #: verifications that were begun, as the records show them
    evidence: str = ""
    _unsure: bool = False

    def __post_init__(self) -> None:
        self.folder: CaseFolder = self.people.ledger.of(self.name)

    async def a_turn(self) -> None:
        """Open the case, or do something with it. What is refused or not answered is noted."""
        try:
            await self._something()
        except (Problem, Unanswered, NotSettled) as error:
            self.people.miss(error)

    async def _something(self) -> None:
        if not self.case:
            await self._open()
        records = await self._settled()
        status = (await self._ask("GET", f"/v1/cases/{self.case}"))["status"]
        if status in ENDED:
            self.ended = True
        elif status == "applied":
            await self._decide()
        elif outstanding := [key for key, each in records.items() if each["state"] == "material_outstanding"]:
            for key in self.chance.sample(outstanding, min(len(outstanding), self.chance.randint(1, MOST))):
                await self._deliver(key)
        elif status != "in_review":
            self.ended = True  # nothing was claimed, and so nothing is reviewed before the time for papers is over
        else:
            await self._dispute_or_end(records)

    # What is there

    async def _settled(self) -> dict[Key, Mapping[str, Any]]:
        """The records, once no department is at work. Raises NotSettled."""
        end = time.monotonic() + WITHIN
        while True:
            items = (await self._ask("GET", f"/v1/cases/{self.case}/records"))["items"]
            found = {(each["indicator"], each["department"]): each for each in items}
            rechecks = sum(tally.sure for tally in self.folder.rechecked.values())
            self.seen = sum(each["item_id"] is not None for each in items) + rechecks
            if all(each["state"] != "material_delivered" for each in items):
                return found
            if time.monotonic() > end:
                raise NotSettled(f"the records of {self.name} are under review for {WITHIN:.0f} s")
            await asyncio.sleep(0.05)

    async def _open(self) -> None:
        """The employer hands in; after an answer that was lost the case may be there already."""
        if self.folder.opened.unsure and (there := await self.people.cases_of(self.wanted["person"]["id_number"])):
            self.case = there[0]["id"]
            return
        with self._noting("handed in", self.folder.opened, done_before="not-yet"):
            self.case = (await self._ask("POST", "/v1/cases", self.wanted, keyed=True))["id"]

    # What is done

    async def _decide(self) -> None:
        """The window accepts, or rejects what it cannot accept."""
        window, steps = self.people.world.window(), f"/v1/cases/{self.case}/steps"
        try:
            with self._noting("accepted", self.folder.steps["accept"], done_before="step-refused"):
                await window.ask("POST", f"{steps}/accept", json={})
        except Problem as problem:
            if problem.slug != "not-yet":
                raise
            with self._noting("rejected", self.folder.steps["reject"], done_before="step-refused"):
                await window.ask("POST", f"{steps}/reject", json={"said": {"opinion": "不符合申请条件"}})

    async def _deliver(self, key: Key) -> None:
        path = f"/v1/cases/{self.case}/records/{key[0]}/{key[1]}/material"
        with self._noting("delivered", self.folder.delivered[key], done_before="record-refused", asks=True):
            await self._ask("POST", path)

    async def _dispute_or_end(self, records: Mapping[Key, Mapping[str, Any]]) -> None:
        bad = [key for key, each in records.items() if each["reason"] and _rechecked(each["reason"])]
        if not bad or self.chance.random() < HANDING_IN:
            await self._hand_in_proofs()
            return
        for key in self.chance.sample(bad, min(len(bad), self.chance.randint(1, MOST))):
            await self._recheck(key, records[key]["reason"])

    async def _recheck(self, key: Key, reason: str) -> None:
        if not self.evidence:
            employer = await self.people.world.employer(self.uscc)
            pdf, path = {"Content-Type": "application/pdf"}, f"/v1/cases/{self.case}/evidence"
            told = await employer.ask("POST", path, content=page([f"材料 {self.name}"]), headers=pdf, keyed=True)
            self.evidence = told.json()["id"]
        wish = {"disputes": reason, "statement": "请核对登记信息。", "evidence": [self.evidence]}
        path = f"/v1/cases/{self.case}/records/{key[0]}/{key[1]}/recheck"
        with self._noting("rechecked", self.folder.rechecked[key], done_before="recheck-open", asks=True):
            await self._ask("POST", path, wish)

    async def _hand_in_proofs(self) -> None:
        path = f"/v1/cases/{self.case}/steps/hand_in_proofs"
        with self._noting("proofs handed in", self.folder.steps["hand_in_proofs"], done_before="step-refused"):
            await self._ask("POST", path, {})

    async def _ask(self, method: str, path: str, body: Any = None, *, keyed: bool = False) -> Any:
        employer = await self.people.world.employer(self.uscc)
        return (await employer.ask(method, path, json=body, keyed=keyed)).json()

    def _noting(self, act: str, tally: Tally, *, done_before: str, asks: bool = False) -> Any:
        return noted(partial(self.people.ledger.note, act, tally, asks=asks), done_before=done_before)


def _rechecked(reason: str) -> bool:
    return Remedy.RECHECK in REASONS[reason].remedies
