"""Which agency an item waits for, and whether it answers at all: one that does not leaves the item 待审核."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from luohu_contract.claim import ClaimKind
from luohu_contract.directory import ANSWERED_BY, BY_NAME
from luohu_contract.innovation import AT_COMMISSION
from luohu_contract.item import ItemKind
from luohu_gateway.site.applicant.mine import LOCKED
from luohu_gateway.site.visit import Visit
from luohu_gateway.site.wire import Away, Refused

SECONDS = 1.0  #: that an agency has to say that it is there

_ASKED: dict[ItemKind, tuple[ClaimKind, ...]] = {
    ItemKind.OWN_HOME: (ClaimKind.OWN_HOME,),
    ItemKind.RENTAL: (ClaimKind.RENTAL,),
    ItemKind.DORMITORY: (ClaimKind.DORMITORY,),
    ItemKind.DOMESTIC_EDUCATION: (ClaimKind.QUALIFICATION, ClaimKind.DEGREE),
    ItemKind.OVERSEAS_EDUCATION: (ClaimKind.OVERSEAS_EDUCATION,),
    ItemKind.TAX: (ClaimKind.TAX,),
    ItemKind.TAX_PENALTIES: (ClaimKind.TAX_PENALTIES,),
    ItemKind.HONOUR: (ClaimKind.HONOUR,),
    ItemKind.EMPLOYMENT: (ClaimKind.INSURANCE,),
    ItemKind.LAW_ABIDING: (ClaimKind.CONDUCT,),
}


def agencies_of(item: Mapping[str, Any]) -> frozenset[str]:
    """Names of the services that judge an item; none for a spouse record, which the window reviews."""
    kind = ItemKind(item["kind"])
    if kind is ItemKind.INNOVATION:
        here = item["entered"].get("type") in AT_COMMISSION
        return frozenset({ANSWERED_BY[ClaimKind.SCIENCE_AWARD if here else ClaimKind.AWARD]})
    return frozenset(ANSWERED_BY[claim] for claim in _ASKED.get(kind, ()))


async def silent_of(here: Visit, items: Iterable[Mapping[str, Any]]) -> list[str]:
    """The offices that items wait for and that do not answer just now, as official pages name them."""
    waited_for = sorted({name for item in items if item["status"] in LOCKED for name in agencies_of(item)})
    there = await asyncio.gather(*(_there(here, name) for name in waited_for))
    return [BY_NAME[name].title for name, answers in zip(waited_for, there, strict=True) if not answers]


async def _there(here: Visit, agency: str) -> bool:
    try:
        await asyncio.wait_for(here.ask.get(f"/agencies/{agency}/health"), SECONDS)
    except (Away, TimeoutError):
        return False
    except Refused as refused:
        return refused.status < 500
    return True
