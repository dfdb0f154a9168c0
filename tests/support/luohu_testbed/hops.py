"""Requests between the declaration service and the tax authority, as the journal of a world shows them."""

from typing import Any

from luohu_testbed.applicant import Applicant
from luohu_testbed.waiting import until

BACK = "tax->declaration"
FORTH = "declaration->tax"
Hops = list[dict[str, Any]]


async def ends_well(somebody: Applicant, item: str) -> None:
    """The item is valid by one verdict, and nothing was lost or doubled."""
    await somebody.settled(item)
    await until(lambda: somebody.moves(item), 1)


async def hops(control: Any, item: str, topic: str) -> Hops:
    found = await control("POST", "/journal/find", {"match": {"item": item, "topic": topic}})
    return list(found["items"])


def told(seen: Hops) -> list[tuple[int | None, str | None]]:
    return [(hop["status"], hop["fault"]) for hop in seen]


async def outcomes(control: Any, item: str) -> list[str]:
    """What became of each verdict that arrived."""
    seen = await hops(control, item, "verdicts")
    return [one["outcome"] for hop in seen if hop["status"] == 200 for one in hop["response"]["receptions"]]


async def count(control: Any, item: str, topic: str) -> int:
    return len(await hops(control, item, topic))
