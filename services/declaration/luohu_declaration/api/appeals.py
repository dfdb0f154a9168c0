"""异议申诉: file an appeal, read what became of it, change it, take it back (handbook 四)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from luohu_declaration.api.appeal_schemas import AppealChange, AppealList, AppealView, AppealWanted
from luohu_declaration.api.callers import Applicant, Reader, owner
from luohu_declaration.domain.appeal import Appeal
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import appeals, declarations
from luohu_declaration.usecases.appeal import change_appeal, file_appeal, hold_appeal, withdraw_appeal
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_kit.api import Rt
from luohu_kit.etag import IfMatch, etag, if_match
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.work import Work

router = APIRouter(prefix="/v1/declarations/{declaration_id}/appeals", tags=["appeals"])

_VERSION = {"ETag": {"schema": {"type": "string"}, "description": "Its version, for If-Match"}}
_NOT_YOURS: dict[int | str, dict[str, Any]] = {404: {"description": "No such appeal among yours"}}
_FILED: dict[int | str, dict[str, Any]] = {
    201: {
        "model": AppealView,
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The appeal"}, **_VERSION},
        "links": {
            "appeal": {
                "operationId": "read_appeal",
                "parameters": {
                    "declaration_id": "$response.body#/declaration_id",
                    "appeal_id": "$response.body#/id",
                },
            }
        },
    },
    404: {"description": "No such declaration among yours"},
    409: {
        "description": "Not in this stage (stage-closed), no result that can be appealed (appeal-not-possible), or one "
        "about this indicator is open (appeal-exists)"
    },
    422: {"description": "The notes are not read (notes-not-read), or a file is not there (evidence-unknown)"},
}
_CHANGED: dict[int | str, dict[str, Any]] = {
    **_NOT_YOURS,
    409: {"description": "Not in this stage (stage-closed), or the appeal is over (appeal-closed)"},
    412: {"description": "It has changed since it was read"},
}


@router.post("", status_code=201, operation_id="file_appeal", responses=_FILED, response_model=None)
async def file(
    rt: Rt,
    caller: Applicant,
    request: Request,
    declaration_id: UUID,
    wanted: AppealWanted,
    key: IdempotencyKey = None,
) -> Response:
    """我要申诉: appeal against the result of one of the nine indicators, in the stage of result query."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        dossier = await hold_declaration(work, declaration_id, caller.subject)
        new = await file_appeal(work, dossier, wanted.indicator, wanted.grounds, notes_read=wanted.notes_read)
        view = await _view(work, new)
        headers = {"Location": view.links["self"], "ETag": etag(new.version)}
        return await kept.commit(201, view.model_dump(mode="json", by_alias=True), headers)


@router.get("", operation_id="list_appeals", responses=_NOT_YOURS)
async def list_all(rt: Rt, caller: Reader, declaration_id: UUID) -> AppealList:
    """All appeals of a declaration with what became of them, the oldest first."""
    async with rt.begin(caller.world) as work:
        if await declarations.get(work, declaration_id, owner(caller)) is None:
            raise NotThere("declaration")
        filed = await appeals.of_declaration(work, declaration_id)
        happened = await appeals.histories(work, [each.id for each in filed])
    return AppealList(items=tuple(AppealView.of(each, happened[each.id]) for each in filed))


@router.get("/{appeal_id}", operation_id="read_appeal", responses={200: {"headers": _VERSION}, **_NOT_YOURS})
async def read(rt: Rt, caller: Reader, declaration_id: UUID, appeal_id: UUID, response: Response) -> AppealView:
    """One appeal: its status, the opinion, the corrected figures, and what happened to it."""
    async with rt.begin(caller.world) as work:
        appeal = await appeals.get(work, appeal_id)
        mine = await declarations.get(work, declaration_id, owner(caller))
        if appeal is None or mine is None or appeal.declaration_id != mine.id:
            raise NotThere("appeal")
        view = await _view(work, appeal)
    response.headers["ETag"] = etag(view.version)
    return view


@router.put(
    "/{appeal_id}",
    operation_id="change_appeal",
    responses={
        200: {"headers": _VERSION},
        **_CHANGED,
        422: {"description": "A file is not there (evidence-unknown)"},
        428: {"description": "If-Match is missing"},
    },
)
async def change(
    rt: Rt,
    caller: Applicant,
    declaration_id: UUID,
    appeal_id: UUID,
    wanted: AppealChange,
    response: Response,
    match: IfMatch = None,
) -> AppealView:
    """Put another statement and other files in the place of an open appeal's, while the stage is open."""
    async with rt.begin(caller.world) as work:
        held = await hold_appeal(work, declaration_id, appeal_id, caller.subject)
        if_match(match, held.appeal.version)
        view = await _view(work, await change_appeal(work, held, wanted.grounds))
        await work.commit()
    response.headers["ETag"] = etag(view.version)
    return view


@router.delete("/{appeal_id}", status_code=204, operation_id="withdraw_appeal", responses=_CHANGED)
async def withdraw(rt: Rt, caller: Applicant, declaration_id: UUID, appeal_id: UUID, match: IfMatch = None) -> None:
    """撤回: an open appeal, while the stage is open. It is still shown, as withdrawn, and another one may follow.

    With If-Match it is withdrawn only as it was read.
    """
    async with rt.begin(caller.world) as work:
        held = await hold_appeal(work, declaration_id, appeal_id, caller.subject)
        if match is not None:
            if_match(match, held.appeal.version)
        await withdraw_appeal(work, held)
        await work.commit()


async def _view(work: Work, appeal: Appeal) -> AppealView:
    return AppealView.of(appeal, (await appeals.histories(work, [appeal.id]))[appeal.id])
