"""Forms made from a programme: which fields there are, what was entered in them, and the JSON that the API takes.

A field is called by its place in that JSON, with dots (`form.entries.skill.human_resources.values.tier`), so every
message of the API finds its field by its pointer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_gateway.site.cases.programme import Label, Programme

_ROWS = 2  #: of a list that are shown at first
Entered = Mapping[str, str]  #: by the field's name


@dataclass(frozen=True, slots=True)
class Entry:
    """A field in its place."""

    name: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """The fields about one thing that a department judges."""

    title: Label
    department: Label
    entries: tuple[Entry, ...]
    open: bool  #: something stands in it, or is wrong with it


def fields_of(specs: Iterable[Mapping[str, Any]], within: str) -> tuple[Entry, ...]:
    """Fields of a form. within: where in the JSON they stand."""
    return tuple(Entry(f"{within}.{spec['name']}", spec) for spec in specs)


def blocks_of(known: Programme, kind: str, within: str, entered: Entered, faults: Iterable[str] = ()) -> list[Block]:
    """What can be entered for the records of a kind of case. within: where the form stands. faults: names of fields."""
    touched = {name for name, value in entered.items() if value} | set(faults)
    found = []
    for name, title, part in known.judged(kind):
        if part["entry"] is None:
            continue
        at = f"{within}.entries.{name}.{part['department']}"
        entries = tuple(_entries(part["entry"], at, touched))
        is_open = any(each == at or each.startswith(f"{at}.") for each in touched)
        found.append(Block(title, part["department_title"], entries, is_open))
    return found


def _entries(entry: Mapping[str, Any], at: str, touched: Iterable[str]) -> Iterator[Entry]:
    if entry["list_of"] is None:
        yield from fields_of(entry["fields"], at)
        return
    at = f"{at}.{entry['list_of']}"
    places = {name.removeprefix(f"{at}.").partition(".")[0] for name in touched if name.startswith(f"{at}.")}
    last = max((int(place) for place in places if place.isdigit()), default=-1)
    for row in range(min(entry["most"], max(_ROWS, last + 2))):
        yield from fields_of(entry["fields"], f"{at}.{row}")


def form_of(known: Programme, kind: str, within: str, entered: Entered) -> dict[str, Any]:
    """What was entered, as the API takes a form: `fields`, and `entries` where the kind of case has them."""
    procedure = known.procedures[kind]
    found: dict[str, Any] = {"fields": values_of(fields_of(procedure["fields"], f"{within}.fields"), entered)}
    entries: dict[str, Any] = {}
    for name, _, part in known.judged(kind):
        if part["entry"] is None:
            continue
        at = f"{within}.entries.{name}.{part['department']}"
        if said := _said(part["entry"], at, entered):
            entries.setdefault(name, {})[part["department"]] = said
    return {**found, "entries": entries} if procedure["entries"] else found


def _said(entry: Mapping[str, Any], at: str, entered: Entered) -> dict[str, Any]:
    if entry["list_of"] is None:
        return values_of(fields_of(entry["fields"], at), entered)
    below = f"{at}.{entry['list_of']}"
    rows = [values_of(fields_of(entry["fields"], f"{below}.{row}"), entered) for row in range(entry["most"])]
    return {entry["list_of"]: [row for row in rows if row]} if any(rows) else {}


def values_of(entries: Iterable[Entry], entered: Entered) -> dict[str, Any]:
    """Values by the fields' own names, nested where these have dots. What was left empty is left out."""
    found: dict[str, Any] = {}
    for each in entries:
        if not (given := entered.get(each.name, "")):
            continue
        *above, own = each.spec["name"].split(".")
        into = found
        for step in above:
            into = into.setdefault(step, {})
        into[own] = _value(each.spec["kind"], given)
    return found


def _value(kind: str, given: str) -> Any:
    """What was typed, as JSON has it. What is no such value goes as it is: the API says what is wrong with it."""
    if kind == "flag" and given in ("true", "false"):
        return given == "true"
    if kind == "integer" and given.lstrip("-").isdecimal() and given.isascii() and len(given) < 16:
        return int(given)
    return given


def flat(value: Any, at: str) -> dict[str, str]:
    """JSON as fields have it, by their names: the other way round."""
    if isinstance(value, Mapping):
        return {name: said for key, below in value.items() for name, said in flat(below, f"{at}.{key}").items()}
    if isinstance(value, list):
        return {name: said for key, below in enumerate(value) for name, said in flat(below, f"{at}.{key}").items()}
    return {at: str(value).lower() if isinstance(value, bool) else str(value)}
