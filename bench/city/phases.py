"""The phases of a run: each has a bar while it lasts, and afterwards its seconds and what it cost which process."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from bench.city.gauge import Gauge

Step = Callable[[int], None]
_COLUMNS = (
    TextColumn("{task.description:<22}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[rate]}"),
    TimeElapsedColumn(),
    TimeRemainingColumn(),
)


@dataclass(slots=True)
class Phase:
    """One of them, when it is over."""

    name: str
    of_the_year: bool  #: whether it counts: what lies between the first filing and the published list does
    count: int = 0
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)  #: seconds by process


class Phases:
    """Use as a context; `phase` one after another."""

    def __init__(self, console: Console, gauge: Gauge) -> None:
        self.done: list[Phase] = []
        self._console = console
        self._gauge = gauge
        self._bars = Progress(*_COLUMNS, console=console, disable=not console.is_terminal)

    def __enter__(self) -> "Phases":
        self._bars.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bars.stop()

    @contextmanager
    def phase(self, name: str, total: int, *, of_the_year: bool = True) -> Iterator[Step]:
        """Measure the block; what to call as it goes on."""
        phase = Phase(name, of_the_year)
        bar = self._bars.add_task(name, total=total, rate="")
        before, began = self._gauge.spent(), time.monotonic()

        def step(number: int) -> None:
            phase.count += number
            rate = phase.count / max(time.monotonic() - began, 0.001)
            self._bars.update(bar, completed=min(phase.count, total), rate=f"{rate:.0f}/s")

        yield step
        phase.seconds = time.monotonic() - began
        phase.cpu = self._gauge.since(before)
        self.done.append(phase)
        if not self._console.is_terminal:
            cpu = sum(phase.cpu.values())
            line = f"{time.strftime('%H:%M:%S')} {name}: {phase.count} in {phase.seconds:.1f} s, {cpu:.1f} s of CPU"
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
