"""What the people were told: every request that the city accepted, to be found again when it is over. Pure.

A request whose answer was lost may have been done or not; it is neither lost nor doubled then, but written down.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Account:
    """One item, as its owner knows it."""

    item: str
    asked: int = 0  #: verifications and rechecks that were accepted
    unsure: int = 0  #: those of which no answer came
    deleted: bool = False
    deletion_unsure: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An item as the city has it in the end."""

    item: str
    attempts: int  #: how often it was sent, by its own count
    sent: int  #: how often, by its events
    settled: int  #: how often it came out of review, by its events
    under_review: bool


@dataclass(slots=True)
class Ledger:
    """All items of everybody."""

    accounts: dict[str, Account] = field(default_factory=dict)

    def filed(self, item: str) -> Account:
        """An item that the city says it has."""
        return self.accounts.setdefault(item, Account(item))

    @property
    def asked(self) -> int:
        """Verifications and rechecks that were accepted."""
        return sum(account.asked for account in self.accounts.values())

    @property
    def unsure(self) -> int:
        """Those of which nobody knows."""
        return sum(account.unsure for account in self.accounts.values())


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


def compare(ledger: Ledger, kept: Mapping[str, Kept], reported: Iterable[tuple[str, str]] = ()) -> Verdict:
    """The ledger beside what the city has. kept: of every item that is there. reported: what `luohu verify` found, in
    pairs of a kind (`lost`, `doubled`, `stuck`) and words.
    """
    words: dict[str, list[str]] = {"lost": [], "doubled": [], "stuck": []}
    for account in ledger.accounts.values():
        for kind, what in _differences(account, kept.get(account.item)):
            words[kind].append(f"item {account.item}: {what}")
    for item in kept.keys() - ledger.accounts.keys():
        words["doubled"].append(f"item {item} is there, and nobody filed it")
    for kind, what in reported:
        words[kind].append(what)
    return Verdict(tuple(words["lost"]), tuple(words["doubled"]), tuple(words["stuck"]))


def _differences(account: Account, kept: Kept | None) -> Iterator[tuple[str, str]]:
    if kept is None:
        if not (account.deleted or account.deletion_unsure):
            yield "lost", "it was filed, and is not there"
        return
    if account.deleted:
        yield "lost", "it was deleted, and is there"
    if kept.attempts < account.asked:
        yield "lost", f"{account.asked} requests were accepted, {kept.attempts} arrived"
    if kept.attempts > account.asked + account.unsure:
        yield "doubled", f"{account.asked} requests were accepted, {kept.attempts} arrived"
    if kept.sent != kept.attempts:
        yield (
            "doubled" if kept.sent > kept.attempts else "lost",
            f"{kept.attempts} attempts, {kept.sent} events of them",
        )
    if kept.under_review or kept.settled < kept.sent:
        yield "stuck", "it is under review still"
    if kept.settled > kept.sent:
        yield "doubled", f"sent {kept.sent} times, decided {kept.settled} times"
