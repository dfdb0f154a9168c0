"""Forms made from a programme: which fields there are, what was entered in them, and the JSON that the API takes.

A field is called by its place in that JSON, with dots (`form.entries.skill.human_resources.values.tier`), so every
message of the API finds its field by its pointer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_gateway.site.cases.programme import Label, Programme

MORE = "more"  #: the button that asks for one row more: its value is where in the JSON the list stands
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
    rows: tuple[tuple[Entry, ...], ...]  #: one, where it is no list
    open: bool  #: something stands in it, or is wrong with it
    list_at: str = ""  #: where in the JSON its list stands, if it is one
    full: bool = True  #: it takes no row more


def fields_of(specs: Iterable[Mapping[str, Any]], within: str) -> tuple[Entry, ...]:
    """Fields of a form. within: where in the JSON they stand."""
    return tuple(Entry(f"{within}.{spec['name']}", spec) for spec in specs)


def blocks_of(known: Programme, kind: str, within: str, entered: Entered, faults: Iterable[str] = ()) -> list[Block]:
    """What can be entered for the records of a kind of case. within: where the form stands. faults: names of fields."""
    touched = {name for name, value in entered.items() if value} | set(faults)
    found = []
    for name, title, part in known.judged(kind):
        entry = part["entry"]
        if entry is None:
            continue
        at = f"{within}.entries.{name}.{part['department']}"
        opened = any(each == at or each.startswith(f"{at}.") for each in touched) or _asked(entered, at)
        if entry["list_of"] is None:
            block = Block(title, part["department_title"], (fields_of(entry["fields"], at),), opened)
        else:
            at = f"{at}.{entry['list_of']}"
            shown = min(entry["most"], max(_ROWS, last_row(touched, at) + 2, rows_wanted(entered, at)))
            rows = tuple(fields_of(entry["fields"], f"{at}.{row}") for row in range(shown))
            block = Block(title, part["department_title"], rows, opened, at, shown == entry["most"])
        found.append(block)
    return found


def last_row(names: Iterable[str], at: str) -> int:
    """The last row of a list among names of fields; -1 where there is none. at: where in the JSON the list stands."""
    places = (name.removeprefix(f"{at}.").partition(".")[0] for name in names if name.startswith(f"{at}."))
    return max((int(place) for place in places if place.isascii() and place.isdigit() and len(place) < 5), default=-1)


def rows_wanted(entered: Entered, at: str) -> int:
    """How many rows of a list a form that was sent wants to see: those that it had, and the one it asks for."""
    return last_row(entered, at) + 1 + (entered.get(MORE) == at)


def _asked(entered: Entered, at: str) -> bool:
    return entered.get(MORE, "").startswith(f"{at}.")


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
