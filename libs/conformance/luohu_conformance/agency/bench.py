"""What the checks of an agency share: the way to it, what was asked, what came."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from luohu_conformance.agency.desk import Delivery, Desk
from luohu_conformance.check import Broken, Untold
from luohu_conformance.reading import Json, must, read
from luohu_conformance.samples import CASES, Case, question
from luohu_conformance.speaking import Seal, Speaker
from luohu_contract.directory import BY_NAME
from luohu_contract.message import (
    Acknowledgement,
    Question,
    Verdict,
    VerificationRequest,
    VerificationState,
    VerificationStatus,
)

PATH = "/v1/verifications"


@dataclass
class Bench:
    """An agency on the bench."""

    speaker: Speaker
    desk: Desk
    cases: tuple[Case, ...]
    callback: str
    patience: float
    first: list[Question] = field(default_factory=list)  #: one for each case, the batch that everything begins with
    recheck: Question | None = None

    @property
    def name(self) -> str:
        """The agency's name in the city."""
        return self.speaker.pair.other

    def new(self) -> Question:
        """A new question about the first case."""
        return question(self.cases[0])

    def foreign(self) -> Question | None:
        """A question about a kind of claim that this agency is not asked about; None when there is none."""
        own = {*(case.claim.kind for case in self.cases), *BY_NAME[self.name].answers}
        return next((question(case) for case in CASES if case.claim.kind not in own), None)

    async def ask(self, questions: Sequence[Question], *, seal: Seal = Seal.GOOD) -> httpx.Response:
        """Questions in one batch."""
        request = VerificationRequest(callback_url=self.callback, questions=tuple(questions))
        return await self.speaker.send("POST", PATH, request, seal=seal)

    async def acknowledged(self, questions: Sequence[Question]) -> Acknowledgement:
        """What the agency says to a batch. Raises Broken unless it is 202 and names every question once."""
        answer = read(Acknowledgement, must(await self.ask(questions), 202))
        named = {*answer.accepted, *(refused.id for refused in answer.refused)}
        if lacking := [str(one.id) for one in questions if one.id not in named]:
            raise Broken(
                f"the acknowledgement names {len(lacking)} of {len(questions)} questions not at all: {lacking[0]}"
            )
        return answer

    async def taken(self, questions: Sequence[Question]) -> str:
        """Says that all were accepted. Raises Broken."""
        answer = await self.acknowledged(questions)
        if answer.refused:
            raise Broken(
                f"{len(answer.refused)} were refused; the first: {answer.refused[0].slug}, {answer.refused[0].detail}"
            )
        return f"{len(questions)} accepted" if len(questions) > 1 else "accepted"

    async def status(self, asked: Question) -> VerificationStatus:
        """Where a question stands at the agency. Raises Broken."""
        return read(VerificationStatus, must(await self.speaker.send("GET", f"{PATH}/{asked.id}"), 200))

    async def came(self, asked: Question, times: int = 1) -> list[tuple[Delivery, Json]]:
        """Deliveries with a verdict on a question, as soon as there are so many. Raises Untold, Broken."""
        found = await self.desk.watch.until(
            lambda: about if len(about := self.desk.about(asked.id)) >= times else [], self.patience
        )
        if found:
            return found
        status = await self.status(asked)
        if status.state is VerificationState.DECIDED:
            raise Broken(
                f"question {asked.id} is decided at the agency, but its verdict came "
                f"{len(self.desk.about(asked.id))} times to {self.callback} within {self.patience:g} s, not {times}"
            )
        raise Untold(
            f"question {asked.id} is still {status.state.value} after {self.patience:g} s: give the kit cases that the "
            "agency decides at once, or more patience"
        )

    def verdicts(self, asked: Question) -> list[Verdict]:
        """The verdicts that came on a question and can be read."""
        read = (verdict for delivery in self.desk.deliveries for verdict in delivery.read)
        return [verdict for verdict in read if verdict.question_id == asked.id]

    def rechecked(self) -> Question:
        """The recheck that was accepted."""
        assert self.recheck is not None  # noqa: S101 - the checks that use it need the one that asks it
        return self.recheck
