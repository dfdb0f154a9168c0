"""Notices as JSON."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from luohu_contract.model import Wire
from luohu_contract.notices import sentence
from luohu_declaration.storage.notices import Notice


class NoticeView(Wire):
    """What the city told somebody by SMS."""

    seq: int  #: the number in the mailbox; `after` and `Last-Event-ID` take it
    id: UUID
    kind: str
    at: AwareDatetime  #: the world's time
    zh: str
    en: str
    parameters: dict[str, Any]
    declaration_id: UUID | None
    read_at: AwareDatetime | None
    links: dict[str, str]


class NoticeList(Wire):
    """A page of a mailbox, the oldest first."""

    items: tuple[NoticeView, ...]
    unread: int  #: of the whole mailbox
    after: int  #: give it as `after` to read on


def notice_view(one: Notice) -> NoticeView:
    """A notice with its sentence in both languages."""
    said = sentence(one.kind, one.parameters)
    return NoticeView(
        seq=one.seq,
        id=one.id,
        kind=one.kind,
        at=one.at,
        zh=said.zh,
        en=said.en,
        parameters=dict(one.parameters),
        declaration_id=one.declaration_id,
        read_at=one.read_at,
        links={"read": f"/v1/notices/{one.id}/read"},
    )
