"""The award stands: the settlements of those who have it are opened (handbook 五.一.2, 五.二.1)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from luohu_declaration.storage import settlements
from luohu_kit.work import Work


async def open_settlements(work: Work, ids: Collection[UUID], *, valid_until: datetime) -> set[UUID]:
    """Open the settlements of declarations that are awarded; those that had none. One statement for any number.

    valid_until: the instant at which the award runs out. Whoever ends the award then (the season) stops the settlement
    by `stop_settlement`.
    """
    if not ids:
        return set()
    opened = await settlements.open_many(work, ids, valid_until)
    if opened:
        work.wake("watch", *sorted(str(each) for each in opened))
    return opened
