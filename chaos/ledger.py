"""What the people were told: every request that the city accepted, to be found again when it is over. Pure.

A request whose answer was lost may have been done or not; it is neither lost nor doubled then, but written down.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What somebody knows of a request."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  #: nothing was done
    UNSURE = "unsure"  #: no answer came: it was done or not


@dataclass(slots=True)
class Tally:
    """How often something was asked for."""

    sure: int = 0  #: was accepted
    unsure: int = 0  #: of those no answer came

    def note(self, outcome: Outcome, times: int = 1) -> None:
        """So many more."""
        if outcome is Outcome.ACCEPTED:
            self.sure += times
        elif outcome is Outcome.UNSURE:
            self.unsure += times

    def misses(self, found: int) -> bool:
        """Whether fewer are there than were accepted."""
        return found < self.sure

    def exceeds(self, found: int) -> bool:
        """Whether more are there than were asked for."""
        return found > self.sure + self.unsure


@dataclass(slots=True)
class Account:
    """One item, as its owner knows it."""

    asked: Tally = field(default_factory=Tally)  #: verifications and rechecks
    deleted: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class Folder:
    """All of one person: a declaration and its items, as they know them."""

    filed: Tally = field(default_factory=Tally)  #: items
    submitted: Tally = field(default_factory=Tally)
    withdrawn: Tally = field(default_factory=Tally)
    accounts: dict[str, Account] = field(default_factory=dict)
    expected: Outcome = Outcome.REFUSED  #: what is known of the verification of items that were not seen yet

    def meet(self, item: str) -> Account:
        """The account of an item that is on the page: one that is not known was filed by the last request that did."""
        account = self.accounts.get(item)
        if account is None:
            account = self.accounts[item] = Account()
            account.asked.note(self.expected)
        return account


@dataclass(slots=True)
class Ledger:
    """Everybody's folders, by their names."""

    folders: dict[str, Folder] = field(default_factory=dict)
    asked: Tally = field(default_factory=Tally)  #: verifications and rechecks of everybody
    acts: Counter[str] = field(default_factory=Counter)  #: what was accepted, by what it was

    def of(self, person: str) -> Folder:
        """Somebody's."""
        return self.folders.setdefault(person, Folder())

    def file(self, act: str, folder: Folder, items: int, outcome: Outcome, *, verified: bool) -> None:
        """Somebody has asked to have so many items filed, and verified in the same request."""
        self._act(act, outcome, items)
        folder.filed.note(outcome, items)
        folder.expected = outcome if verified else Outcome.REFUSED
        if verified:
            self.asked.note(outcome, items)

    def ask(self, act: str, account: Account, outcome: Outcome) -> None:
        """Somebody has asked for a verification or a recheck of an item."""
        self._act(act, outcome)
        account.asked.note(outcome)
        self.asked.note(outcome)

    def note(self, act: str, tally: Tally, outcome: Outcome) -> None:
        """Somebody has asked for something else."""
        self._act(act, outcome)
        tally.note(outcome)

    def _act(self, act: str, outcome: Outcome, times: int = 1) -> None:
        if outcome is Outcome.ACCEPTED:
            self.acts[act] += times
