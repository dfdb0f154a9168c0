"""The steps from the award to the register: nothing happens out of turn, every end is an end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.household import FileStatus, SettlementStatus
from luohu_declaration.domain.settlement.guide import NEXT, PAGE
from luohu_declaration.domain.settlement.steps import (
    ENDED,
    FILE_TRANSITIONS,
    OPEN,
    SETTLED,
    TRANSITIONS,
    FileEvent,
    SettlementEvent,
    SettlementRefused,
    after,
    as_mermaid,
    file_after,
)

S, E = SettlementStatus, SettlementEvent
STRAIGHT = [
    E.OPENED, E.DATA_ENTERED, E.PRINTED, E.PAPERS_RECEIVED, E.DISTRICT_PASSED, E.CITY_PASSED, E.APPROVED,
    E.LETTERS_ISSUED, E.PERMIT_ISSUED, E.MOVED_OUT, E.REGISTRATION_ASKED, E.REGISTRATION_CONFIRMED, E.PERMIT_CANCELLED,
]  # fmt: skip


def test_the_straight_way_is_the_order_of_the_page() -> None:
    status, seen = None, []
    for event in STRAIGHT:
        status = after(status, event)
        seen.append(status)
    assert [each for each in seen if each is not S.REGISTERING] == list(PAGE)


def test_every_status_is_open_settled_or_ended() -> None:
    assert {*OPEN, *SETTLED, *ENDED} == set(S)
    assert len(OPEN) + len(SETTLED) + len(ENDED) == len(S)


@pytest.mark.parametrize("status", ENDED)
@pytest.mark.parametrize("event", E)
def test_nothing_follows_an_end(status: SettlementStatus, event: SettlementEvent) -> None:
    with pytest.raises(SettlementRefused) as refused:
        after(status, event)
    assert refused.value.extensions["possible"] == []


@pytest.mark.parametrize("status", [*OPEN, *SETTLED])
def test_an_award_can_be_taken_back_always_and_runs_out_only_while_it_is_open(status: SettlementStatus) -> None:
    assert after(status, E.REVOKED) is S.REVOKED
    for event, end in ((E.LAPSED, S.LAPSED), (E.GIVEN_UP, S.GIVEN_UP)):
        assert TRANSITIONS.get((status, event)) == (end if status in OPEN else None)


@given(st.lists(st.sampled_from(E)))
def test_however_events_come_letters_follow_all_three_offices(events: list[SettlementEvent]) -> None:
    """Whoever has letters was passed by district, city and bureau since the papers were received last."""
    status, since = after(None, E.OPENED), list[SettlementEvent]()
    for event in events:
        if (status, event) not in TRANSITIONS:
            continue
        status = after(status, event)
        since = [event] if event is E.PAPERS_RECEIVED else [*since, event]
        if status is S.LETTERS_ISSUED:
            assert since[:4] == [E.PAPERS_RECEIVED, E.DISTRICT_PASSED, E.CITY_PASSED, E.APPROVED]


def test_every_open_step_says_what_comes_next() -> None:
    assert set(NEXT) == set(S) - set(ENDED) - {S.PERMIT_CANCELLED}


@pytest.mark.parametrize("status", FileStatus)
@pytest.mark.parametrize("event", FileEvent)
def test_the_file_moves_once(status: FileStatus, event: FileEvent) -> None:
    if status is FileStatus.PENDING:
        assert file_after(status, event) is FILE_TRANSITIONS[status, event]
    else:
        with pytest.raises(SettlementRefused):
            file_after(status, event)


def test_the_diagram_has_every_step() -> None:
    drawn = as_mermaid()
    assert all(status.value in drawn for status in S)


def test_the_page_about_it_shows_the_table_as_it_is() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "explanations" / "settlement.md"
    assert f"```mermaid\n{as_mermaid()}```" in page.read_text(encoding="utf-8")
