"""Named reports move by their table: once decided, they are over."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.texts.reports import REPORTS
from luohu_declaration.domain.report import TRANSITIONS, ReportClosed, ReportEvent, ReportStatus, after, as_mermaid

S, E = ReportStatus, ReportEvent
POSSIBLE = {
    (None, E.RECEIVED): S.OPEN,
    (S.OPEN, E.FILE_ADDED): S.OPEN,
    (S.OPEN, E.DISMISSED): S.DISMISSED,
    (S.OPEN, E.SUBSTANTIATED): S.SUBSTANTIATED,
}


@pytest.mark.parametrize(("status", "event"), [*product([None, *S], E)])
def test_every_status_meets_every_event(status: ReportStatus | None, event: ReportEvent) -> None:
    if (status, event) in POSSIBLE:
        assert after(status, event) is POSSIBLE[status, event]
    else:
        with pytest.raises(ReportClosed) as refused:
            after(status, event)
        assert refused.value.extensions == {"report_status": status and status.value}


@given(st.lists(st.sampled_from(E), max_size=12))
def test_however_events_come_the_first_decision_stays(events: list[ReportEvent]) -> None:
    status: ReportStatus | None = None
    decisions = []
    for event in events:
        try:
            status = after(status, event)
        except ReportClosed:
            continue
        if event in (E.DISMISSED, E.SUBSTANTIATED):
            decisions.append(status)
    assert len(decisions) <= 1
    assert decisions in ([], [status])


def test_the_drawing_has_one_line_for_each_way() -> None:
    lines = as_mermaid().splitlines()
    assert (lines[0], len(lines)) == ("stateDiagram-v2", len(TRANSITIONS) + 1)
    assert "    [*] --> open: received" in lines


def test_every_status_has_its_words() -> None:
    assert set(REPORTS) == {status.value for status in S}
