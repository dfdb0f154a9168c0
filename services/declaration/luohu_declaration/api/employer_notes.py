"""Notes of employers to the district window (handbook 二, 需要注意的是)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from luohu_declaration.api.callers import Staff
from luohu_declaration.api.employer_callers import Employed, own_uscc
from luohu_declaration.api.employer_present import note_view
from luohu_declaration.api.employer_schemas import NoteForm, NoteList, NoteView, Window
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import employer_notes, employers
from luohu_declaration.usecases.employer_notes import acknowledge_note, send_note
from luohu_kit.api import Rt
from luohu_kit.idempotency import IdempotencyKey, keep

router = APIRouter(tags=["employers"])

Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]

_SENT: dict[int | str, dict[str, Any]] = {
    201: {"model": NoteView},
    404: {"description": "No such employer that is yours"},
    422: {"description": "A person is missing, or named where none is wanted; `errors` point at the field"},
}


@router.post(
    "/v1/employers/{employer_id}/notes",
    status_code=201,
    operation_id="send_employer_note",
    responses=_SENT,
    response_model=None,
)
async def send(
    rt: Rt, caller: Employed, request: Request, employer_id: UUID, form: NoteForm, key: IdempotencyKey = None
) -> Response:
    """Tell the district window: changed data, a person's change of employer, dishonesty. In any stage."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        note = await send_note(work, employer_id, own_uscc(caller), form.kind, form.text, form.id_number)
        location = {"Location": f"/v1/employers/{employer_id}/notes"}
        return await kept.commit(201, note_view(note).model_dump(mode="json"), location)


@router.get("/v1/employers/{employer_id}/notes", operation_id="list_own_employer_notes", responses={404: _SENT[404]})
async def list_own(rt: Rt, caller: Employed, employer_id: UUID, offset: Offset = 0, limit: Limit = 50) -> NoteList:
    """An employer's own notes, and whether the window has read them."""
    async with rt.begin(caller.world) as work:
        if await employers.get(work, employer_id, own_uscc(caller)) is None:
            raise NotThere("employer")
        found = await employer_notes.page(work, employer_id, None, False, offset, limit)
    return NoteList(items=tuple(note_view(each) for each in found))


@router.get("/v1/employer-notes", operation_id="list_employer_notes")
async def list_all(
    rt: Rt,
    caller: Staff,
    *,
    handling_district: Window | None = None,
    unread: bool = False,
    offset: Offset = 0,
    limit: Limit = 50,
) -> NoteList:
    """The notes of all employers, or of those that one district's window handles."""
    async with rt.begin(caller.world) as work:
        found = await employer_notes.page(work, None, handling_district, unread, offset, limit)
    return NoteList(items=tuple(note_view(each) for each in found))


@router.post(
    "/v1/employer-notes/{note_id}/acknowledgement",
    operation_id="acknowledge_employer_note",
    responses={404: {"description": "No such note"}},
)
async def acknowledge(rt: Rt, caller: Staff, note_id: UUID) -> NoteView:
    """The window has read a note. After a change of employer both employers see the person's declaration."""
    async with rt.begin(caller.world) as work:
        note = await acknowledge_note(work, note_id, caller.subject)
        await work.commit()
    return note_view(note)
