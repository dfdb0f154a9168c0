"""Public security's counters: the household hall and the two police stations ([000] 2 to 4)."""

from uuid import UUID

from fastapi import APIRouter, Response

from luohu_declaration.api.settlement import REFUSALS, done
from luohu_declaration.api.settlement_callers import Police, actor_of
from luohu_declaration.api.settlement_schemas import (
    CounterWanted,
    MoveOutWanted,
    RegistrationWanted,
    SettlementView,
    named,
)
from luohu_declaration.usecases.settling.holding import hold_settlement
from luohu_declaration.usecases.settling.move_household import (
    AtCounter,
    Certificate,
    move_out,
    permit_move_in,
    register,
)
from luohu_kit.api import Rt

router = APIRouter(prefix="/v1/declarations/{declaration_id}/settlement", tags=["settlement-police"])

_ACTED = {**REFUSALS, 422: {"description": "Papers are missing or do not serve (papers-missing, papers-unknown)"}}


@router.post("/move-in-permit", operation_id="permit_move_in", responses=_ACTED)
async def move_in_permit(
    rt: Rt, caller: Police, declaration_id: UUID, wanted: CounterWanted, response: Response
) -> SettlementView:
    """准予迁入证明, in three copies: branch, station of the former place, station of the new home."""
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, None)
        return await done(work, await permit_move_in(work, held, _counter(wanted), actor_of(caller)), caller, response)


@router.post("/transfer-certificate", operation_id="move_out", responses=_ACTED)
async def transfer_certificate(
    rt: Rt, caller: Police, declaration_id: UUID, wanted: MoveOutWanted, response: Response
) -> SettlementView:
    """户口迁移证 of the station of the former place."""
    certificate = Certificate(wanted.certificate_number, wanted.reason, wanted.note, wanted.note_sealed)
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, None)
        moved = await move_out(work, held, _counter(wanted), certificate, actor_of(caller))
        return await done(work, moved, caller, response)


@router.post("/registration", status_code=202, operation_id="register_household", responses=_ACTED)
async def registration(
    rt: Rt, caller: Police, declaration_id: UUID, wanted: RegistrationWanted, response: Response
) -> SettlementView:
    """落户 at the station of the new home. The settlement is `registered` as soon as the register has confirmed."""
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, None)
        asked = await register(work, held, _counter(wanted), wanted.spouse_present, actor_of(caller))
        return await done(work, asked, caller, response)


def _counter(wanted: CounterWanted) -> AtCounter:
    return AtCounter(wanted.papers, named(wanted.proxy))
