"""The course of a case as a line: where it has been, where it stands, and where it goes from there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_gateway.site.cases.programme import Label


@dataclass(frozen=True, slots=True)
class Station:
    """One status on the line. place: `past`, `here` or `ahead`."""

    label: Label
    place: str
    at: str = ""  #: when the case came to it


def stations(
    procedure: Mapping[str, Any], case: Mapping[str, Any], history: Iterable[Mapping[str, Any]]
) -> list[Station]:
    """The line. Ahead lies what the first step of each status leads to, as the procedure has them in order."""
    labels, here = procedure["statuses"], case["status"]
    came: dict[str, str] = {}
    for line in history:
        if line["from"] != line["to"]:
            came[line["to"]] = line["at"]
    past = [Station(labels[status], "past", at) for status, at in came.items() if status != here]
    ahead: list[Station] = []
    known = {*came, here}
    at = here
    while following := next(
        (step["to"] for step in procedure["steps"] if at in step["from_"] and step["to"] not in known), None
    ):
        ahead.append(Station(labels[following], "ahead"))
        known.add(following)
        at = following
    return [*past, Station(labels[here], "here", case["since"]), *ahead]
