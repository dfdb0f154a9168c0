"""What the turns say: jobs a second, processor time for a job, and luohu's share against everybody, turn by turn.

A ratio is of two turns of the same round, one after the other, so that whatever else the machine did then is in both;
the least, the middle and the largest of all rounds are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from rich.table import Table

from bench.peers.turn import Turn

LUOHU = "luohu"
WIDTH = 120  #: characters that the table needs
PROMISES: Mapping[str, float] = {
    "Procrastinate": 20.0,
    "DBOS": 40.0,
    "SQL alone": 0.15,
}  #: luohu's rate is so many times


@dataclass(frozen=True, slots=True)
class Spread:
    """The least, the middle and the largest of some figures."""

    least: float
    middle: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        """Of at least one."""
        return cls(min(figures), median(figures), max(figures))

    def __str__(self) -> str:
        return " / ".join(_short(each) for each in (self.least, self.middle, self.most))


@dataclass(frozen=True, slots=True)
class Line:
    """What is told of one contestant."""

    name: str
    rate: Spread  #: jobs a second
    cpu_ms: float  #: for each job, all processes: of the middle round
    parts: Mapping[str, float]  #: the same by process
    ratio: Spread  #: luohu's rate by this one's
    cpu_ratio: Spread  #: this one's processor time by luohu's
    promise: float | None  #: the least that the ratio should be

    @property
    def kept(self) -> bool | None:
        """Whether the promise was kept in the middle of the rounds; None where there is none."""
        return None if self.promise is None else self.ratio.middle >= self.promise


def lines(rounds: Sequence[Mapping[str, Turn]]) -> list[Line]:
    """A line for each contestant, in their order; luohu is one of them."""
    return [_line(name, rounds) for name in rounds[0]]


def drawn(found: Sequence[Line], rounds: int) -> Table:
    """For a terminal."""
    table = Table(title=f"{rounds} rounds, least / middle / largest; luohu is so many times faster, and cheaper (CPU)")
    for heading in ("", "jobs/s", "CPU ms/job", "faster", "cheaper", "promise"):
        table.add_column(heading, justify="left" if not heading else "right", no_wrap=True)
    for line in found:
        own = line.name == LUOHU
        promise = "" if line.promise is None else f"{line.promise:g}: {'kept' if line.kept else 'not kept'}"
        ratio, cheaper = ("", "") if own else (str(line.ratio), str(line.cpu_ratio))
        table.add_row(line.name, str(line.rate), f"{line.cpu_ms:.2f}", ratio, cheaper, promise)
    return table


def plain(found: Sequence[Line]) -> list[dict[str, object]]:
    """For a machine."""
    return [
        {
            "name": line.name,
            "jobs_a_second": _listed(line.rate),
            "cpu_ms_a_job": dict(line.parts),
            "luohu_times_faster": _listed(line.ratio),
            "luohu_times_cheaper": _listed(line.cpu_ratio),
            "promise": line.promise,
        }
        for line in found
    ]


def _line(name: str, rounds: Sequence[Mapping[str, Turn]]) -> Line:
    turns = sorted((each[name] for each in rounds), key=lambda turn: turn.cpu_ms["all"])
    middle = turns[len(turns) // 2].cpu_ms
    return Line(
        name,
        Spread.of([turn.rate for turn in turns]),
        middle["all"],
        middle,
        Spread.of([each[LUOHU].rate / each[name].rate for each in rounds]),
        Spread.of([each[name].cpu_ms["all"] / each[LUOHU].cpu_ms["all"] for each in rounds]),
        PROMISES.get(name),
    )


def _listed(spread: Spread) -> list[float]:
    return [float(f"{each:.3g}") for each in (spread.least, spread.middle, spread.most)]


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"
