"""Tell people what happened: what the city sends by SMS goes into a mailbox, in the transaction of what happened."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from luohu_contract.notices import check_notice
from luohu_declaration.storage import notices
from luohu_kit.work import Work


async def notify(
    work: Work, recipient: str, kind: str, *, declaration_id: UUID | None = None, **parameters: Any
) -> None:
    """Put a notice into a mailbox.

    recipient: id number of a person, or the credit code of an employer. kind: a row of `luohu_contract.texts.notices`,
    whose sentence has a place for each parameter (JSON values). Whoever listens to that mailbox is woken.
    Raises NoticeUnknown, NoticeIncomplete: a sentence that nobody could read is never stored.
    """
    await notify_all(work, {recipient: parameters}, kind, {recipient: declaration_id} if declaration_id else {})


async def notify_all(
    work: Work, letters: Mapping[str, Mapping[str, Any]], kind: str, declarations: Mapping[str, UUID]
) -> None:
    """The same sentence to many: parameters and declarations by recipient. Raises NoticeUnknown, NoticeIncomplete."""
    rows = []
    for recipient, parameters in letters.items():
        check_notice(kind, parameters)
        rows.append(notices.New(uuid4(), recipient, kind, dict(parameters), declarations.get(recipient)))
    await notices.add(work, rows)
