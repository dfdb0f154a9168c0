"""File items: 保存, one by one or several in one step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from luohu_contract.forms import Form, entered, spouse_of
from luohu_declaration.domain.at_once import NewItem, refused_at
from luohu_declaration.domain.checks import Beside, Surroundings, check
from luohu_declaration.domain.item import Item, Move, filed
from luohu_declaration.storage import events, items
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.admitted import require_admitted
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.saved import items_changed
from luohu_kit.work import Work


async def file_item(work: Work, dossier: Dossier, form: Form) -> Item:
    """Keep a form as a new draft. Raises what `rights` and `checks` raise."""
    await _require_right(work, dossier)
    check(form, form.kind, dossier.around(work, await dossier.files(work, [form])))
    new = _draft(work, dossier.declaration.id, uuid4(), form)
    await keep_filed(work, dossier, [new], {})
    return new


async def file_items(work: Work, dossier: Dossier, wanted: Sequence[NewItem]) -> list[Item]:
    """Keep forms as new drafts, as `checked_drafts` makes them; all of them or none."""
    new = await checked_drafts(work, dossier, wanted)
    if new:
        await keep_filed(work, dossier, new, {})
    return new


async def checked_drafts(work: Work, dossier: Dossier, wanted: Sequence[NewItem]) -> list[Item]:
    """Drafts that may be filed together, each checked as if those before it were filed. Nothing is written.

    Raises what `rights` and `checks` raise.
    """
    if not wanted:
        return []
    await _require_right(work, dossier)
    around = dossier.around(work, await dossier.files(work, [each.form for each in wanted]))
    new: list[Item] = []
    for each in wanted:
        with refused_at(each.place):
            check(each.form, each.form.kind, around)
        new.append(_draft(work, dossier.declaration.id, each.id, each.form))
        around = _and(around, Beside(each.id, each.form.kind, each.form, each.place))
    return new


async def keep_filed(
    work: Work,
    dossier: Dossier,
    new: Sequence[Item],
    moves: Mapping[UUID, Move],
    beside: Mapping[str, Any] | None = None,
) -> None:
    """Write new drafts, and what happened to them since. beside: as for `items.file`."""
    first = filed(work.now)
    kept = [
        replace(item, version=item.version + 1, standing=moves[item.id].after) if item.id in moves else item
        for item in new
    ]
    happened = [(item.id, item.declaration_id, first) for item in new]
    happened += [(item.id, item.declaration_id, moves[item.id]) for item in new if item.id in moves]
    await items.file(work, kept, happened, events.APPLICANT, beside)
    if not dossier.new:
        await items_changed(work, dossier.declaration.id, {item.kind for item in new}, events.APPLICANT)


def _and(around: Surroundings, another: Beside) -> Surroundings:
    return replace(around, others=[*around.others, another])


async def _require_right(work: Work, dossier: Dossier) -> None:
    await rights.require_filing(work, dossier.declaration)
    await require_admitted(work, dossier.declaration, dossier.items.values())


def _draft(work: Work, declaration_id: UUID, item_id: UUID, form: Form) -> Item:
    return Item(
        id=item_id,
        declaration_id=declaration_id,
        kind=form.kind,
        version=1,
        entered=entered(form),
        spouse_id=spouse_of(form),
        standing=filed(work.now).after,
        filed_at=work.now,
    )
