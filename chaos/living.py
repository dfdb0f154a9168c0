"""Those who live in a run, as whoever drives and watches it sees them: people who declare, or employers with cases."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from chaos.ledger import Tally


class Told(Protocol):
    """What a ledger tells of everybody."""

    asked: Tally
    acts: Counter[str]


class Living(Protocol):
    """Everybody of a run."""

    wanted: int
    missed: dict[str, int]

    @property
    def ledger(self) -> Told:
        """What they were told."""
        ...

    @property
    def persons(self) -> Sequence[Any]:
        """All of them."""
        ...

    @property
    def asked(self) -> int:
        """Verifications and rechecks that were accepted."""
        ...

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        ...

    async def live(self, side_by_side: int) -> None:
        """Let so many live at the same time, until enough was asked."""
        ...

    def have_asked_enough(self) -> None:
        """Nobody begins anything any more."""
        ...
