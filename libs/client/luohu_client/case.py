"""A case (办件): opened by an employer or a person, taken on step by step, judged by departments."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from luohu_client.caller import Caller
from luohu_client.case_views import CaseEvent, CasePoints, CaseRecord, CaseState
from luohu_client.evidence import Evidence, uploaded
from luohu_client.item import LONGEST_WAIT, preferring
from luohu_client.problem import ClientError, NothingToDispute, NotSettled

AT_WORK = "material_delivered"
OUTSTANDING = "material_outstanding"
STEP = 0.02  #: seconds of real time before the first second look; then twice as long each time
LONGEST_STEP = 0.5


class Case:
    """A case as it was last seen, in `state`; `caller` is who opened or read it, and asks unless somebody else does."""

    def __init__(self, caller: Caller, state: CaseState) -> None:
        self.caller = caller
        self.state = state

    def __repr__(self) -> str:
        return f"<case {self.id}: {self.state.kind}, {self.status}>"

    @property
    def id(self) -> UUID:
        return self.state.id

    @property
    def status(self) -> str:
        """As the city's procedure names it: `accepted`, `in_review`, …"""
        return self.state.status

    async def refresh(self) -> "Case":
        """Read it again. Raises Problem."""
        return self._seen(await self.caller.ask("GET", self._path()))

    async def step(
        self,
        name: str,
        *,
        by: Caller | None = None,
        said: Mapping[str, Any] | None = None,
        fields: Mapping[str, Any] | None = None,
        entries: Mapping[str, Any] | None = None,
        scenario: str | None = None,
    ) -> "Case":
        """Take a step of the procedure; `state.next` names those whose turn it is. Raises Problem.

        by: who takes it, such as `world.window()`; `caller` when left out. said: what the step asks for. fields,
        entries: the form, where the step takes one. A Problem `not-yet` names under `body["lacking"]` what is lacking.
        """
        wish: dict[str, Any] = {"said": said or {}}
        if fields is not None or entries is not None:
            wish["form"] = {"fields": fields or {}, "entries": entries or {}}
        who, path = by or self.caller, self._path(f"steps/{name}")
        return self._seen(await who.ask("POST", path, json=wish, scenario=scenario))

    async def reached(self, status: str, within: float = 30.0) -> "Case":
        """Wait until it has come to a status. within: seconds of real time. Raises NotSettled, Problem."""
        end = time.monotonic() + within
        while True:
            await self.refresh()
            if self.status == status:
                return self
            left = min(max(0, round(end - time.monotonic())), LONGEST_WAIT)
            if not left or not self.state.next:
                raise NotSettled(f"{self!r} has not come to {status}; what leads on: {self._leads_on()}")
            beyond = {"beyond": self.state.version}
            await self.caller.ask("GET", self._path(), params=beyond, headers=preferring(left))

    async def records(self) -> list[CaseRecord]:
        """One record for each indicator and department. Raises Problem."""
        told = (await self.caller.ask("GET", self._path("records"))).json()
        return [CaseRecord.model_validate(each) for each in told["items"]]

    async def record(self, name: str) -> CaseRecord:
        """The record of `indicator/department`. Raises ClientError when there is none, Problem."""
        records = {each.name: each for each in await self.records()}
        if name not in records:
            raise ClientError(f"{self!r} has no record {name}; there are {', '.join(records) or 'none'}")
        return records[name]

    async def deliver(self, *names: str, scenario: str | None = None) -> list[str]:
        """分送材料: the papers for these records go to the departments; for every one that waits when none is named.

        Their names, `indicator/department`. scenario: of each of these requests. Raises Problem.
        """
        wanted = names or tuple(each.name for each in await self.records() if each.state == OUTSTANDING)
        for name in wanted:
            await self.caller.ask("POST", self._path(f"records/{name}/material"), scenario=scenario)
        await self.refresh()
        return list(wanted)

    async def decided(self, within: float = 30.0) -> list[CaseRecord]:
        """Wait until no department is at work, but for those whose operator has asked for more evidence; its records
        then. within: seconds. Raises NotSettled, Problem.
        """
        end, pause = time.monotonic() + within, STEP
        while True:
            records = await self.records()
            waiting = [each.name for each in records if each.state == AT_WORK and not each.evidence_requested]
            if not waiting:
                await self.refresh()
                return records
            if time.monotonic() > end:
                raise NotSettled(f"{self!r}: {', '.join(waiting)} not decided after {within:.0f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_STEP)

    async def recheck(
        self,
        name: str,
        *,
        evidence: Evidence | Sequence[Evidence],
        statement: str = "填写无误。",
        disputes: str | None = None,
        scenario: str | None = None,
    ) -> CaseRecord:
        """复核: dispute what a department says, with evidence; the record with the item for its operators.

        name: `indicator/department`. disputes: the code; the record's reason when left out. Raises NothingToDispute,
        Problem.
        """
        code = disputes or (await self.record(name)).reason
        if code is None:
            raise NothingToDispute(f"{name} of {self!r} has no result that can be disputed")
        files = await uploaded(self.caller, self._path("evidence"), evidence)
        wish = {"disputes": code, "statement": statement, "evidence": files}
        await self.caller.ask("POST", self._path(f"records/{name}/recheck"), json=wish, scenario=scenario)
        return await self.record(name)

    async def add_evidence(
        self, name: str, evidence: Evidence | Sequence[Evidence], *, statement: str = ""
    ) -> CaseRecord:
        """Send what an operator asked for about a record; the record then. Raises Problem.

        name: `indicator/department`. evidence: PDFs, files, or ids of what was uploaded.
        """
        files = await uploaded(self.caller, self._path("evidence"), evidence)
        wish = {"evidence": files, "statement": statement}
        await self.caller.ask("POST", self._path(f"records/{name}/evidence"), json=wish)
        return await self.record(name)

    async def points(self) -> CasePoints:
        """积分 as the records stand. Raises Problem, 404 before anything was asked."""
        return CasePoints.model_validate_json((await self.caller.ask("GET", self._path("points"))).content)

    async def children(self) -> list["Case"]:
        """The cases that came of it: a notice, a renewal, family who follow. Raises Problem."""
        await self.refresh()
        read = [await self.caller.ask("GET", f"/v1/cases/{each}") for each in self.state.children]
        return [Case(self.caller, CaseState.model_validate_json(one.content)) for one in read]

    async def history(self) -> list[CaseEvent]:
        """What happened to it so far, in order. Raises Problem."""
        told = (await self.caller.ask("GET", self._path("events"))).json()
        return [CaseEvent.model_validate(each) for each in told["items"]]

    def _leads_on(self) -> str:
        return ", ".join(f"{each.step} by {' or '.join(each.by)}" for each in self.state.next) or "nothing"

    def _path(self, more: str = "") -> str:
        return f"/v1/cases/{self.id}/{more}".rstrip("/")

    def _seen(self, answer: Any) -> "Case":
        self.state = CaseState.model_validate_json(answer.content)
        return self
