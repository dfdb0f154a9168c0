"""The signed routes: batches of 1 to 500 changes, each done once under its id."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends

from luohu_agency.register import Author
from luohu_contract.message import Acknowledgement
from luohu_contract.settlement import PermitCancellations, RegistrationCancellations, Registrations
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.runtime import Runtime
from luohu_public_security.settlement import changes
from luohu_public_security.settlement.batch import Act, Change, apply

FromDeclaration = Annotated[Peer, Depends(signed("declaration"))]

permit_router = APIRouter(prefix="/v1/permits", tags=["settlement"])
registration_router = APIRouter(prefix="/v1/registrations", tags=["settlement"])


@permit_router.post("/cancellations", summary="Cancel residence permits")
async def cancel_permits(rt: Rt, peer: FromDeclaration, wanted: PermitCancellations) -> Acknowledgement:
    """注销《北京市居住证》. Who has a permit, and none that is valid, has nothing left to cancel, and is accepted."""
    return await _done(rt, peer, "permit-cancellation", wanted.cancellations, changes.cancel_permits)


@registration_router.post("", summary="Register households in Beijing")
async def register_households(rt: Rt, peer: FromDeclaration, wanted: Registrations) -> Acknowledgement:
    """落户, together with the children who move along. Refused for whoever is registered in Beijing already."""
    return await _done(rt, peer, "registration", wanted.registrations, changes.register_household)


@registration_router.post("/cancellations", summary="Cancel registrations")
async def cancel_registrations(rt: Rt, peer: FromDeclaration, wanted: RegistrationCancellations) -> Acknowledgement:
    """The households go back to their former places, and so do those of the children who had come along."""
    return await _done(rt, peer, "registration-cancellation", wanted.cancellations, changes.cancel_registration)


async def _done(rt: Runtime, peer: Peer, what: str, wanted: tuple[Change, ...], act: Act[Change]) -> Acknowledgement:
    async with rt.begin(peer.world) as work:
        done = partial(act, work, Author(f"service:{peer.name}"))
        answer = await apply(work, f"{what}/{peer.name}", wanted, done)
        await work.commit()
    return answer
