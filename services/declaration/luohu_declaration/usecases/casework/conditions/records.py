"""Conditions of the records: asked, delivered, decided, good."""

from typing import Any

from luohu_declaration.domain.casework.arguments import SOME, THESE
from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.domain.casework.entries import READ
from luohu_declaration.domain.casework.records import Record, RecordState
from luohu_declaration.domain.states import Status
from luohu_declaration.usecases.casework.naming import condition
from luohu_declaration.usecases.casework.sight import Sight

_HOLDS: list[Lacking] = []


@condition()
async def readings_decided(sight: Sight, argument: Any) -> list[Lacking]:
    """What the city reads by itself is there."""
    asked = {(each.indicator, each.department) for each in sight.wanted if each.ask in READ}
    return _undecided([each for each in await sight.records() if (each.indicator, each.department) in asked])


@condition(told=SOME)
async def records_decided(sight: Sight, argument: Any) -> list[Lacking]:
    """Every record is decided; of some indicators where the procedure names them."""
    wanted = None if argument is None else set(argument)
    records = [each for each in await sight.records() if wanted is None or each.indicator in wanted]
    if not records:
        return [Lacking("records-undecided", "尚无审核记录", "Nothing was asked yet.")]
    return _undecided(records)


def _undecided(records: list[Record]) -> list[Lacking]:
    out = [each for each in records if not each.decided]
    if not out:
        return _HOLDS
    names = ", ".join(f"{each.indicator}/{each.department}" for each in out)
    return [Lacking("records-undecided", f"以下记录尚未审核完毕:{names}", f"These are not decided yet: {names}.")]


@condition(told=THESE)
async def records_valid(sight: Sight, argument: Any) -> list[Lacking]:
    """The verdicts about these are good."""
    wanted = set(argument)
    bad = [
        each
        for each in await sight.records()
        if each.indicator in wanted
        and (each.item is None or each.item.standing.status is not Status.VALID)
        and each.state is not RecordState.NOT_NEEDED
    ]
    if not bad:
        return _HOLDS
    names = ", ".join(each.indicator for each in bad)
    return [Lacking("records-invalid", f"审核未通过:{names}", f"These were not found good: {names}.")]


@condition()
async def material_delivered(sight: Sight, argument: Any) -> list[Lacking]:
    """Papers have come to some department's window."""
    papers = {(each.indicator, each.department) for each in sight.wanted if each.papers}
    delivered = [
        each
        for each in await sight.records()
        if (each.indicator, each.department) in papers and each.state is RecordState.ASKED
    ]
    return _HOLDS if delivered else [Lacking("nothing-delivered", "材料未送达", "No papers were delivered.")]
