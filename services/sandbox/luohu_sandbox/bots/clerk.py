"""What a bot does at an agency's desk: the requests of a person at the console, on the same routes.

It reads the task, takes it, opens the evidence, decides. Whatever a person did first stands: a task that somebody else
has, or that is decided, is left alone; one that the agency does not let the bot decide is given back.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import TypeAdapter

from luohu_contract.finding import Findings
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_kit.evidence import EvidenceRefused, inspect_pdf
from luohu_kit.pace import Decides
from luohu_kit.runtime import Runtime
from luohu_sandbox.bots.badge import Away, Badge, Badges
from luohu_sandbox.bots.findings import borne_out
from luohu_sandbox.bots.tasks import Done, Waiting
from luohu_sandbox.records import BotState

DESK = "/v1/rechecks"
TURNS = 5  #: how often a task may have changed under a bot's hands
_CHANGED = frozenset({409, 412})
_FINDINGS: TypeAdapter[Findings] = TypeAdapter(Findings)

Json = Mapping[str, Any]


class _Refused(Exception):
    """The agency does not let the bot do something."""


class Clerk:
    """Works on one task."""

    def __init__(self, rt: Runtime, badges: Badges, world: str, task: Waiting) -> None:
        self._rt = rt
        self._badges = badges
        self._world = world
        self._task = task
        self._path = f"{DESK}/{task.id}"

    async def work(self) -> Done:
        """Do it, or see why not. May be begun again at any time. Raises Away."""
        badge = await self._badges.of(self._world, self._task.agency)
        try:
            return await self._turns(badge)
        except _Refused as refused:
            return Done(BotState.LEFT, str(refused))

    async def _turns(self, badge: Badge) -> Done:
        for _ in range(TURNS):
            read = await self._ask(badge, "GET", self._path)
            if read.status_code == 404:
                return Done(BotState.LEFT, "the agency has no such task any more")
            task, tag = _body(read), read.headers.get("etag", "")
            if over := _over(task, badge.subject):
                return over
            if task["assignee"] is None:
                taken = await self._ask(badge, "POST", f"{self._path}/assignment", {}, tag)
                if taken.status_code in _CHANGED:
                    continue
                task, tag = _body(taken), taken.headers.get("etag", "")
            done = await self._decide(badge, task, tag)
            if done is not None:
                return done
        raise Away("the task keeps changing")

    async def _decide(self, badge: Badge, task: Json, tag: str) -> Done | None:
        """Complete the task; None when it has changed meanwhile."""
        body = await self._decision(badge, task)
        answer = await self._ask(badge, "POST", f"{self._path}/completion", body, tag)
        if answer.status_code in _CHANGED:
            return None
        if answer.status_code == 422:
            # Not to be decided like this: a person has to look.
            await self._ask(badge, "DELETE", f"{self._path}/assignment", tag=tag)
        return Done(BotState.DECIDED, str(_body(answer)["outcome"]))

    async def _decision(self, badge: Badge, task: Json) -> dict[str, Any]:
        decides = self._task.decides
        if decides is Decides.BY_EVIDENCE:
            decides = Decides.OVERTURN if await self._shown_to_be_right(badge, task) else Decides.UPHOLD
        if decides is Decides.UPHOLD:
            return {"decision": "uphold"}
        seen = (task["context"]["disputed_verdict"] or {}).get("findings")
        known = None if seen is None else _FINDINGS.validate_python(seen)
        found = borne_out(Question.model_validate(task["context"]["question"]), known)
        findings = {} if found is None else {"findings": found.model_dump(mode="json")}
        return {"decision": "overturn", **findings}

    async def _shown_to_be_right(self, badge: Badge, task: Json) -> bool:
        """Whether there is evidence that can be read: a PDF with at least one page."""
        for one in task["context"]["evidence"]:
            file = await self._ask(badge, "GET", one["link"])
            if file.status_code != 200:
                raise Away(f"{self._task.agency} does not show the evidence (HTTP {file.status_code})")
            try:
                await asyncio.to_thread(inspect_pdf, file.content)
            except EvidenceRefused:
                continue
            return True
        return False

    async def _ask(
        self, badge: Badge, method: str, path: str, body: Wire | Json | None = None, tag: str = ""
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {badge.token}", **({"If-Match": tag} if tag else {})}
        agency = self._task.agency
        try:
            answer = await self._rt.peer(agency).send(method, path, world=self._world, body=body, headers=headers)
        except httpx.TransportError as error:
            raise Away(f"{agency} does not answer ({type(error).__name__})") from error
        if answer.status_code == 401:
            self._badges.refused(self._world, agency)
        if answer.status_code >= 500 or answer.status_code in (401, 429):
            raise Away(f"{agency} answers HTTP {answer.status_code}")
        return answer


def _body(answer: httpx.Response) -> Json:
    """What a request was answered. Raises _Refused with the detail of a problem."""
    found: Json = answer.json()
    if not answer.is_success:
        raise _Refused(str(found.get("detail", f"HTTP {answer.status_code}"))[:500])
    return found


def _over(task: Json, me: str) -> Done | None:
    """Why there is nothing to do, if there is nothing."""
    mine = task["assignee"] == me
    if task["state"] == "completed" and mine:
        return Done(BotState.DECIDED, str(task["outcome"]))
    if task["state"] != "created":
        return Done(BotState.LEFT, f"the task is {task['state']}")
    if task["assignee"] is not None and not mine:
        return Done(BotState.LEFT, "somebody else has taken it")
    return None
