"""The same news to the applicants of many declarations."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from luohu_declaration.storage import declarations
from luohu_declaration.usecases.notify import notify_all
from luohu_kit.work import Work


async def announce(work: Work, ids: Collection[UUID], kind: str, **parameters: Any) -> None:
    """Tell the applicants of these declarations, each in the mailbox of their id number."""
    people = await declarations.id_numbers(work, ids)
    letters: Mapping[str, Mapping[str, Any]] = dict.fromkeys(people.values(), parameters)
    await notify_all(work, letters, kind, {number: each for each, number in people.items()})
