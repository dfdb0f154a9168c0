"""What an answer told: ids and names that were made up for it, so that a replay finds its own for them. Pure.

Two runs of the same story give the same answers but for what is made up. A list may come in the order of its ids,
though, or with something in it that came a moment earlier; so an element of a list is known by what it says besides.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson

#: Ids, and the names that snapshots are given.
MADE_UP = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\bs-[0-9a-f]{12}\b")

#: What was made up, by the place where it stands: the names of fields that lead to it, and of elements of lists, after
#: a `#`, a sum of what they say besides.
Told = dict[str, list[str]]

#: What tells nothing about an element, because it differs from run to run.
_PASSING = re.compile(
    MADE_UP.pattern + r"|\b[0-9a-f]{32}\b|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"
)
_SHORTEST = 14  #: characters of what is made up: the name of a snapshot
_SUM = re.compile(r"#[0-9a-f]{8}")


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
        if len(value) >= _SHORTEST:
            yield from ((place, one) for one in MADE_UP.findall(value))
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, str):
                yield from _walk(each, place)
            elif isinstance(each, list | dict):
                said = _without(each)
                yield from _walk(each, f"{place}#{blake2b(said.encode(), digest_size=4).hexdigest()}")
    elif isinstance(value, dict):
        for name in sorted(value, key=_without_name):
            if len(name) < _SHORTEST:
                yield from _walk(value[name], f"{place}.{name}")
                continue
            yield from ((f"{place}.", one) for one in MADE_UP.findall(name))
            yield from _walk(value[name], f"{place}.{MADE_UP.sub('*', name)}")


@lru_cache(maxsize=4096)
def _without_name(name: str) -> str:
    return _without(name)


def _without(value: Any) -> str:
    return _PASSING.sub("*", orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode())


def paired(
    then: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]], known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What was told then, and what was told now in its place, wherever there are as many of them.

    Of lists, first what says the same; then, of what is left and not known already, what stands in the same fields.
    """
    pairs: dict[str, str] = {}
    for place, names in then.items():
        if len(names) == len(others := now.get(place, ())):
            pairs.update(zip(names, others, strict=True))
    known = {**(known or {}), **pairs}
    left, new = _by_fields(then, set(known)), _by_fields(now, set(known.values()))
    for place, names in left.items():
        if len(names) == len(others := new.get(place, ())):
            pairs.update(zip(names, others, strict=True))
    return pairs


def _by_fields(told: Mapping[str, Sequence[str]], but: Collection[str]) -> Mapping[str, Sequence[str]]:
    """What was told, but for some, by the names of fields alone."""
    merged: dict[str, list[str]] = {}
    for place in sorted(told):
        names = merged.setdefault(_SUM.sub("#", place), [])
        names += [one for one in told[place] if one not in names and one not in but]
    return merged
