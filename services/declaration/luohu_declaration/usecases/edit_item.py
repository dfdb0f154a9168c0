"""Edit an item: it is a draft again, and what was found about the old values is gone."""

from dataclasses import replace

from luohu_contract.forms import Form, entered, spouse_of
from luohu_contract.item import ItemKind
from luohu_declaration.domain.checks import check
from luohu_declaration.domain.item import Item, assert_entered, edited
from luohu_declaration.domain.spouse import SpouseInUse
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import events, items
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.admitted import require_admitted
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.saved import items_changed
from luohu_kit.work import Work


async def edit_item(work: Work, dossier: Dossier, item: Item, form: Form) -> Item:
    """Put another form of the same kind in its place.

    Raises ItemLocked, SpouseInUse, and what `rights` and `checks` raise.
    """
    assert_entered(item.kind)
    await rights.require_filing(work, dossier.declaration)
    await require_admitted(work, dossier.declaration, dossier.items.values())
    move = edited(item.kind, item.standing, work.now)
    if item.kind is ItemKind.SPOUSE:
        sent = [r for r in dossier.residences_on(item.id) if r.standing.status is not Status.DRAFT]
        if sent:
            raise SpouseInUse("edited", len(sent))
    check(form, item.kind, dossier.around(work, await dossier.files(work, [form])), itself=item.id)
    changed = replace(
        item, version=item.version + 1, entered=entered(form), spouse_id=spouse_of(form), standing=move.after
    )
    await items.edit(work, changed, move, events.APPLICANT)
    await items_changed(work, changed.declaration_id, {changed.kind}, events.APPLICANT)
    return changed
