"""`Prefer: wait=N` (RFC 7240) of requests that send something to review: they answer when its results are there."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import orjson
from fastapi import Response

from luohu_contract.model import Wire
from luohu_declaration.api.present import declaration_view, item_view, under_review
from luohu_declaration.api.schemas import DeclarationView, ItemView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import courses, declarations, items
from luohu_declaration.usecases.rights import round_of
from luohu_kit.etag import etag
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
    declaration = await declarations.get(work, declaration_id, applicant)
    if declaration is None:
        raise NotThere("declaration")
    filed = await items.of_declaration(work, declaration_id)
    submitted = await courses.submitted_at(work, declaration)
    beside = {item.id: item for item in filed}
    return declaration_view(declaration, beside, round_of(work.world), submitted_at=submitted)


async def settled_item(rt: Runtime, world: str, item_id: UUID, applicant: str | None, wait: float) -> ItemView | None:
    """The item as soon as nobody but the applicant is left to act on it; None when the seconds are over."""

    async def look() -> ItemView | None:
        async with rt.begin(world) as work:
            seen = await item_of(work, item_id, applicant)
        return None if under_review(seen) else seen

    return await rt.hub.until(world, str(item_id), look, seconds=wait)


async def settled_declaration(
    rt: Runtime, world: str, declaration_id: UUID, applicant: str | None, wait: float
) -> DeclarationView | None:
    """The declaration as soon as nobody but the applicant is left to act on any of its items, in the same way."""

    async def look() -> DeclarationView | None:
        async with rt.begin(world) as work:
            if await items.under_review(work, declaration_id=declaration_id):
                return None
            return await declaration_of(work, declaration_id, applicant)

    return await rt.hub.until(world, str(declaration_id), look, seconds=wait)


async def item_answer(rt: Runtime, world: str, applicant: str, sent: Response, wait: int) -> Response:
    """What a request that sent an item answers: what it made of it, or with a wait, what came of that."""

    async def settled(item_id: UUID) -> ItemView | None:
        return await settled_item(rt, world, item_id, applicant, wait)

    return await _answer(sent, wait, 200, settled)


async def declaration_answer(
    rt: Runtime, world: str, applicant: str, sent: Response, wait: int, *, status: int
) -> Response:
    """The same for a declaration. status: of the answer when everything is settled."""

    async def settled(declaration_id: UUID) -> DeclarationView | None:
        return await settled_declaration(rt, world, declaration_id, applicant, wait)

    return await _answer(sent, wait, status, settled)


async def _answer(
    sent: Response, wait: int, status: int, settled: Callable[[UUID], Awaitable[Wire | None]]
) -> Response:
    """`sent` as it is without a wait, and when the time is over."""
    if not wait:
        return sent
    first = orjson.loads(sent.body)
    try:
        view = await settled(UUID(first["id"]))
    except NotThere:
        return sent  # it was sent; meanwhile it was taken away
    sent.headers["Preference-Applied"] = f"wait={wait}"
    if view is None:
        sent.status_code = 202
        return sent
    body = {**first, **view.model_dump(mode="json")}
    headers = {name: sent.headers[name] for name in ("location", "preference-applied") if name in sent.headers}
    if isinstance(view, ItemView):
        headers["etag"] = etag(view.version)
    return Response(orjson.dumps(body), status_code=status, headers=headers, media_type="application/json")
