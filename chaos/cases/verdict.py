"""The ledger of cases beside what the city has in the end: what is lost, doubled, stuck. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from chaos.cases.ledger import CaseFolder, CaseLedger, Key
from chaos.verdict import DOUBLED, LOST, STUCK, Verdict, Words, times


@dataclass(frozen=True, slots=True)
class KeptCase:
    """All that the city has about one person's case."""

    cases: int = 0  #: of the kind that was opened
    steps: Counter[str] = field(default_factory=Counter)  #: by the events of the case
    delivered: Counter[Key] = field(default_factory=Counter)
    rechecked: Counter[Key] = field(default_factory=Counter)
    under_review: tuple[Key, ...] = ()  #: records that no department has answered
    came: Counter[str] = field(default_factory=Counter)  #: of other kinds, that came of it


def compare(ledger: CaseLedger, kept: Mapping[str, KeptCase], reported: Iterable[Words] = ()) -> Verdict:
    """The ledger beside what the city has, by person. reported: what `luohu verify` found."""
    words: dict[str, list[str]] = {LOST: [], DOUBLED: [], STUCK: []}
    for person, folder in ledger.folders.items():
        for kind, what in _of_person(folder, kept.get(person, KeptCase())):
            words[kind].append(f"{person}: {what}")
    for kind, what in reported:
        words[kind].append(what)
    return Verdict(tuple(words[LOST]), tuple(words[DOUBLED]), tuple(words[STUCK]))


def _of_person(folder: CaseFolder, kept: KeptCase) -> Iterator[Words]:
    yield from times(folder.opened, kept.cases, "cases")
    if kept.cases > 1:
        yield DOUBLED, f"{kept.cases} cases are there"
    for kind, count in kept.came.items():
        if count > 1:
            yield DOUBLED, f"{count} cases of kind {kind} came of it"
    for step, tally in folder.steps.items():
        yield from times(tally, kept.steps[step], f"step {step}")
    for key, tally in folder.delivered.items():
        yield from times(tally, kept.delivered[key], f"papers for {'/'.join(key)}")
    for key, count in kept.delivered.items():
        if count > 1:
            yield DOUBLED, f"papers for {'/'.join(key)} were taken {count} times"
    for key, tally in folder.rechecked.items():
        yield from times(tally, kept.rechecked[key], f"rechecks of {'/'.join(key)}")
    for key in kept.under_review:
        yield STUCK, f"{'/'.join(key)} is under review still"
