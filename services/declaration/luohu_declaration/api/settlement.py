"""The awardee's page 查看调京进度: transfer data, printing, the permit, the file, giving up (handbook 五)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from luohu_contract.household import SettlementDocument, SettlementStatus
from luohu_declaration.api.callers import Applicant, owner
from luohu_declaration.api.evidence import PDF
from luohu_declaration.api.settlement_callers import Anybody, PoliceOrAwardee, actor_of
from luohu_declaration.api.settlement_present import document_list, need_list, settlement_view
from luohu_declaration.api.settlement_schemas import (
    DocumentList,
    FileTransferWanted,
    GivingUp,
    NeedList,
    SettlementView,
)
from luohu_declaration.domain.settlement.papers import Counter
from luohu_declaration.domain.settlement.transfer import TransferData
from luohu_declaration.storage import settlement_documents, settlements
from luohu_declaration.usecases.settling.afterwards import cancel_permit, transfer_file
from luohu_declaration.usecases.settling.awardee import needs_of
from luohu_declaration.usecases.settling.enter_transfer_data import enter_transfer_data
from luohu_declaration.usecases.settling.give_up import give_up
from luohu_declaration.usecases.settling.holding import Held, hold_settlement, read_settlement
from luohu_declaration.usecases.settling.print_document import print_document
from luohu_declaration.usecases.settling.print_papers import print_papers
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller, Role
from luohu_kit.etag import IfMatch, etag, if_match
from luohu_kit.work import Work

router = APIRouter(prefix="/v1/declarations/{declaration_id}/settlement", tags=["settlement"])

REFUSALS: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such settlement among yours"},
    409: {"description": "Not the turn of this step (settlement-step, stage-closed); `possible` names what is"},
}
_ENTERED: dict[int | str, dict[str, Any]] = {
    **REFUSALS,
    412: {"description": "It has changed since it was read"},
    422: {"description": "The data is refused; `errors` point at the fields"},
}
_PRINT: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}, "description": "The document"},
    404: {"description": "It has not been issued, or is void"},
}


@router.get("", operation_id="read_settlement", responses={404: REFUSALS[404]})
async def read(
    rt: Rt,
    caller: Anybody,
    declaration_id: UUID,
    response: Response,
    wait: PreferWait,
    beyond: Annotated[int | None, Query(ge=0, le=1_000_000_000)] = None,
) -> SettlementView:
    """查看调京进度. With `Prefer: wait=N` the answer comes when the version is `beyond` the given one, or without it
    when nobody is at work on the registration; at the latest after N seconds.
    """

    async def seen() -> SettlementView:
        async with rt.begin(caller.world) as work:
            return await shown(work, await read_settlement(work, declaration_id, owner(caller)), caller)

    async def settled() -> SettlementView | None:
        view = await seen()
        moved = view.status is not SettlementStatus.REGISTERING if beyond is None else view.version > beyond
        return view if moved else None

    view = None
    if wait:
        view = await rt.hub.until(caller.world, str(declaration_id), settled, seconds=wait)
        response.headers["Preference-Applied"] = f"wait={wait}"
    view = view or await seen()
    response.headers["ETag"] = etag(view.version)
    return view


@router.put("/transfer-data", operation_id="enter_transfer_data", responses=_ENTERED)
async def transfer_data(
    rt: Rt, caller: Applicant, declaration_id: UUID, data: TransferData, response: Response, match: IfMatch = None
) -> SettlementView:
    """录入调京信息: put the data of self and children in the place of what was entered, until the papers are received.

    `If-Match` is honoured where it is sent.
    """
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, caller.subject)
        if match is not None:
            if_match(match, held.settlement.version)
        return await done(work, await enter_transfer_data(work, held, data, actor_of(caller)), caller, response)


@router.get("/papers", operation_id="list_settlement_papers", responses=REFUSALS)
async def papers(
    rt: Rt, caller: Anybody, declaration_id: UUID, counter: Counter = Counter.DISTRICT, by_proxy: bool = False
) -> NeedList:
    """Which papers a counter wants of this person, under the keys by which they are handed over."""
    async with rt.begin(caller.world) as work:
        held = await read_settlement(work, declaration_id, owner(caller))
        return need_list(await needs_of(work, held, counter, by_proxy=by_proxy))


@router.post("/documents", operation_id="print_settlement_papers", responses=REFUSALS)
async def print_them(rt: Rt, caller: Applicant, declaration_id: UUID) -> DocumentList:
    """打印: number the list of materials and the application form, made from the data as it stands."""
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, caller.subject)
        await print_papers(work, held, actor_of(caller))
        listed = document_list(await settlement_documents.valid_ones(work, declaration_id))
        await work.commit()
    return listed


@router.get("/documents", operation_id="list_settlement_documents", responses={404: REFUSALS[404]})
async def documents(rt: Rt, caller: Anybody, declaration_id: UUID) -> DocumentList:
    """What was printed and issued, and counts."""
    async with rt.begin(caller.world) as work:
        await read_settlement(work, declaration_id, owner(caller))
        return document_list(await settlement_documents.valid_ones(work, declaration_id))


@router.get("/documents/{kind}", operation_id="read_settlement_document", responses=_PRINT, response_class=Response)
async def document(
    rt: Rt, caller: Anybody, declaration_id: UUID, kind: SettlementDocument, copy: Annotated[int, Query(ge=1, le=3)] = 1
) -> Response:
    """A document as a PDF; of a permit to move in, one of its three copies."""
    async with rt.begin(caller.world) as work:
        held = await read_settlement(work, declaration_id, owner(caller))
        sheet = await print_document(work, held, kind, copy)
    headers = {
        "Content-Disposition": f'inline; filename="{kind.value}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(await sheet.rendered(), media_type=PDF, headers=headers)


@router.post("/permit-cancellation", operation_id="cancel_residence_permit", responses=REFUSALS)
async def permit_cancellation(
    rt: Rt, caller: PoliceOrAwardee, declaration_id: UUID, response: Response
) -> SettlementView:
    """注销《北京市居住证》 after the registration."""
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, owner(caller))
        return await done(work, await cancel_permit(work, held, actor_of(caller)), caller, response)


@router.post("/file-transfer", operation_id="transfer_personnel_file", responses=REFUSALS)
async def file_transfer(
    rt: Rt, caller: Applicant, declaration_id: UUID, wanted: FileTransferWanted, response: Response
) -> SettlementView:
    """调档: the personnel file comes to its holder in Beijing, before or after the registration."""
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, caller.subject)
        return await done(work, await transfer_file(work, held, wanted.holder, actor_of(caller)), caller, response)


@router.post("/giving-up", operation_id="give_award_up", responses=REFUSALS)
async def giving_up(
    rt: Rt, caller: Applicant, declaration_id: UUID, wanted: GivingUp, response: Response
) -> SettlementView:
    """自行放弃: for good, and the place is not filled again."""
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, caller.subject)
        return await done(work, await give_up(work, held, actor_of(caller)), caller, response)


async def shown(work: Work, held: Held, caller: Caller) -> SettlementView:
    """The page for whoever looks at it."""
    happened = await settlements.history(work, held.id)
    issued = await settlement_documents.valid_ones(work, held.id)
    staff = caller.role is not Role.APPLICANT
    return settlement_view(held.declaration, held.settlement, happened, issued, staff=staff)


async def done(work: Work, held: Held, caller: Caller, response: Response) -> SettlementView:
    """Commit a step and show the page after it."""
    view = await shown(work, held, caller)
    await work.commit()
    response.headers["ETag"] = etag(view.version)
    return view
