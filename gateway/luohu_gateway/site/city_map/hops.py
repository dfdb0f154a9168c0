"""The latest hops of a world, as a page lists them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_gateway.site.wire import Wire

SHOWN = 12
_MOST_ITEMS = 3
_ITEM = re.compile(r"/v1/items/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_UUID = re.compile(r"([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Shown:
    """One hop in a line."""

    at: str  #: the world's time
    sender: str
    receiver: str
    says: str
    status: int | None  #: None: no answer
    took_ms: float
    fault: str
    items: tuple[str, ...]  #: ids of items that it is about, the first few

    @property
    def good(self) -> bool:
        return self.status is not None and self.status < 400


async def latest(ask: Wire, **match: str) -> tuple[Shown, ...]:
    """The newest hops that match, the newest first. match: `from_` and the others as the journal calls them."""
    wanted = {name.rstrip("_"): value for name, value in match.items()}
    wish = {"match": wanted, "limit": SHOWN, "newest_first": True, "partial": True}
    page = (await ask.post("/_luohu/journal/find", wish)).data
    return tuple(_shown(hop) for hop in page["items"])


def _shown(hop: Mapping[str, Any]) -> Shown:
    return Shown(
        at=hop["world_at"],
        sender=hop["from"],
        receiver=hop["to"],
        says=hop["topic"] or f"{hop['method']} {_UUID.sub(lambda found: found[1] + '…', hop['path'])}",
        status=hop["status"],
        took_ms=hop["took_ms"],
        fault=hop["fault"] or "",
        items=tuple(dict.fromkeys(_items(hop)))[:_MOST_ITEMS],
    )


def _items(hop: Mapping[str, Any]) -> Iterator[str]:
    """The items that a hop is about: its address names one, or its messages do."""
    yield from _ITEM.findall(hop["path"])
    yield from _named(hop["request"])


def _named(body: Any) -> Iterator[str]:
    if isinstance(body, dict):
        if isinstance(body.get("item_id"), str):
            yield body["item_id"]
        for inner in body.values():
            yield from _named(inner)
    elif isinstance(body, list):
        for inner in body:
            yield from _named(inner)
