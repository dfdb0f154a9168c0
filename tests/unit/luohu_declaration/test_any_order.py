"""Verdicts and reviews come in any order, some of them twice: what is left in the end is the same."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.message import Part, Reception, Verdict
from luohu_filing.desktop import HOME, STUDIES, Desk, verdict

REASONS = {
    Part.WHOLE: "property.not_matched",
    Part.QUALIFICATION: "education.not_found",
    Part.DEGREE: "education.identity_mismatch",
}
REVIEW = None  #: the window decides about the spouse


def everything_sent() -> Desk:
    desk = Desk()
    desk.verify(HOME)
    desk.verify(STUDIES)
    return desk


def play(desk: Desk, steps: Sequence[Verdict | None], spouse: str | None) -> list[Reception]:
    receptions = []
    for step in steps:
        if step is REVIEW:
            desk.review(spouse)
        else:
            receptions.append(desk.answer(step))
    return receptions


failing_parts = st.sets(st.sampled_from(list(Part)))
spouse_results = st.sampled_from([None, "spouse.period_mismatch"])


@given(failing=failing_parts, spouse=spouse_results, data=st.data())
def test_any_order_with_any_duplicates_ends_in_the_same_state(
    failing: set[Part], spouse: str | None, data: st.DataObject
) -> None:
    desk = everything_sent()
    verdicts = [verdict(q, REASONS[q.part] if q.part in failing else None) for q in desk.questions.values()]
    mixed: list[Verdict | None] = list(data.draw(st.permutations([*verdicts, REVIEW]), label="order"))
    for repeat in data.draw(st.lists(st.sampled_from(verdicts), max_size=6), label="repeats"):
        mixed.insert(data.draw(st.integers(0, len(mixed)), label="place"), repeat)

    straight, other = desk.copy(), desk.copy()
    play(straight, [*verdicts, REVIEW], spouse)
    receptions = play(other, mixed, spouse)

    assert other.items == straight.items
    assert not any(standing.locked for standing in other.items.values())
    assert receptions.count(Reception.DUPLICATE) == len(mixed) - 1 - len(verdicts)


@given(data=st.data())
def test_two_verdicts_on_one_question_leave_the_first(data: st.DataObject) -> None:
    desk = everything_sent()
    question = next(q for q in desk.questions.values() if q.item_id == HOME)
    said = [verdict(question, reason) for reason in (None, "property.not_matched")]
    order = data.draw(st.permutations([*said, *said, REVIEW]), label="order")
    play(desk, order, None)
    first = next(step for step in order if step is not REVIEW)
    assert desk.items[HOME].results[Part.WHOLE].reason == first.reason
