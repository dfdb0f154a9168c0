"""Where everything stands in the sequence diagram of a journey. Pure: the steps as the journal tells them in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

APART = 190  #: units between two lifelines
FIRST = 170  #: where the first one stands: the times are left of it
HEAD = 44
ROW = 52
MOST = 200  #: steps that are drawn; the last ones of a longer journey


@dataclass(frozen=True, slots=True)
class Life:
    """Somebody who asks or is asked."""

    name: str
    x: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step."""

    y: int
    x1: int
    x2: int
    at: str  #: the world's time; empty where it is that of the step above
    says: str
    answer: str  #: empty: there was none
    fault: str
    times: int

    @property
    def words_at(self) -> int:
        """Where its words begin."""
        return min(self.x1, self.x2) + 8


@dataclass(frozen=True, slots=True)
class Diagram:
    """A journey, drawn."""

    width: int
    height: int
    lives: tuple[Life, ...]
    arrows: tuple[Arrow, ...]
    left_out: int  #: steps before those that are drawn


def drawn(names: Sequence[str], steps: Sequence[Mapping[str, Any]]) -> Diagram:
    """The diagram. names: everybody, in the order in which they stand; steps: as the API has them."""
    places = {name: FIRST + APART * number for number, name in enumerate(names)}
    shown = steps[-MOST:]
    arrows: list[Arrow] = []
    before = ""
    for number, step in enumerate(shown):
        at = step["world_at"]
        arrows.append(
            Arrow(
                y=HEAD + 30 + ROW * number,
                x1=places[step["from"]],
                x2=places[step["to"]],
                at="" if at[:19] == before[:19] else at,
                says=step["says"],
                answer=step["answer"] or "",
                fault=step["fault"] or "",
                times=step["times"],
            )
        )
        before = at
    lives = tuple(Life(name, x) for name, x in places.items())
    # The words of the last arrow go on beyond the last lifeline.
    width = FIRST + APART * max(len(names) - 1, 0) + APART
    return Diagram(width, HEAD + 30 + ROW * len(shown), lives, tuple(arrows), len(steps) - len(shown))
