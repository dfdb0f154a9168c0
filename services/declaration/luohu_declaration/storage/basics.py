"""基础信息 as it was saved last."""

from uuid import UUID

import orjson
from sqlalchemy import select, text

from luohu_declaration.domain.basics import Basics, Child
from luohu_declaration.storage.admission_events import APPLICANT, AdmissionEvent
from luohu_declaration.storage.admission_tables import basics
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_SAVE = text(
    "WITH kept AS (INSERT INTO basics (declaration_id, accompanying_children, disclosure_consent, saved_at)"
    " VALUES (:id, CAST(:children AS jsonb), :consent, :at) ON CONFLICT (world, declaration_id) DO UPDATE"
    " SET accompanying_children = excluded.accompanying_children,"
    " disclosure_consent = excluded.disclosure_consent, saved_at = excluded.saved_at)"
    " INSERT INTO admission_event (declaration_id, at, event, detail, actor)"
    " VALUES (:id, :at, :event, jsonb_build_object('children', jsonb_array_length(CAST(:children AS jsonb))), :actor)"
)


async def of_declaration(work: Work, declaration_id: UUID) -> Basics | None:
    """The basic information of a declaration; None while the page is 未保存."""
    row = await work.one(select(basics).where(basics.c.declaration_id == declaration_id))
    if row is None:
        return None
    children = tuple(Child(each["name"], each["id_number"]) for each in row.accompanying_children)
    return Basics(children, row.disclosure_consent, row.saved_at.astimezone(BEIJING))


async def save(work: Work, declaration_id: UUID, saved: Basics) -> None:
    """Keep it, in the place of what was saved before, with its event."""
    children = [{"name": each.name, "id_number": each.id_number} for each in saved.children]
    values = {
        "id": declaration_id,
        "children": orjson.dumps(children).decode(),
        "consent": saved.disclosure_consent,
        "at": saved.saved_at,
        "event": AdmissionEvent.BASICS_SAVED.value,
        "actor": APPLICANT,
    }
    await work.execute(_SAVE, values)
