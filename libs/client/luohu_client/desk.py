"""The people at the other end: operators of the agencies, and clerks of the district window."""

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from luohu_client.caller import Caller
from luohu_client.line import Line
from luohu_client.problem import ClientError, Problem
from luohu_client.record import Record
from luohu_client.task import Task
from luohu_client.views import RecordState, TaskState

if TYPE_CHECKING:
    from luohu_client.item import Item

PAGE = 200  #: tasks of one search
STEP = 0.02  #: seconds of real time before the first second look; then twice as long each time
LONGEST_STEP = 0.5
CHANGED = frozenset({409, 412})  #: somebody changed the task since it was read


class TaskMissing(ClientError):
    """No open task in the queue is about the item."""


class Desk(Caller):
    """Somebody who works a queue."""

    queue: str  #: where it is

    async def tasks(self, *, state: str = "created", **search: Any) -> list[Task]:
        """Tasks, the most urgent first. search: `assignee`, `candidate_group`, `due_before`. Raises Problem."""
        body = {"state": state, **search, "page": {"limit": PAGE}}
        told = await self.ask("POST", f"{self.queue}/search", json=body, repeatable=True)
        return [Task(self, TaskState.model_validate(each)) for each in told.json()["items"]]

    async def task_of(self, item: "Item | UUID | str", *, part: str | None = None, within: float = 10.0) -> Task:
        """The open task about an item, read; it may still be on its way for some moments. Raises TaskMissing, Problem.

        part: which half of an education. within: seconds of real time.
        """
        wanted = str(getattr(item, "id", item))
        end, step = time.monotonic() + within, STEP
        while True:
            for task in await self.tasks():
                await task.read()
                question = task.state.context.get("question") or {}
                if _holds(task.state.context, wanted) and part in (None, question.get("part")):
                    return task
            if time.monotonic() > end:
                raise TaskMissing(f"nothing waits in {self.queue} about {wanted}, after {within:.0f} s")
            await asyncio.sleep(step)
            step = min(step * 2, LONGEST_STEP)

    async def decide(
        self, item: "Item | UUID | str", decision: Mapping[str, Any], *, part: str | None = None, within: float = 10.0
    ) -> Task:
        """Find the task about an item, take it, complete it. Raises TaskMissing, Problem."""
        task = await self.task_of(item, part=part, within=within)
        try:
            await task.take()
        except Problem as problem:
            if problem.status not in CHANGED:
                raise
            await task.read()  # it changed while it was read: once more
            await task.take()
        return await task.complete(decision)


class Operator(Desk):
    """An operator of one agency."""

    def __init__(self, line: Line, world: str, name: str) -> None:
        super().__init__(line, world, name)
        self.agency = name.split(":")[1]
        self.queue = f"/agencies/{self.agency}/v1/rechecks"

    async def uphold(
        self, item: "Item | UUID | str", *, note: str = "", reason: str | None = None, part: str | None = None
    ) -> Task:
        """The earlier answer stands. reason: another one for it. Raises TaskMissing, Problem."""
        return await self.decide(item, _decision("uphold", note=note, reason=reason), part=part)

    async def overturn(
        self,
        item: "Item | UUID | str",
        *,
        note: str = "",
        corrected: Mapping[str, Any] | None = None,
        findings: Mapping[str, Any] | None = None,
        reason: str | None = None,
        part: str | None = None,
    ) -> Task:
        """The earlier answer does not stand. corrected: of `Record.corrected`. Raises TaskMissing, Problem."""
        said = _decision("overturn", note=note, corrected_fields=corrected, findings=findings, reason=reason)
        return await self.decide(item, said, part=part)

    async def ask_for_more(self, item: "Item | UUID | str", note: str, *, part: str | None = None) -> Task:
        """The applicant is to send more. note: what. Raises TaskMissing, Problem."""
        return await self.decide(item, _decision("request_evidence", note=note), part=part)

    async def records(self, kind: str, **fields: str) -> list[Record]:
        """Records of the agency's registers, by kind and fields. Raises Problem."""
        told = await self.ask("GET", f"/agencies/{self.agency}/v1/records", params={"kind": kind, **fields})
        return [Record(self, RecordState.model_validate(each)) for each in told.json()["items"]]

    async def record(self, kind: str, **fields: str) -> Record:
        """The one record that these name. Raises ClientError when there are none or several, Problem."""
        found = await self.records(kind, **fields)
        if len(found) != 1:
            raise ClientError(f"{self.agency} has {len(found)} records of {kind} with {fields}, not one")
        return found[0]


class Window(Desk):
    """A clerk of the district service window, who reviews spouse records."""

    queue = "/v1/reviews"

    async def approve(self, spouse: "Item | UUID | str", *, note: str = "") -> Task:
        """审核通过. Raises TaskMissing, Problem."""
        return await self.decide(spouse, _decision("approve", note=note))

    async def reject(self, spouse: "Item | UUID | str", reason: str, *, note: str = "") -> Task:
        """审核不通过. reason: a code `spouse.…`. Raises TaskMissing, Problem."""
        return await self.decide(spouse, _decision("reject", note=note, reason=reason))

    async def ask_for_more(self, spouse: "Item | UUID | str", note: str) -> Task:
        """The applicant is to send more. note: what. Raises TaskMissing, Problem."""
        return await self.decide(spouse, _decision("request_evidence", note=note))


def _decision(decision: str, **more: Any) -> dict[str, Any]:
    return {"decision": decision, **{name: value for name, value in more.items() if value not in (None, "")}}


def _holds(value: Any, wanted: str) -> bool:
    if isinstance(value, Mapping):
        return any(_holds(each, wanted) for each in value.values())
    if isinstance(value, list):
        return any(_holds(each, wanted) for each in value)
    return bool(value == wanted)
