"""A declaration on a desk, in memory: a spouse, a home in the spouse's name, an education; and what was asked of whom.

It plays what the use cases do with the same domain functions, so that laws can be tried in thousands of orders.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from luohu_contract.item import ItemKind
from luohu_contract.message import Decider, Outcome, Part, QuestionKind, Reception, Verdict
from luohu_contract.reasons import REASONS
from luohu_declaration.domain import item as moves
from luohu_declaration.domain.item import CLAIM_OF, Move, PartResult, Standing
from luohu_declaration.domain.receive import AskedQuestion, ItemOnFile, QuestionState, receive
from luohu_declaration.domain.spouse import consequence, reviewed
from luohu_declaration.domain.states import Event, Status

NOW = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
SPOUSE, HOME, STUDIES = UUID(int=1), UUID(int=2), UUID(int=3)
KINDS = {SPOUSE: ItemKind.SPOUSE, HOME: ItemKind.OWN_HOME, STUDIES: ItemKind.DOMESTIC_EDUCATION}
PARTS = {HOME: (Part.WHOLE,), STUDIES: (Part.QUALIFICATION, Part.DEGREE)}
AGENCY = "any"


@dataclass
class Desk:
    """The items by their ids, and every question that was ever asked."""

    items: dict[UUID, Standing] = field(default_factory=lambda: {each: moves.filed(NOW).after for each in KINDS})
    questions: dict[UUID, AskedQuestion] = field(default_factory=dict)
    seen: set[UUID] = field(default_factory=set)
    history: list[tuple[UUID, Move]] = field(default_factory=list)

    def copy(self) -> "Desk":
        """Another desk on which everything is the same."""
        return Desk(dict(self.items), dict(self.questions), set(self.seen), list(self.history))

    def open_parts(self, item: UUID) -> frozenset[Part]:
        """Parts whose verdicts are out."""
        return frozenset(q.part for q in self.questions.values() if q.item_id == item and q.state is QuestionState.OPEN)

    def verify(self, item: UUID) -> None:
        """Send a draft; a spouse that is a draft goes along with its home."""
        self._move(item, moves.verification_asked(self.items[item], NOW))
        if item == HOME and self.items[SPOUSE].status is Status.DRAFT:
            self._move(SPOUSE, moves.verification_asked(self.items[SPOUSE], NOW))
        for part in PARTS[item]:
            self._ask(item, part, QuestionKind.VERIFICATION)

    def recheck(self, item: UUID, part: Part) -> None:
        """Dispute one part."""
        self._move(item, moves.recheck_asked(self.items[item], part, "disputed", NOW))
        self._ask(item, part, QuestionKind.RECHECK)

    def edit(self, item: UUID) -> None:
        """Enter something else."""
        self._move(item, moves.edited(KINDS[item], self.items[item], NOW))

    def answer(self, verdict: Verdict) -> Reception:
        """One verdict comes in, perhaps not for the first time."""
        fresh = {verdict.id} - self.seen
        self.seen.add(verdict.id)
        spouse = {HOME: self.items[SPOUSE].status}
        taken = receive(
            [verdict],
            sender=AGENCY,
            fresh=fresh,
            questions=self.questions,
            items={
                each: ItemOnFile(standing, self.open_parts(each), spouse.get(each))
                for each, standing in self.items.items()
            },
            known_reason=REASONS.__contains__,
            now=NOW,
        )
        for question, move in taken.moves:
            self._move(question.item_id, move)
        for question_id in taken.answered:
            self._close(question_id, QuestionState.ANSWERED)
        return taken.receptions[0][1]

    def review(self, reason: str | None) -> None:
        """The window decides about the spouse."""
        outcome = Outcome.INVALID if reason else Outcome.VALID
        result = PartResult(outcome, reason, None, (), None, Decider.OPERATOR, NOW)
        self._move(SPOUSE, reviewed(self.items[SPOUSE], result, NOW))
        follows = consequence(result, self.items[HOME], self.open_parts(HOME), NOW)
        if follows is None:
            return
        self._move(HOME, follows)
        if follows.event is Event.SPOUSE_FOUND_INVALID:
            for question in list(self.questions.values()):
                if question.item_id == HOME and question.state is QuestionState.OPEN:
                    self._close(question.id, QuestionState.SUPERSEDED)

    def _ask(self, item: UUID, part: Part, kind: QuestionKind) -> None:
        question = AskedQuestion(
            id=UUID(int=1000 + len(self.questions)),  # not by chance: a run that is tried again goes the same way
            item_id=item,
            declaration_id=UUID(int=99),
            part=part,
            attempt=self.items[item].attempt,
            kind=kind,
            claim_kind=CLAIM_OF[KINDS[item], part],
            agency=AGENCY,
            state=QuestionState.OPEN,
        )
        self.questions[question.id] = question

    def _close(self, question_id: UUID, state: QuestionState) -> None:
        self.questions[question_id] = replace(self.questions[question_id], state=state)

    def _move(self, item: UUID, move: Move) -> None:
        assert move.before == self.items[item], "a move starts from where the item stands"
        self.items[item] = move.after
        self.history.append((item, move))


def verdict(question: AskedQuestion, reason: str | None) -> Verdict:
    """An agency's answer: invalid when there is a reason."""
    return Verdict(
        id=uuid4(),
        question_id=question.id,
        item_id=question.item_id,
        attempt=question.attempt,
        part=question.part,
        kind=question.kind,
        outcome=Outcome.INVALID if reason else Outcome.VALID,
        reason=reason,
        decided_at=NOW,
    )
