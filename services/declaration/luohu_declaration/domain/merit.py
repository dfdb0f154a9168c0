"""Innovation and honours: which fields go with which type, and what such a form claims (DOMAIN 4.7, 4.10).

The three types of the science commission take the type alone; the others name an award of 附件1 with the fields that
its grade asks for. `none` among the honours (不符合荣誉表彰积分条件) is a choice of the form that asks nobody.
"""

from collections.abc import Mapping
from typing import Any

from luohu_contract.claim import AwardClaim, ClaimKind, HonourClaim, ScienceAwardClaim
from luohu_contract.forms import Form, HonourForm, InnovationForm
from luohu_contract.honours import HonourType
from luohu_contract.innovation import AT_COMMISSION
from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import CLAIM_OF, READ_ONLY, Item
from luohu_declaration.domain.states import Status


def awaits_commission(item: Item) -> bool:
    """Whether an item is a draft of a type that the commission is asked about only when the stage ends."""
    asked = asked_about(item.kind, Part.WHOLE, item.entered)
    return item.standing.status is Status.DRAFT and asked is ClaimKind.SCIENCE_AWARD


def asks_anybody(form: Form) -> bool:
    """Whether there is anything to verify: who chose `none` among the honours claims nothing (三.八.2)."""
    return not (isinstance(form, HonourForm) and form.type is HonourType.NONE)


def sent_by_itself(item: Item) -> bool:
    """Whether 在线审核 of it asks somebody: a spouse record goes with its residences, a reading is the city's."""
    if item.kind is ItemKind.SPOUSE or item.kind in READ_ONLY:
        return False
    return item.kind is not ItemKind.HONOUR or asks_anybody(form_of(item))


def merit_claim(form: InnovationForm | HonourForm) -> ScienceAwardClaim | AwardClaim | HonourClaim:
    """The claim to the science commission, to the award lists or to the honour lists; of what asks somebody."""
    entered = form.model_dump(exclude={"kind"}, exclude_none=True)
    if isinstance(form, HonourForm):
        return HonourClaim.model_validate(entered)
    return (ScienceAwardClaim if form.type in AT_COMMISSION else AwardClaim).model_validate(entered)


def asked_about(kind: ItemKind, part: Part, entered: Mapping[str, Any]) -> ClaimKind | None:
    """What an agency is asked about a part of an item; None where nobody is, or where no type was entered."""
    if kind is ItemKind.RECORD:
        return ClaimKind(entered["claim"]["kind"]) if part is Part.WHOLE and "claim" in entered else None
    if kind is not ItemKind.INNOVATION:
        return CLAIM_OF.get((kind, part))
    if part is not Part.WHOLE or "type" not in entered:
        return None
    return ClaimKind.SCIENCE_AWARD if entered["type"] in AT_COMMISSION else ClaimKind.AWARD
