"""Whether the steps of a procedure hang together: every status is known and reached, and the city never goes round.

Each fault is raised at the place of what is wrong, as `luohu_scoring.figure.wrong` makes it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from luohu_scoring.figure import unknown, wrong

OPENED = "opened"  #: the event with which every case begins

Place = tuple[str | int, ...]


class Way(Protocol):
    """A step as the file has it."""

    @property
    def step(self) -> str: ...
    @property
    def from_(self) -> tuple[str, ...]: ...
    @property
    def to(self) -> str: ...
    @property
    def at_once(self) -> bool:
        """Whether the city takes it as soon as its conditions hold."""
        ...


def check_statuses(statuses: Collection[str], first: str, rechecks_in: Sequence[str], steps: Sequence[Way]) -> None:
    """Raise for a status that is named and not there, and for one that no step ever leads to."""
    for place, name in _named(first, rechecks_in, steps):
        if name not in statuses:
            raise unknown(place, "status", name, list(statuses))
    reached = {first}
    while more := {way.to for way in steps if reached & set(way.from_)} - reached:
        reached |= more
    for status in statuses:
        if status not in reached:
            raise wrong(("statuses", status), "no step ever leads to {status}; leave it out", status=status)


def _named(first: str, rechecks_in: Sequence[str], steps: Sequence[Way]) -> Iterator[tuple[Place, str]]:
    yield ("opens",), first
    for index, status in enumerate(rechecks_in):
        yield ("rechecks_in", index), status
    for index, way in enumerate(steps):
        for place, status in enumerate(way.from_):
            yield ("steps", index, "from", place), status
        yield ("steps", index, "to"), way.to


def check_names(steps: Sequence[Way]) -> None:
    """Raise for a step that is written twice."""
    seen: set[str] = set()
    for index, way in enumerate(steps):
        if way.step in seen:
            raise wrong(("steps", index, "step"), "{name} comes twice; a step is written once", name=way.step)
        seen.add(way.step)


def check_no_circle(steps: Sequence[Way]) -> None:
    """Raise for steps that the city takes at once and that lead back to where they began.

    Whether their conditions ever hold together is not asked: a step in between that somebody takes, or that waits for
    a time, is what makes a circle safe.
    """
    ways: dict[str, list[tuple[int, Way]]] = {}
    for index, way in enumerate(steps):
        if way.at_once:
            for source in way.from_:
                ways.setdefault(source, []).append((index, way))
    for start in ways:
        if circle := _back_to(start, ways):
            index = circle[0][0]
            names = " → ".join([start, *(way.to for _, way in circle)])
            raise wrong(
                ("steps", index, "to"),
                "the city would go round in circles: {names}; let somebody take one of these steps, or a time pass",
                names=names,
            )


def _back_to(start: str, ways: dict[str, list[tuple[int, Way]]]) -> list[tuple[int, Way]]:
    """The shortest way from a status back to it, empty where there is none."""
    seen: set[str] = set()
    ahead: list[tuple[str, list[tuple[int, Way]]]] = [(start, [])]
    while ahead:
        status, walked = ahead.pop(0)
        for index, way in ways.get(status, []):
            if way.to == start:
                return [*walked, (index, way)]
            if way.to not in seen:
                seen.add(way.to)
                ahead.append((way.to, [*walked, (index, way)]))
    return []


def check_papers(since: Mapping[str, str], steps: Sequence[Way]) -> None:
    """Raise for a document that is issued with a step that is not there. since: step by name of the document."""
    known = [OPENED, *(way.step for way in steps)]
    for name, step in since.items():
        if step not in known:
            raise unknown(("documents", name, "since"), "step", step, known)
