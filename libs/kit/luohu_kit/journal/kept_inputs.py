"""What is kept of a request from outside so that it can be asked again in a replay."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from luohu_kit.journal.hop import CONTROL, Hop
from luohu_kit.journal.told import Told, made_up_in, told_by

READ = ("GET", "HEAD", "OPTIONS")
#: Headers without which the same request would not be the same.
_REPEATED = (b"content-type", b"idempotency-key", b"if-match", b"if-none-match", b"luohu-scenario", b"prefer")
#: Of the city and not of one world, or good for a moment only; what is said with the first ones are secrets.
_OF_THE_CITY = re.compile(
    rf"/token|/authorize|/v1/clients|/v1/front-ends(?:/[^/]+)?|/v1/keys/rotation|{CONTROL}worlds/(?:batch|removal)"
)
#: Whole worlds as files: what such a request does is not asked again, and its body may be larger than a memory.
FILES = frozenset({f"{CONTROL}worlds/import", f"{CONTROL}worlds/replay"})
#: Where a world begins, or ends: one that did not is as it was, and is not tried again.
_LIFE = re.compile(rf"{CONTROL}worlds(?:/import|/replay|/[^/]+/reset)?")
_DEATH = re.compile(rf"{CONTROL}worlds/[^/]+")
#: Questions whose answers hang on what was asked: whoever answers in a replay answers the question of then.
_ASKED = "/captcha"
_WORLDS = 200  #: of which is remembered what was told
_MOST = 50_000  #: ids that are remembered of each


class Seen:
    """What this process has told of each world: a request that tells nothing new need not be asked again."""

    def __init__(self) -> None:
        self._worlds: OrderedDict[str, set[str]] = OrderedDict()

    def new(self, world: str, names: set[str]) -> bool:
        """Whether any of the names is new; from now on none is."""
        seen = self._worlds.setdefault(world, set())
        self._worlds.move_to_end(world)
        if names <= seen:
            return False
        if len(seen) > _MOST:
            seen.clear()
        seen |= names
        if len(self._worlds) > _WORLDS:
            self._worlds.popitem(last=False)
        return True

    def forget(self, world: str) -> None:
        """The world is gone, or begins again."""
        self._worlds.pop(world, None)


def keep(hop: Hop, seen: Seen, headers: Mapping[bytes, bytes], body: bytes, location: str) -> None:
    """Note in a hop that has ended what a replay needs, if it needs it: of what changed something, and of a read that
    told an id for the first time, for whoever read it may use it.
    """
    path = hop.target.partition("?")[0]
    if _OF_THE_CITY.fullmatch(path) or path.endswith(_ASKED) or (hop.method == "DELETE" and _DEATH.fullmatch(path)):
        return
    if _LIFE.fullmatch(path) and (hop.status is None or hop.status >= 300):
        return
    whole = hop.response if len(hop.response) == hop.response_size else b""
    names = made_up_in(whole.decode("utf-8", "replace")) | made_up_in(location) if whole or location else set()
    new = bool(names) and seen.new(hop.world, names)
    told: Told = {}
    if hop.method in READ:
        if not new or hop.status is None or hop.status >= 300 or not (told := told_by(whole)):
            return
    else:
        told = told_by(whole, location) if names else {}
        hop.input = b"" if path in FILES else body
    hop.replay = _kept(hop, headers, told, whole)


def _kept(hop: Hop, headers: Mapping[bytes, bytes], told: Told, answer: bytes) -> Mapping[str, Any]:
    kept: dict[str, Any] = {
        "target": hop.target,
        "headers": {name.decode(): headers[name].decode("latin-1") for name in _REPEATED if name in headers},
    }
    asked = headers.get(b"luohu-world", b"").decode("latin-1")
    if hop.caller is not None:
        kept["caller"] = claims_of(hop.caller)
        if asked and asked != hop.world:
            kept["headers"]["luohu-world"] = asked  # a token of one world that was used for another is refused
    if told:
        kept["told"] = told
    if hop.status is not None and hop.status >= 400 and (slug := problem_of(answer)):
        kept["problem"] = slug
    if hop.target.startswith(f"{CONTROL}clock/") and (now := _field(answer, "now")):
        kept["now"] = now
    return kept


def claims_of(caller: Any) -> dict[str, Any]:
    """What a token said of its holder, as a token says it; but for its world and its life."""
    said = {name: getattr(caller, name) for name in caller.__slots__ if name not in ("subject", "world", "expires")}
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
    return {"sub": caller.subject, **{name: value for name, value in told.items() if value is not None}}


def problem_of(answer: bytes) -> str:
    """The slug of a problem (RFC 9457); empty for another answer."""
    return str(_field(answer, "type") or "").rsplit("/", 1)[-1]


def _field(answer: bytes, name: str) -> Any:
    try:
        value = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return None
    return value.get(name) if isinstance(value, dict) else None
