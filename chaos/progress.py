"""How far a run is: bars in a terminal, a line now and then where nobody looks at bars."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from chaos.living import Living
from chaos.torment import Tormentor

LOOK, TELL = 0.5, 30.0  #: seconds between two looks, and between two lines
_COLUMNS = (
    TextColumn("{task.description:<14}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[rate]}"),
    TimeElapsedColumn(),
    TimeRemainingColumn(),
)


class Progress:
    """Use as a context."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Bars(*_COLUMNS, console=console, speed_estimate_period=120.0, disable=not console.is_terminal)

    def __enter__(self) -> "Progress":
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    @contextmanager
    def counting(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        """Something that is counted; what to call with each step."""
        bar = self._bars.add_task(what, total=total, rate="")
        began = time.monotonic()
        yield lambda number: self._bars.advance(bar, number)
        self._tell(f"{what}: {total} in {time.monotonic() - began:.0f} s")

    @contextmanager
    def following(self, people: Living, tormentor: Tormentor) -> Iterator[None]:
        """While people live and are tormented."""
        asked = self._bars.add_task("verifications", total=people.wanted, rate="")
        kills = self._bars.add_task("kills", total=tormentor.kills, rate="")
        showing = asyncio.create_task(self._show(people, tormentor, asked, kills))
        try:
            yield
        finally:
            showing.cancel()
            self._show_once(people, tormentor, asked, kills, "")

    async def _show(self, people: Living, tormentor: Tormentor, asked: TaskID, kills: TaskID) -> None:
        began = told = time.monotonic()
        while True:
            await asyncio.sleep(LOOK)
            now = time.monotonic()
            rate = people.asked / (now - began)
            self._show_once(people, tormentor, asked, kills, f"{rate:.1f}/s")
            if now - told >= TELL:
                told = now
                left = f"{(people.wanted - people.asked) / rate / 60:.1f} min left" if rate else "nothing asked yet"
                self._tell(
                    f"{people.asked} of {people.wanted} verifications, {rate:.1f}/s, "
                    f"{tormentor.killed} of {tormentor.kills} kills, {left}"
                )

    def _show_once(self, people: Living, tormentor: Tormentor, asked: TaskID, kills: TaskID, rate: str) -> None:
        self._bars.update(asked, completed=min(people.asked, people.wanted), rate=rate)
        self._bars.update(kills, completed=tormentor.killed)

    def _tell(self, line: str) -> None:
        if not self._console.is_terminal:
            self._console.print(f"{time.strftime('%H:%M:%S')} {line}", markup=False, highlight=False, soft_wrap=True)
