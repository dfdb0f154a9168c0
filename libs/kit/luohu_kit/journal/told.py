"""What an answer told: ids and names that were made up for it, so that a replay finds its own for them. Pure.

Two runs of the same story give the same answers but for what is made up. A list may come in the order of its ids,
though, or with something in it that came a moment earlier; so an element of a list is known by what it says besides.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson

#: Ids, and the names that snapshots are given.
MADE_UP = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\bs-[0-9a-f]{12}\b")

#: The same from the first hyphen on, which is searched many times as fast as a digit of any kind.
_MADE_UP = re.compile(r"-(?:(?<=[0-9a-f]{8}-)[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=\bs-)[0-9a-f]{12}\b)")
_BEFORE = {len("-0123-0123-0123-0123456789ab"): 8, len("-0123456789ab"): 1}  #: characters, by what follows them

#: What was made up, by the place where it stands: the names of fields that lead to it, and of elements of lists, after
#: a `#`, a sum of what they say besides.
Told = dict[str, list[str]]

#: What tells nothing about an element, because it differs from run to run.
_PASSING = re.compile(
    MADE_UP.pattern + r"|\b[0-9a-f]{32}\b|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"
)
_SHORTEST = 14  #: characters of what is made up: the name of a snapshot
_WITHOUT_HYPHEN = 32  #: characters of what is passing and has no hyphen
_SUM = re.compile(r"#[0-9a-f]{8}")


def made_up_in(text: str) -> set[str]:
    """All that is made up in a text."""
    return set(_made_up(text))


def _made_up(text: str) -> Iterator[str]:
    """The same in its order."""
    for found in _MADE_UP.finditer(text):
        begin, end = found.span()
        yield text[begin - _BEFORE[end - begin] : end]


def told_by(answer: bytes, location: str = "") -> Told:
    """What an answer told. An answer that is no JSON tells only its `Location`."""
    told: Told = {}
    try:
        value = orjson.loads(answer) if answer else None
    except orjson.JSONDecodeError:
        value = None
    _walk(value, _cleaned(value), "", told)
    _note(told, "Location", location)
    return told


def _walk(value: Any, cleaned: Any, place: str, told: Told) -> None:
    """Note what is made up in a value. cleaned: the same by `_cleaned`."""
    if isinstance(value, str):
        _note(told, place, value)
    elif isinstance(value, list):
        for each, said in zip(value, cleaned, strict=True):
            if isinstance(each, str):
                _note(told, place, each)
            elif isinstance(each, list | dict):
                summed = blake2b(orjson.dumps(said, option=orjson.OPT_SORT_KEYS), digest_size=4).hexdigest()
                _walk(each, said, f"{place}#{summed}", told)
    elif isinstance(value, dict):
        for name in sorted(value, key=_without):
            said = cleaned[name] if name in cleaned else _cleaned(value[name])
            if "-" not in name:
                _walk(value[name], said, f"{place}.{name}", told)
                continue
            _note(told, f"{place}.", name)
            _walk(value[name], said, f"{place}.{MADE_UP.sub('*', name)}", told)


def _note(told: Told, place: str, text: str) -> None:
    if len(text) < _SHORTEST or "-" not in text:
        return
    for one in _made_up(text):
        known = told.setdefault(place, [])
        if one not in known:
            known.append(one)


def _cleaned(value: Any) -> Any:
    """The value without what is passing."""
    if isinstance(value, str):
        return _without(value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        said: dict[str, Any] = {}
        for name in sorted(value):
            known = _without(name)
            while known in said:
                known += "*"
            said[known] = _cleaned(value[name])
        return said
    return value


def _without(text: str) -> str:
    if len(text) < _SHORTEST or ("-" not in text and len(text) < _WITHOUT_HYPHEN):
        return text
    return _PASSING.sub("*", text)


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
