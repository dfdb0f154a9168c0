"""File an item: 保存."""

from uuid import uuid4

from luohu_declaration.domain.forms import Form, entered, spouse_of
from luohu_declaration.domain.item import Item, filed
from luohu_declaration.storage import events, items
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.admitted import require_admitted
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.saved import item_changed
from luohu_kit.work import Work


async def file_item(work: Work, dossier: Dossier, form: Form) -> Item:
    """Keep a form as a new draft. Raises what `rights` and `checks` raise."""
    await rights.require_filing(work, dossier.declaration)
    await require_admitted(work, dossier.declaration, dossier.items.values())
    await dossier.check(work, form, form.kind)
    move = filed(work.now)
    new = Item(
        id=uuid4(),
        declaration_id=dossier.declaration.id,
        kind=form.kind,
        version=1,
        entered=entered(form),
        spouse_id=spouse_of(form),
        standing=move.after,
        filed_at=work.now,
    )
    await items.file(work, new, move, events.APPLICANT)
    await item_changed(work, new.declaration_id, new.kind, events.APPLICANT)
    return new
