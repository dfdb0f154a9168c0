"""What an answer told: ids and names that were made up for it, so that a replay finds its own for them. Pure.

Two runs of the same story give the same answers but for what is made up. A list may come in the order of its ids,
though; so lists are read in the order of what their elements say without them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

#: Ids, and the names that snapshots are given.
MADE_UP = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\bs-[0-9a-f]{12}\b")

Told = dict[str, list[str]]  #: what was made up, by the place where it stands: the names of fields that lead to it


def made_up_in(text: str) -> set[str]:
    """All that is made up in a text."""
    return set(MADE_UP.findall(text))


def told_by(answer: bytes, location: str = "") -> Told:
    """What an answer told. An answer that is no JSON tells only its `Location`."""
    told: Told = {}
    try:
        value = orjson.loads(answer) if answer else None
    except orjson.JSONDecodeError:
        value = None
    for place, one in (*_walk(value, ""), *(("Location", found) for found in MADE_UP.findall(location))):
        known = told.setdefault(place, [])
        if one not in known:
            known.append(one)
    return told


def _walk(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield from ((place, one) for one in MADE_UP.findall(value))
    elif isinstance(value, list):
        for each in sorted(value, key=_without) if len(value) > 1 else value:
            yield from _walk(each, place)
    elif isinstance(value, dict):
        for name in sorted(value, key=_without):
            yield from ((f"{place}.", one) for one in MADE_UP.findall(name))
            yield from _walk(value[name], f"{place}.{MADE_UP.sub('*', name)}")


def _without(value: Any) -> str:
    return MADE_UP.sub("*", orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode())


def paired(then: Mapping[str, Iterable[str]], now: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """What was told then, and what was told now in its place, wherever there are as many of them."""
    pairs: dict[str, str] = {}
    for place, names in then.items():
        old, new = list(names), list(now.get(place, ()))
        if len(old) == len(new):
            pairs.update(zip(old, new, strict=True))
    return pairs
