"""Several items of a declaration in one request: filed together, sent to verification together."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response

from luohu_declaration.api.bulk_schemas import FiledView, NewItems
from luohu_declaration.api.callers import Applicant, Overdue, person_of
from luohu_declaration.api.present import declaration_view
from luohu_declaration.api.schemas import DeclarationView
from luohu_declaration.api.settled import PREFERENCE, Sent
from luohu_declaration.domain.at_once import new_items
from luohu_declaration.usecases.at_once import file_and_send, send_drafts
from luohu_declaration.usecases.dossier import Dossier, hold_declaration
from luohu_declaration.usecases.rights import round_of
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller
from luohu_kit.idempotency import IdempotencyKey, Kept, keep
from luohu_kit.work import Work

router = APIRouter(prefix="/v1/declarations/{declaration_id}", tags=["declarations"])

_LOCATION = {"Location": {"schema": {"type": "string"}, "description": "The declaration"}, **PREFERENCE}
_REFUSED: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such declaration among yours"},
    409: {"description": "One of them does not go with what is filed, or cannot be sent; nothing was stored"},
    422: {"description": "One of them is refused; `errors` point at the fields, and nothing was stored"},
}
_FILED: dict[int | str, dict[str, Any]] = {
    201: {"model": FiledView, "headers": _LOCATION},
    202: {
        "model": FiledView,
        "description": "Filed, and something is still under review after Prefer: wait",
        "headers": _LOCATION,
    },
    **_REFUSED,
}
_SENT: dict[int | str, dict[str, Any]] = {
    202: {"model": DeclarationView, "description": "Locked, and on their way", "headers": _LOCATION},
    200: {
        "model": DeclarationView,
        "description": "With Prefer: wait, when nothing is under review any more",
        "headers": _LOCATION,
    },
    **_REFUSED,
}


@router.post("/items", status_code=201, operation_id="file_items", responses=_FILED, response_model=None)
async def file_several(
    rt: Rt,
    caller: Applicant,
    request: Request,
    declaration_id: UUID,
    new: NewItems,
    overdue: Overdue,
    wait: PreferWait,
    key: IdempotencyKey = None,
) -> Response:
    """File items of any kinds, each as if those before it were filed: all of them or none. A home may name the spouse
    record of the same request by its place (`spouse_item`). With `verify` they are sent to verification as well;
    `Prefer: wait=N` then answers when nothing of the declaration is under review, or after N seconds.
    """
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        answer = kept.answer or await _filed(work, kept, caller, declaration_id, new, overdue)
        sent = Sent.by(rt, caller, wait, kept, answer)
    return await sent.declaration(201)


@router.post("/verification", status_code=202, operation_id="ask_verifications", responses=_SENT, response_model=None)
async def send_all(
    rt: Rt,
    caller: Applicant,
    request: Request,
    declaration_id: UUID,
    overdue: Overdue,
    wait: PreferWait,
    key: IdempotencyKey = None,
) -> Response:
    """在线审核 of every draft that has the button, all of them or none; spouse records go with their homes. With
    `Prefer: wait=N` the answer comes when nothing of the declaration is under review, or after N seconds.
    """
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        answer = kept.answer or await _verified(work, kept, caller, declaration_id, overdue)
        sent = Sent.by(rt, caller, wait, kept, answer)
    return await sent.declaration(200)


async def _filed(
    work: Work, kept: Kept, caller: Caller, declaration_id: UUID, new: NewItems, overdue: timedelta
) -> Response:
    dossier = await hold_declaration(work, declaration_id, caller.subject)
    wanted = new_items(new.items, uuid4)
    dossier = await file_and_send(work, dossier, wanted, person_of(caller), verify=new.verify, overdue=overdue)
    filed = [str(each.id) for each in wanted]
    return await kept.commit(201, {**_view(work, dossier), "filed": filed}, _where(declaration_id))


async def _verified(work: Work, kept: Kept, caller: Caller, declaration_id: UUID, overdue: timedelta) -> Response:
    dossier = await hold_declaration(work, declaration_id, caller.subject)
    dossier = await send_drafts(work, dossier, person_of(caller), overdue=overdue)
    return await kept.commit(202, _view(work, dossier), _where(declaration_id))


def _view(work: Work, dossier: Dossier) -> dict[str, Any]:
    return declaration_view(dossier.declaration, dossier.items, round_of(work.world)).model_dump(mode="json")


def _where(declaration_id: UUID) -> dict[str, str]:
    return {"Location": f"/v1/declarations/{declaration_id}"}
