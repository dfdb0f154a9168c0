"""Conditions of the points: by estimate, decided, enough, and a place on the list."""

from typing import Any

from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.storage import case_points
from luohu_declaration.usecases.casework.naming import condition
from luohu_declaration.usecases.casework.sight import Sight
from luohu_scoring import printed

_HOLDS: list[Lacking] = []


@condition()
async def guide_reached(sight: Sight, argument: Any) -> list[Lacking]:
    """The points by estimate reach the figure below which no application is taken."""
    guide = sight.table.guide
    total = (await sight.estimate()).total
    if guide is None or (total is not None and total >= guide):
        return _HOLDS
    return [
        Lacking(
            "guide-not-reached",
            f"模拟积分{printed(total)}分,未达到{printed(guide)}分",
            f"By what is entered the points are {printed(total)}, and {printed(guide)} are needed to apply.",
            {"estimate": printed(total), "needed": printed(guide)},
        )
    ]


@condition()
async def points_decided(sight: Sight, argument: Any) -> list[Lacking]:
    """The total stands."""
    if await sight.total() is not None:
        return _HOLDS
    return [Lacking("points-undecided", "积分尚未确定", "The points are not decided yet.")]


@condition()
async def points_reached(sight: Sight, argument: Any) -> list[Lacking]:
    """The total reaches the city's standard score."""
    guide, total = sight.table.guide, await sight.total()
    if total is not None and (guide is None or total >= guide):
        return _HOLDS
    return [
        Lacking(
            "points-not-reached",
            f"积分{printed(total)}分,未达到{printed(guide)}分",
            f"The points are {printed(total)}, and {printed(guide)} are needed.",
        )
    ]


@condition()
async def vetoed(sight: Sight, argument: Any) -> list[Lacking]:
    """Something ends the application whatever the total is (一票否决)."""
    points = await sight.points()
    if points is not None and points.vetoed:
        return _HOLDS
    return [Lacking("not-vetoed", "无否决情形", "Nothing ends the application.")]


@condition()
async def on_list(sight: Sight, argument: Any) -> list[Lacking]:
    """The case is among those that the list of its intake admits."""
    place = await case_points.place_of(sight.work, sight.case.id)
    if place is not None and place.admitted:
        return _HOLDS
    return [Lacking("not-on-list", "未列入入户名单", "The case is not on the list.")]
