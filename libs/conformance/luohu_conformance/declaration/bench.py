"""What the checks of a declaration service share: the way to it, what the applicant filed, what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import httpx

from luohu_conformance.check import Broken, Untold
from luohu_conformance.clock import machine_now
from luohu_conformance.declaration.applicant import Applicant
from luohu_conformance.declaration.office import Office
from luohu_conformance.reading import Json, must, read
from luohu_conformance.speaking import Pair, Seal, Speaker
from luohu_contract.claim import ClaimKind
from luohu_contract.finding import PropertyFindings
from luohu_contract.message import (
    Outcome,
    Question,
    Receipt,
    Reception,
    Verdict,
    VerdictDelivery,
    Verdicts,
)

REASON = "property.not_matched"
FOUND = PropertyFindings(kind=ClaimKind.OWN_HOME, registered_on=date(2014, 8, 1), expired_on=None)

HOME: Json = {
    "kind": "own_home",
    "relation": "self",
    "certificate_format": "real_estate_title",
    "certificate_number": "京(2014)朝不动产权第9900041号",
    "district": "朝阳区",
    "from": "2014-08",
    "to": "2017-12",
}
OTHER_HOME: Json = {**HOME, "certificate_number": "京(2018)朝不动产权第9900042号", "from": "2018-02", "to": "2019-03"}


@dataclass
class Bench:
    """A declaration service on the bench."""

    speaker: Speaker
    office: Office
    applicant: Applicant
    stranger: Pair | None  #: another agency, of which nothing is asked
    patience: float
    declaration: str = ""
    home: str = ""  #: the item that goes through everything
    other: str = ""  #: the item that an agency refuses to be asked about
    file: str = ""  #: evidence that was uploaded
    verdict: Verdict | None = None  #: the first on the home
    questions: list[Question] = field(default_factory=list)  #: that came about the home, each once

    @property
    def first(self) -> Question:
        """The first question about the home."""
        return self.questions[0]

    @property
    def last(self) -> Question:
        """The question about the home that is open."""
        return self.questions[-1]

    @property
    def taken(self) -> Verdict:
        """The verdict that moved the home the first time."""
        assert self.verdict is not None  # noqa: S101 - the checks that use it need the one that delivers it
        return self.verdict

    async def next_question(self, item: str, known: Sequence[Question] = ()) -> Question:
        """The next question that comes about an item. Raises Broken."""
        ids = {question.id for question in known}

        def fresh() -> list[Question]:
            return [question for _, question in self.office.about(item) if question.id not in ids]

        found = await self.office.watch.until(fresh, self.patience)
        if not found:
            raise Broken(f"no question about the item came to the agency within {self.patience:g} s")
        return found[0]

    async def deliver(self, *verdicts: Verdict, seal: Seal = Seal.GOOD, by: Pair | None = None) -> httpx.Response:
        """Verdicts in one delivery, to the address that the questions named."""
        body = VerdictDelivery(timestamp=machine_now(), data=Verdicts(verdicts=verdicts))
        return await self.speaker.send("POST", self.callback(), body, seal=seal, by=by)

    async def received(self, *verdicts: Verdict, by: Pair | None = None) -> list[Reception]:
        """What became of verdicts, in their order. Raises Broken."""
        answer = read(Receipt, must(await self.deliver(*verdicts, by=by), 200))
        if [one.id for one in answer.receptions] != [verdict.id for verdict in verdicts]:
            raise Broken("the receipt does not name the verdicts of the delivery, each in its place")
        return [one.outcome for one in answer.receptions]

    async def must_still_be(self, item: str, status: str) -> None:
        """Raises Untold if a check before has moved the item: what would be seen now says nothing."""
        if (found := await self.applicant.status(item)) != status:
            raise Untold(f"the item is {found} already: see the checks before")

    async def must_be_received(self, verdict: Verdict, wanted: Reception, by: Pair | None = None) -> None:
        """Raises Broken unless a verdict is received so."""
        [seen] = await self.received(verdict, by=by)
        if seen is not wanted:
            raise Broken(f"it was received as {seen.value}, not as {wanted.value}")

    def callback(self) -> str:
        """Where verdicts go: what the first request said."""
        named = [batch.message.callback_url for batch in self.office.batches if batch.message]
        return named[0] if named else "/v1/verdicts"

    async def unchanged(self, before: Json, after: str) -> None:
        """Raises Broken if an item is not as it was."""
        now = await self.applicant.item(str(before.get("id")))
        for name in ("status", "version", "attempt", "reason", "findings"):
            if now.get(name) != before.get(name):
                raise Broken(
                    f"after {after}, the item's {name} is {_short(now.get(name))}, not {_short(before.get(name))}"
                )


def on(question: Question, reason: str | None = None, **fields: Any) -> Verdict:
    """A verdict on a question: invalid when there is a reason."""
    facts: Json = {
        "id": uuid4(),
        "question_id": question.id,
        "item_id": question.item_id,
        "attempt": question.attempt,
        "part": question.part,
        "kind": question.kind,
        "outcome": Outcome.INVALID if reason else Outcome.VALID,
        "reason": reason,
        "findings": FOUND,
        "decided_at": machine_now(),
    }
    return Verdict(**{**facts, **fields})


def stray(question: Question) -> Verdict:
    """A verdict on a question that nobody asked."""
    return on(question, REASON, question_id=uuid4(), item_id=uuid4())


def needed(pair: Pair | None) -> Pair:
    """The other agency. Raises Untold."""
    if pair is None:
        raise Untold("no secret of another agency was given")
    return pair


def _short(found: Any) -> str:
    return str(found)[:80]
