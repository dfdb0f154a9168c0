"""基础信息 as it was saved last."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from luohu_declaration.domain.basics import Basics, Child
from luohu_declaration.storage.admission_tables import basics
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work


async def of_declaration(work: Work, declaration_id: UUID) -> Basics | None:
    """The basic information of a declaration; None while the page is 未保存."""
    row = await work.one(select(basics).where(basics.c.declaration_id == declaration_id))
    if row is None:
        return None
    children = tuple(Child(each["name"], each["id_number"]) for each in row.accompanying_children)
    return Basics(children, row.disclosure_consent, row.saved_at.astimezone(BEIJING))


async def save(work: Work, declaration_id: UUID, saved: Basics) -> None:
    """Keep it, in the place of what was saved before."""
    values = {
        "accompanying_children": [{"name": each.name, "id_number": each.id_number} for each in saved.children],
        "disclosure_consent": saved.disclosure_consent,
        "saved_at": saved.saved_at,
    }
    new = insert(basics).values(declaration_id=declaration_id, **values)
    key = [basics.c.world, basics.c.declaration_id]
    await work.execute(new.on_conflict_do_update(index_elements=key, set_=values))
