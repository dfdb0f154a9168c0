"""Items: read, edit, delete, send to verification or recheck."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response
from pydantic import TypeAdapter

from luohu_contract.forms import AnyForm
from luohu_declaration.api.callers import Applicant, Overdue, Reader, owner, person_of
from luohu_declaration.api.parse_form import parse_form
from luohu_declaration.api.present import item_view
from luohu_declaration.api.schemas import EvidenceAdded, ItemView, RecheckWanted
from luohu_declaration.api.settled import PREFERENCE, Sent, item_of, settled_item
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.states import LOCKED
from luohu_declaration.storage import looks
from luohu_declaration.usecases.ask_recheck import Request as Recheck
from luohu_declaration.usecases.ask_recheck import ask_recheck
from luohu_declaration.usecases.ask_verification import ask_verification
from luohu_declaration.usecases.delete_item import delete_item
from luohu_declaration.usecases.dossier import Dossier, hold_item
from luohu_declaration.usecases.edit_item import edit_item
from luohu_declaration.usecases.look_at_agencies import look
from luohu_declaration.usecases.rights import round_of
from luohu_declaration.usecases.supplement_evidence import supplement_evidence
from luohu_declaration.usecases.told_review import review_as_told
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller, Role
from luohu_kit.etag import IfMatch, etag, if_match
from luohu_kit.idempotency import IdempotencyKey, Kept, keep
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

router = APIRouter(prefix="/v1/items/{item_id}", tags=["items"])

_VERSION = {"ETag": {"schema": {"type": "string"}, "description": "Its version, for If-Match"}}
_READ: dict[int | str, dict[str, Any]] = {
    200: {"headers": {**_VERSION, **PREFERENCE}},
    404: {"description": "No such item among yours"},
}
_FORMS = TypeAdapter(AnyForm).json_schema(ref_template="#/components/schemas/{model}")
#: The body of an edit is the form of the item's own kind, which only the item knows.
_FORM_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": _FORMS}},
    }
}
_CHANGED: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such item among yours"},
    409: {"description": "It is being verified (item-locked), or residences stand on it (spouse-in-use)"},
    412: {"description": "It has changed since it was read"},
    428: {"description": "If-Match is missing"},
}
_SENT: dict[int | str, dict[str, Any]] = {
    202: {
        "model": ItemView,
        "description": "Locked, and on its way; read the item with Prefer: wait",
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The item"}, **_VERSION},
        "links": {"item": {"operationId": "read_item", "parameters": {"item_id": "$response.body#/id"}}},
    },
    404: {"description": "No such item among yours"},
    409: {"description": "Not possible now; `detail` says what to do instead"},
    422: {"description": "The request, or what was entered, is refused"},
}
_ASKED: dict[int | str, dict[str, Any]] = {
    **_SENT,
    200: {
        "model": ItemView,
        "description": "With Prefer: wait, what came of it",
        "headers": {"Location": _SENT[202]["headers"]["Location"], **_VERSION, **PREFERENCE},
    },
}


@router.get("", operation_id="read_item", responses=_READ)
async def read(rt: Rt, caller: Reader, item_id: UUID, response: Response, wait: PreferWait) -> ItemView:
    """An item. With `Prefer: wait=N` the answer comes when nothing more happens without the applicant: the item is
    out of review, or an operator asked for evidence; at the latest after N seconds.
    """

    view = await _looked(rt, caller, item_id)
    if wait:
        if view.status.value in LOCKED:
            view = await settled_item(rt, caller.world, item_id, owner(caller), wait) or await _seen(
                rt, caller, item_id
            )
        response.headers["Preference-Applied"] = f"wait={wait}"
    response.headers["ETag"] = etag(view.version)
    return view


@router.put("", operation_id="edit_item", responses=_CHANGED, openapi_extra=_FORM_BODY)
async def edit(
    rt: Rt,
    caller: Applicant,
    item_id: UUID,
    body: Annotated[dict[str, Any], Body()],
    response: Response,
    match: IfMatch = None,
) -> ItemView:
    """Put another form in the place of what was entered. The item is a draft again, and its results are gone."""
    async with rt.begin(caller.world) as work:
        dossier, item = await hold_item(work, item_id, caller.subject)
        if_match(match, item.version)
        if body.get("kind", item.kind) != item.kind:
            raise FormInvalid([("#/kind", f"is {item.kind.value} and cannot be edited: delete the item, file another")])
        edited = await edit_item(work, dossier, item, parse_form(item.kind, body))
        view = item_view(edited, dossier.items, round_of(work.world))
        await work.commit()
    response.headers["ETag"] = etag(view.version)
    return view


@router.delete("", status_code=204, operation_id="delete_item", responses=_CHANGED)
async def delete(rt: Rt, caller: Applicant, item_id: UUID, match: IfMatch = None) -> None:
    """Delete an item. Its events stay."""
    async with rt.begin(caller.world) as work:
        dossier, item = await hold_item(work, item_id, caller.subject)
        if_match(match, item.version)
        await delete_item(work, dossier, item)
        await work.commit()


@router.post("/verification", status_code=202, operation_id="ask_verification", responses=_ASKED, response_model=None)
async def verification(
    rt: Rt,
    caller: Applicant,
    request: Request,
    item_id: UUID,
    overdue: Overdue,
    wait: PreferWait,
    key: IdempotencyKey = None,
) -> Response:
    """在线审核: send the item to the agency that knows. It is locked until the verdict. With `Prefer: wait=N` the
    answer comes with the verdict, or after N seconds without it.
    """
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        answer = kept.answer or await _verified(work, kept, caller, item_id, overdue)
        sent = Sent.by(rt, caller, wait, kept, answer)
    return await sent.item()


async def _verified(work: Work, kept: Kept, caller: Caller, item_id: UUID, overdue: timedelta) -> Response:
    dossier, item = await hold_item(work, item_id, caller.subject)
    sent = await ask_verification(work, dossier, item, person_of(caller), overdue=overdue)
    dossier = await review_as_told(work, dossier.changed({item_id: sent}), [sent])
    return await kept.commit(202, *_sent(work, dossier, dossier.item(item_id)))


@router.post("/recheck", status_code=202, operation_id="ask_recheck", responses=_SENT, response_model=None)
async def recheck(
    rt: Rt,
    caller: Applicant,
    request: Request,
    item_id: UUID,
    wanted: RecheckWanted,
    overdue: Overdue,
    key: IdempotencyKey = None,
) -> Response:
    """申请复查: dispute a result with evidence. An operator at the agency decides."""
    asked = Recheck(wanted.disputes, wanted.part, wanted.statement, wanted.evidence)
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        dossier, item = await hold_item(work, item_id, caller.subject)
        sent = await ask_recheck(work, dossier, item, person_of(caller), asked, overdue=overdue)
        return await kept.commit(202, *_sent(work, dossier, sent))


@router.post("/evidence", status_code=202, operation_id="supplement_evidence", responses=_SENT, response_model=None)
async def evidence(
    rt: Rt, caller: Applicant, request: Request, item_id: UUID, added: EvidenceAdded, key: IdempotencyKey = None
) -> Response:
    """Send what an operator had asked for."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        dossier, item = await supplement_evidence(work, item_id, caller.subject, added.evidence, added.statement)
        return await kept.commit(202, *_sent(work, dossier, item))


async def _looked(rt: Runtime, caller: Caller, item_id: UUID) -> ItemView:
    """The item as it is, and where an agency waits for its applicant to look, a look at it. Raises NotThere."""
    async with rt.begin(caller.world) as work:
        view = await item_of(work, item_id, owner(caller))
        waiting = []
        if view.status.value in LOCKED and caller.role is Role.APPLICANT:
            waiting = await looks.of_item(work, item_id)
    await look(rt, caller.world, waiting, work.now)
    return view


async def _seen(rt: Runtime, caller: Caller, item_id: UUID) -> ItemView:
    """The item as it is now. Raises NotThere."""
    async with rt.begin(caller.world) as work:
        return await item_of(work, item_id, owner(caller))


def _sent(work: Work, dossier: Dossier, item: Item) -> tuple[dict[str, Any], dict[str, str]]:
    """Body and headers of a 202."""
    body = item_view(item, dossier.items, round_of(work.world)).model_dump(mode="json")
    return body, {"Location": f"/v1/items/{item.id}", "ETag": etag(item.version)}
