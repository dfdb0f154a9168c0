"""The loop as a machine: an applicant, agencies and the window do whatever they may, in any order, for ever."""

from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from luohu_contract.message import Part, Reception, Verdict
from luohu_declaration.domain.receive import QuestionState
from luohu_declaration.domain.states import LOCKED, Status
from luohu_filing.desktop import HOME, SPOUSE, STUDIES, Desk, verdict

SENT_BY_THE_APPLICANT = st.sampled_from([HOME, STUDIES])
REASONS = st.sampled_from([None, "property.not_matched", "education.identity_mismatch"])
SPOUSE_REASONS = st.sampled_from([None, "spouse.name_mismatch"])


class Loop(RuleBasedStateMachine):
    """Rules are what can be done; invariants are what an applicant may rely on."""

    verdicts = Bundle("verdicts")

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.attempts = dict.fromkeys(self.desk.items, 0)

    def status(self, item: UUID) -> Status:
        return self.desk.items[item].status

    @rule(item=SENT_BY_THE_APPLICANT)
    def verify(self, item: UUID) -> None:
        if self.status(item) is Status.DRAFT and not (item == HOME and self.status(SPOUSE) is Status.INVALID):
            self.desk.verify(item)

    @rule(item=SENT_BY_THE_APPLICANT)
    def edit(self, item: UUID) -> None:
        if self.status(item) not in LOCKED:
            self.desk.edit(item)

    @precondition(lambda self: self.status(HOME) is Status.DRAFT and self.status(SPOUSE) not in LOCKED)
    @rule()
    def edit_the_spouse(self) -> None:
        self.desk.edit(SPOUSE)

    @rule(item=SENT_BY_THE_APPLICANT, part=st.sampled_from(list(Part)))
    def dispute(self, item: UUID, part: Part) -> None:
        standing = self.desk.items[item]
        settled = standing.status in (Status.VALID, Status.INVALID, Status.RECHECK)
        if settled and part in standing.results and part not in self.desk.open_parts(item):
            self.desk.recheck(item, part)

    @precondition(lambda self: self.status(SPOUSE) is Status.PENDING)
    @rule(reason=SPOUSE_REASONS)
    def review(self, reason: str | None) -> None:
        self.desk.review(reason)

    @precondition(lambda self: self.desk.questions)
    @rule(target=verdicts, data=st.data(), reason=REASONS)
    def decide(self, data: st.DataObject, reason: str | None) -> Verdict:
        """An agency decides a question, perhaps an old one; the verdict is on its way."""
        questions = sorted(self.desk.questions)
        return verdict(self.desk.questions[data.draw(st.sampled_from(questions))], reason)

    @rule(said=verdicts)
    def deliver(self, said: Verdict) -> None:
        """A verdict arrives; it may arrive again."""
        before = dict(self.desk.items)
        was_open = self.desk.questions[said.question_id].state is QuestionState.OPEN
        seen = said.id in self.desk.seen
        outcome = self.desk.answer(said)
        if seen:
            assert outcome is Reception.DUPLICATE
        elif was_open:
            assert outcome in (Reception.MOVED, Reception.NOTED)
        else:
            assert outcome is Reception.LATE
        if outcome in (Reception.DUPLICATE, Reception.LATE):
            assert self.desk.items == before

    @rule(said=consumes(verdicts))
    def lose(self, said: Verdict) -> None:
        """A verdict is lost on its way."""

    @invariant()
    def locked_items_wait_for_somebody(self) -> None:
        for item, standing in self.desk.items.items():
            waits = bool(self.desk.open_parts(item))
            if item == SPOUSE:
                waits = standing.status is Status.PENDING
            elif item == HOME and standing.locked and not waits:
                assert standing.results[Part.WHOLE].valid
                waits = self.status(SPOUSE) is Status.PENDING
            assert standing.locked == waits

    @invariant()
    def a_valid_home_has_a_valid_spouse_and_a_valid_register(self) -> None:
        home = self.desk.items[HOME]
        if home.status is Status.VALID:
            assert self.status(SPOUSE) is Status.VALID
            assert home.results[Part.WHOLE].valid

    @invariant()
    def no_home_outlives_an_invalid_spouse(self) -> None:
        home = self.desk.items[HOME]
        if self.status(SPOUSE) is Status.INVALID:
            assert home.status is Status.DRAFT or (home.reason or "").startswith("spouse.")

    @invariant()
    def exactly_invalid_items_have_a_reason(self) -> None:
        for standing in self.desk.items.values():
            assert (standing.status is Status.INVALID) == (standing.reason is not None) == (standing.part is not None)

    @invariant()
    def an_education_is_valid_exactly_when_a_half_is(self) -> None:
        studies = self.desk.items[STUDIES]
        if studies.status in (Status.VALID, Status.INVALID):
            any_valid = any(result.valid for result in studies.results.values())
            assert (studies.status is Status.VALID) == any_valid

    @invariant()
    def attempts_only_grow(self) -> None:
        for item, standing in self.desk.items.items():
            assert standing.attempt >= self.attempts[item]
            self.attempts[item] = standing.attempt

    @invariant()
    def one_question_is_open_for_each_part(self) -> None:
        still_open = [(q.item_id, q.part) for q in self.desk.questions.values() if q.state is QuestionState.OPEN]
        assert len(still_open) == len(set(still_open))


Loop.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestLoop = Loop.TestCase
