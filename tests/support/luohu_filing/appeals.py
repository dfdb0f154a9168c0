"""Appeals at the counter: the applicant's side in the stage of result query, and the window's desk."""

from dataclasses import dataclass
from typing import Any

import httpx

from luohu_declaration.domain.season import Step
from luohu_filing.counter import Counter, Json
from luohu_filing.year import QUERY, Year

WHY = "附证明材料，请核实"
QUEUE = "/v1/appeals"


@dataclass
class Appeals:
    """Appeals of 王伟, and a clerk who decides them."""

    year: Year

    @property
    def counter(self) -> Counter:
        """Where both stand."""
        return self.year.counter

    async def in_query(self, *, area: bool = False) -> str:
        """A submitted declaration, scored, in the stage of result query. area: 以职住区域指标积分."""
        declaration = await self.counter.open()
        await self.year.read_records(declaration)
        await self.year.save_pages(declaration, area=area)
        await self.year.submit(declaration)
        await self.year.score(declaration)
        await self.open_query()
        return declaration

    async def open_query(self) -> None:
        """The stage of result query has begun."""
        await self.year.stand_at(QUERY, Step.DECLARATION_CLOSES, Step.QUERY_OPENS)

    async def file(self, declaration: str, indicator: str, status: int = 201, **fields: Any) -> httpx.Response:
        """我要申诉."""
        body = {"indicator": indicator, "statement": WHY, "notes_read": True, **fields}
        return await self.counter.must("POST", f"/v1/declarations/{declaration}/appeals", status, json=body)

    async def read(self, location: str) -> Json:
        """An appeal as 王伟 sees it."""
        found: Json = (await self.counter.must("GET", location, 200)).json()
        return found

    async def of(self, declaration: str) -> list[Json]:
        """The appeals of a declaration, as 王伟 sees them."""
        found = await self.counter.must("GET", f"/v1/declarations/{declaration}/appeals", 200)
        items: list[Json] = found.json()["items"]
        return items

    async def task(self, appeal_id: str, *, clerk: str = "window-1") -> httpx.Response:
        """The window's task about an appeal, with its ETag."""
        headers = self.counter.window(clerk)
        found = await self.counter.client.post(f"{QUEUE}/search", json={}, headers=headers)
        for each in found.json()["items"]:
            task = await self.counter.client.get(each["links"]["self"], headers=headers)
            if task.json()["context"]["appeal_id"] == appeal_id:
                return task
        raise AssertionError(f"no task about {appeal_id} in {found.text}")

    async def take(self, appeal_id: str, *, clerk: str = "window-1") -> httpx.Response:
        """The task, taken by a clerk."""
        task = await self.task(appeal_id, clerk=clerk)
        if task.json()["assignee"] == clerk:
            return task
        headers = {**self.counter.window(clerk), "If-Match": task.headers["ETag"]}
        taken = await self.counter.client.post(f"{task.json()['links']['self']}/assignment", headers=headers)
        assert taken.status_code == 200, taken.text
        return taken

    async def complete(self, task: httpx.Response, decision: Json, *, clerk: str = "window-1") -> httpx.Response:
        """What the clerk is answered to a decision about a task as it was read."""
        headers = {**self.counter.window(clerk), "If-Match": task.headers["ETag"]}
        path = f"{task.json()['links']['self']}/completion"
        return await self.counter.client.post(path, json=decision, headers=headers)

    async def decide(self, appeal: httpx.Response, correction: Json | None, status: int = 200) -> Json:
        """The clerk upholds the appeal with a correction, or rejects it without one."""
        decision: Json = {"decision": "reject", "opinion": "经核实，维持原结果"}
        if correction is not None:
            decision = {"decision": "uphold", "opinion": "经核实，申诉属实", "correction": correction}
        done = await self.complete(await self.take(appeal.json()["id"]), decision)
        assert done.status_code == status, done.text
        body: Json = done.json()
        return body

    async def told(self) -> list[tuple[str, str]]:
        """What 王伟 was told about appeals: the kind, and the indicator."""
        rows = await self.year.rows(
            "SELECT kind, parameters->>'indicator_en' AS what FROM notice WHERE recipient = '990101198506150012'"
            " AND kind LIKE 'appeal.%' ORDER BY seq"
        )
        return [(row.kind, row.what) for row in rows]
