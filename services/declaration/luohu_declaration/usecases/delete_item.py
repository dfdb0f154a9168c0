"""Delete an item."""

from luohu_contract.item import ItemKind
from luohu_declaration.domain.item import Item, assert_entered, deleted
from luohu_declaration.domain.spouse import SpouseInUse
from luohu_declaration.storage import events, items
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.saved import items_changed
from luohu_kit.work import Work


async def delete_item(work: Work, dossier: Dossier, item: Item) -> None:
    """Take an item out of its declaration.

    Raises ItemLocked, SpouseInUse while residences stand on it, and what `rights` raises.
    """
    assert_entered(item.kind)
    await rights.require_filing(work, dossier.declaration)
    move = deleted(item.kind, item.standing, work.now)
    if item.kind is ItemKind.SPOUSE and (standing := dossier.residences_on(item.id)):
        raise SpouseInUse("deleted", len(standing))
    await items.remove(work, item, move, events.APPLICANT)
    await items_changed(work, item.declaration_id, {item.kind}, events.APPLICANT)
