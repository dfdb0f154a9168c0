"""Which of a world's inputs make its log: from its beginning on, with the reads whose ids somebody used. Pure."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from luohu_kit.journal.hop import CONTROL
from luohu_kit.journal.kept_inputs import READ
from luohu_kit.journal.told import made_up_in

Line = Mapping[str, Any]

WORLDS = f"{CONTROL}worlds"
IMPORT = f"{WORLDS}/import"
_LET_GO = frozenset({f"{CONTROL}clock/release", f"{CONTROL}clock/scale"})


class LogIncomplete(Exception):
    """Something that the world has lived through is in no journal, so nobody can tell it again."""


@dataclass(slots=True)
class Plan:
    """What a look over all inputs has found."""

    begins: int = 0  #: the place of the first input of this life
    inputs: int = 0  #: that changed something, or tried to
    stood: bool = True  #: the clock was moved, and never let go
    used: set[str] = field(default_factory=set)  #: ids that inputs speak of


def planned(lines: Iterable[Line], world: str) -> Plan:
    """Look over all inputs of a world, in order. Raises LogIncomplete."""
    # The world main, and those that were made by the dozen, begin without a request of their own.
    plan, of_a_file = Plan(), False
    taken: set[str] = set()
    for place, line in enumerate(lines):
        if _begins(line, world):
            plan, taken, of_a_file = Plan(begins=place + 1), set(), False
        elif line["target"].partition("?")[0] == IMPORT:
            of_a_file |= _succeeded(line)
        elif line["method"] not in READ:
            plan.inputs += 1
            plan.used |= _spoken_of(line)
            if _succeeded(line):
                plan.stood &= line["target"] not in _LET_GO
                _look_at_snapshots(line, world, taken)
    if of_a_file:
        raise LogIncomplete(f"The world {world} was made of a file: what it has lived through before is in no journal.")
    return plan


def chosen(lines: Iterable[Line], plan: Plan) -> Iterator[Line]:
    """The lines of the log: every input of this life, and each read that was the first to tell an id that is used."""
    told: set[str] = set()
    for place, line in enumerate(lines):
        if place < plan.begins:
            continue
        names = {one for names in line["told"].values() for one in names} & plan.used
        if line["method"] not in READ or names - told:
            yield line
        told |= names


def _begins(line: Line, world: str) -> bool:
    made = line["target"].partition("?")[0] in (WORLDS, f"{WORLDS}/replay", f"{WORLDS}/{world}/reset")
    return made and line["method"] == "POST" and _succeeded(line)


def _succeeded(line: Line) -> bool:
    return line["status"] is not None and line["status"] < 300


def _look_at_snapshots(line: Line, world: str, taken: set[str]) -> None:
    """A world that was brought back to something older than its log cannot be told again."""
    base, _, rest = line["target"].partition(f"{WORLDS}/{world}/snapshots")
    if base or line["method"] != "POST":
        return
    if rest.endswith("/restore"):
        name = rest.split("/")[1]
        if name not in taken:
            raise LogIncomplete(f"The world was brought back to the snapshot {name}, which was taken before its log.")
    elif line["target"].endswith("/snapshots"):
        given = orjson.loads(line.get("body") or "null") or {}
        taken |= {given["name"]} if "name" in given else set(line["told"].get("Location", ()))


def _spoken_of(line: Line) -> set[str]:
    body = line.get("body") or base64.b64decode(line.get("base64") or "").decode("latin-1")
    return made_up_in("\n".join((line["target"], *line["headers"].values(), body)))
