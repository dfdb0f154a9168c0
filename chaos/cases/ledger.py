"""What employers were told about the cases of their people: every request that the city accepted. Pure."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from chaos.ledger import Outcome, Tally

Key = tuple[str, str]  #: indicator and department of a record


def _tallies() -> "defaultdict[Key, Tally]":
    return defaultdict(Tally)


@dataclass(slots=True)
class CaseFolder:
    """All about one person's case."""

    opened: Tally = field(default_factory=Tally)
    steps: "defaultdict[str, Tally]" = field(default_factory=lambda: defaultdict(Tally))
    delivered: "defaultdict[Key, Tally]" = field(default_factory=_tallies)
    rechecked: "defaultdict[Key, Tally]" = field(default_factory=_tallies)


@dataclass(slots=True)
class CaseLedger:
    """Everybody's folders, by the persons' names."""

    folders: dict[str, CaseFolder] = field(default_factory=dict)
    asked: Tally = field(default_factory=Tally)  #: papers delivered and rechecks asked for
    acts: Counter[str] = field(default_factory=Counter)  #: what was accepted, by what it was

    def of(self, person: str) -> CaseFolder:
        """Somebody's."""
        return self.folders.setdefault(person, CaseFolder())

    def note(self, act: str, tally: Tally, outcome: Outcome, *, asks: bool = False) -> None:
        """A request and what became of it. asks: whether a department is asked by it."""
        tally.note(outcome)
        if asks:
            self.asked.note(outcome)
        if outcome is Outcome.ACCEPTED:
            self.acts[act] += 1
