"""The state table, over the full product of statuses and events."""

from collections import deque
from itertools import product

import pytest

from luohu_declaration.domain.states import (
    LOCKED,
    TRANSITIONS,
    Event,
    IllegalTransition,
    Status,
    after,
    as_mermaid,
    possible_events,
)

ON_FILE = [status for status in Status if status is not Status.DELETED]
EVERY_STATUS = [None, *Status]


@pytest.mark.parametrize(("status", "event"), list(product(EVERY_STATUS, Event)), ids=str)
def test_every_pair_is_a_move_or_is_refused_by_name(status: Status | None, event: Event) -> None:
    if (status, event) in TRANSITIONS:
        assert after(status, event) is TRANSITIONS[status, event]
        assert event in possible_events(status)
    else:
        with pytest.raises(IllegalTransition) as refused:
            after(status, event)
        assert event.value in str(refused.value)
        assert all(possible.value in str(refused.value) for possible in possible_events(status))


def test_every_status_can_be_reached() -> None:
    seen: set[Status | None] = {None}
    ahead: deque[Status | None] = deque([None])
    while ahead:
        status = ahead.popleft()
        for event in possible_events(status):
            if (next_one := after(status, event)) not in seen:
                seen.add(next_one)
                ahead.append(next_one)
    assert seen == set(EVERY_STATUS)


@pytest.mark.parametrize("event", [Event.EDITED, Event.DELETED])
def test_exactly_the_locked_statuses_refuse_to_be_changed(event: Event) -> None:
    refused = {status for status in ON_FILE if event not in possible_events(status)}
    assert refused == LOCKED


def test_nothing_follows_deletion() -> None:
    assert possible_events(Status.DELETED) == ()


@pytest.mark.parametrize("status", sorted(LOCKED))
def test_every_locked_status_has_a_way_to_each_verdict(status: Status) -> None:
    assert {after(status, event) for event in (Event.FOUND_VALID, Event.FOUND_INVALID)} == {
        Status.VALID,
        Status.INVALID,
    }


@pytest.mark.parametrize("event", [Event.PART_FOUND, Event.EVIDENCE_REQUESTED, Event.EVIDENCE_SUPPLIED])
def test_an_event_between_two_verdicts_moves_nothing(event: Event) -> None:
    assert {status: after(status, event) for status in LOCKED} == {status: status for status in LOCKED}
    assert all(event not in possible_events(status) for status in set(EVERY_STATUS) - LOCKED)


def test_the_diagram_has_one_arrow_for_each_row_of_the_table() -> None:
    lines = as_mermaid().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert len(lines) == 1 + len(TRANSITIONS)
    assert "    [*] --> draft: filed" in lines
    assert "    draft --> [*]: deleted" in lines
    assert "    pending --> valid: found_valid" in lines
