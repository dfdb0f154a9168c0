"""`Prefer: wait=N` (RFC 7240) of requests that send something to review: they answer when its results are there."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from fastapi import Response

from luohu_contract.model import Wire
from luohu_declaration.api.present import declaration_view, item_view, under_review
from luohu_declaration.api.schemas import DeclarationView, ItemView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.states import LOCKED
from luohu_declaration.storage import items, whole
from luohu_declaration.storage.whole import Whole
from luohu_declaration.usecases.rights import round_of
from luohu_kit.auth import Caller
from luohu_kit.etag import etag
from luohu_kit.idempotency import Kept
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

PREFERENCE = {"Preference-Applied": {"schema": {"type": "string"}, "description": "How long it was willing to wait"}}


async def item_of(work: Work, item_id: UUID, applicant: str | None) -> ItemView:
    """The item as it is now. applicant: whose it must be. Raises NotThere."""
    found = {item.id: item for item in await items.get_with_spouse(work, item_id, applicant)}
    if item_id not in found:
        raise NotThere("item")
    return item_view(found[item_id], found, round_of(work.world))


async def declaration_of(work: Work, declaration_id: UUID, applicant: str | None) -> DeclarationView:
    """The declaration as it is now. applicant: whose it must be. Raises NotThere."""
    found = await whole.get(work, declaration_id, applicant)
    if found is None:
        raise NotThere("declaration")
    return _shown(work, found)


def _shown(work: Work, found: Whole) -> DeclarationView:
    beside = {item.id: item for item in found.items}
    return declaration_view(found.declaration, beside, round_of(work.world), submitted_at=found.submitted_at)


async def settled_item(
    rt: Runtime, world: str, item_id: UUID, applicant: str | None, wait: float, *, as_of: int | None = None
) -> ItemView | None:
    """The item as soon as nobody but the applicant is left to act on it; None when the seconds are over.

    as_of: `commits` of the world when it was seen under review.
    """

    async def look() -> ItemView | None:
        async with rt.begin(world) as work:
            seen = await item_of(work, item_id, applicant)
        return None if under_review(seen) else seen

    return await rt.hub.until(world, str(item_id), look, seconds=wait, as_of=as_of)


async def settled_declaration(
    rt: Runtime, world: str, declaration_id: UUID, applicant: str | None, wait: float, *, as_of: int | None = None
) -> DeclarationView | None:
    """The declaration as soon as nobody but the applicant is left to act on any of its items, in the same way."""

    async def look() -> DeclarationView | None:
        async with rt.begin(world) as work:
            found = await whole.get(work, declaration_id, applicant, settled=True)
        if found is None:
            raise NotThere("declaration")
        return None if found.reviewed else _shown(work, found)

    return await rt.hub.until(world, str(declaration_id), look, seconds=wait, as_of=as_of)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request that sent something has to answer, and how long it may wait for what comes of it."""

    rt: Runtime
    world: str
    applicant: str
    wait: int  #: seconds
    answer: Response
    body: Any  #: of the answer
    commits: int | None  #: of the world when that was written; None: it was written before, by another request

    @classmethod
    def by(cls, rt: Runtime, caller: Caller, wait: int, kept: Kept, answer: Response) -> "Sent":
        """Right after the commit, or with the answer that was kept."""
        commits = None if kept.answer else rt.hub.commits[caller.world]
        return cls(rt, caller.world, caller.subject, wait, answer, orjson.loads(answer.body) if wait else None, commits)

    @property
    def _as_of(self) -> int | None:
        """Where the answer itself shows that something is under review, there is nothing to see before a commit."""
        return self.commits if any(map(_reviewed, self.body.get("items", [self.body]))) else None

    async def item(self) -> Response:
        """The answer about an item: 200 when it is settled, 202 when the time is over."""

        async def settled(item_id: UUID) -> ItemView | None:
            return await settled_item(self.rt, self.world, item_id, self.applicant, self.wait, as_of=self._as_of)

        return await self._answered(200, settled)

    async def declaration(self, status: int) -> Response:
        """The answer about a declaration: that status when all of it is settled, 202 when the time is over."""

        async def settled(declaration_id: UUID) -> DeclarationView | None:
            return await settled_declaration(
                self.rt, self.world, declaration_id, self.applicant, self.wait, as_of=self._as_of
            )

        return await self._answered(status, settled)

    async def _answered(self, status: int, settled: Callable[[UUID], Awaitable[Wire | None]]) -> Response:
        if not self.wait:
            return self.answer
        try:
            view = await settled(UUID(self.body["id"]))
        except NotThere:
            return self.answer  # it was sent; meanwhile it was taken away
        headers = {"Preference-Applied": f"wait={self.wait}", "Location": self.answer.headers["Location"]}
        body = self.body if view is None else {**self.body, **view.model_dump(mode="json")}
        if "version" in body:
            headers["ETag"] = etag(body["version"])
        code = 202 if view is None else status
        return Response(orjson.dumps(body), status_code=code, headers=headers, media_type="application/json")


def _reviewed(item: Mapping[str, Any]) -> bool:
    """`under_review` of an item in JSON."""
    return item["status"] in LOCKED and item["evidence_requested"] is None
