"""Tell people what happened: what the city sends by SMS goes into a mailbox, in the transaction of what happened."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from luohu_declaration.storage.tables import notice
from luohu_kit.work import Work


async def notify(
    work: Work, recipient: str, kind: str, *, declaration_id: UUID | None = None, **parameters: Any
) -> None:
    """Put a notice into a mailbox.

    recipient: id number of a person, or the credit code of an employer. kind: a row of `luohu_contract.texts.notices`,
    whose sentence has a place for each parameter (JSON values). Whoever listens to that mailbox is woken.
    """
    await notify_all(work, {recipient: parameters}, kind, {recipient: declaration_id} if declaration_id else {})


async def notify_all(
    work: Work, letters: Mapping[str, Mapping[str, Any]], kind: str, declarations: Mapping[str, UUID]
) -> None:
    """The same sentence to many: parameters and declarations by recipient."""
    if not letters:
        return
    rows = [
        {
            "id": uuid4(),
            "recipient": recipient,
            "kind": kind,
            "at": work.now,
            "parameters": dict(parameters),
            "declaration_id": declarations.get(recipient),
        }
        for recipient, parameters in letters.items()
    ]
    await work.execute(insert(notice), rows)
    work.wake("watch", *(f"notices:{recipient}" for recipient in letters))
