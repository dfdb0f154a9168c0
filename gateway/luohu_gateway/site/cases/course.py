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
    """The line. Of several ways on it takes the one whose status the procedure names first."""
    labels, here = procedure["statuses"], case["status"]
    came: dict[str, str] = {}
    for line in history:
        if line["from"] != line["to"]:
            came[line["to"]] = line["at"]
    past = [Station(labels[status], "past", at) for status, at in came.items() if status != here]
    known, at, ahead = {*came, here}, here, []
    while (following := _next(procedure, at)) and following not in known:
        ahead.append(Station(labels[following], "ahead"))
        known.add(following)
        at = following
    return [*past, Station(labels[here], "here", case["since"]), *ahead]


def _next(procedure: Mapping[str, Any], at: str) -> str | None:
    targets = {step["to"] for step in procedure["steps"] if at in step["from_"]} - {at}
    return next((status for status in procedure["statuses"] if status in targets), None)
