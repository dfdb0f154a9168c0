"""How an employer stands at the tax authority: what the declaration service asks when one registers (DOMAIN 3.3)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select

from luohu_contract.employers import Taxpayer
from luohu_contract.numbers import NumberInvalid, parse_uscc
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.clock import BEIJING
from luohu_kit.problems import Problem
from luohu_tax.records import taxpayers

FromDeclaration = Annotated[Peer, Depends(signed("declaration"))]

router = APIRouter(prefix="/v1/taxpayers", tags=["taxpayers"])


@router.get("/{uscc}", summary="How an employer stands", responses={404: {"description": "No such taxpayer"}})
async def read_taxpayer(rt: Rt, peer: FromDeclaration, uscc: str) -> Taxpayer:
    """Registered for tax is who was so on or before the world's day; whether it is still in business is told apart."""
    try:
        number = parse_uscc(uscc)
    except NumberInvalid as error:
        raise Problem("not-found", str(error)) from None
    async with rt.begin(peer.world) as work:
        row = await work.one(select(taxpayers).where(taxpayers.c.uscc == number))
        today = work.now.astimezone(BEIJING).date()
    if row is None:
        raise Problem("not-found", f"No employer with the unified social credit code {number} is on record here.")
    return Taxpayer(
        uscc=row.uscc,
        name=row.name,
        registered_in_beijing=row.registered_in_beijing,
        tax_registered=row.tax_registered_on is not None and row.tax_registered_on <= today,
        deregistered_on=row.deregistered_on,
        district=row.district,
    )
