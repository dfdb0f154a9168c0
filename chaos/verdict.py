"""The ledger beside what the city has in the end: what is lost, what is doubled, what is stuck. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chaos.ledger import Account, Folder, Ledger, Tally

LOST, DOUBLED, STUCK = "lost", "doubled", "stuck"
Words = tuple[str, str]  #: one of the three, and what it is


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item as the city has it in the end."""

    item: str
    attempts: int  #: how often it was sent, by its own count
    sent: int  #: how often, by its events
    settled: int  #: how often it came out of review, by its events
    under_review: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the city has of one person."""

    declarations: int
    submitted: int  #: how often, by the events of the declaration
    withdrawn: int
    is_submitted: bool  #: as its page shows it
    items: tuple[KeptItem, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of it all."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    stuck: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Nothing of the three."""
        return not (self.lost or self.doubled or self.stuck)

    def __str__(self) -> str:
        return f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.stuck)} stuck"


def compare(ledger: Ledger, kept: Mapping[str, Kept], reported: Iterable[Words] = ()) -> Verdict:
    """The ledger beside what the city has, by person. reported: what `luohu verify` found."""
    words: dict[str, list[str]] = {LOST: [], DOUBLED: [], STUCK: []}
    for person, folder in ledger.folders.items():
        for kind, what in _of_person(folder, kept[person]):
            words[kind].append(f"{person}: {what}")
    for kind, what in reported:
        words[kind].append(what)
    return Verdict(tuple(words[LOST]), tuple(words[DOUBLED]), tuple(words[STUCK]))


def _of_person(folder: Folder, kept: Kept) -> Iterator[Words]:
    there = {each.item: each for each in kept.items}
    if kept.declarations > 1 or (folder.filed.sure and not kept.declarations):
        yield (DOUBLED if kept.declarations else LOST), f"{kept.declarations} declarations are there"
    yield from times(folder.filed, len(there.keys() | folder.accounts.keys()), "items were filed")
    yield from times(folder.submitted, kept.submitted, "submissions")
    yield from times(folder.withdrawn, kept.withdrawn, "withdrawals")
    if kept.is_submitted != (kept.submitted > kept.withdrawn):
        yield LOST, f"submitted {kept.submitted} times, withdrawn {kept.withdrawn} times, and its page says otherwise"
    for item, account in folder.accounts.items():
        for kind, what in _of_item(account, there.get(item)):
            yield kind, f"item {item}: {what}"


def _of_item(account: Account, kept: KeptItem | None) -> Iterator[Words]:
    if kept is None:
        if not (account.deleted.sure or account.deleted.unsure):
            yield LOST, "it was filed, and is not there"
        return
    if account.deleted.sure:
        yield LOST, "it was deleted, and is there"
    yield from times(account.asked, kept.attempts, "requests for a verdict")
    if kept.sent != kept.attempts:
        yield (DOUBLED if kept.sent > kept.attempts else LOST), f"{kept.attempts} attempts, {kept.sent} events of them"
    if kept.under_review or kept.settled < kept.sent:
        yield STUCK, "it is under review still"
    if kept.settled > kept.sent:
        yield DOUBLED, f"sent {kept.sent} times, decided {kept.settled} times"


def times(asked: Tally, found: int, what: str) -> Iterator[Words]:
    """Whether fewer or more are there than were asked for."""
    if asked.misses(found):
        yield LOST, f"{what}: {asked.sure} were accepted, {found} are there"
    if asked.exceeds(found):
        yield DOUBLED, f"{what}: {asked.sure} were accepted ({asked.unsure} unsure), {found} are there"
