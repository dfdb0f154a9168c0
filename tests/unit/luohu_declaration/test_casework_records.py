"""Records: one table of transitions, what each counts, and what a case shows of it."""

from datetime import date, datetime
from itertools import product
from uuid import uuid4

import pytest

from luohu_contract.claim import DepartmentClaim
from luohu_contract.department import DepartmentFindings
from luohu_contract.forms import RecordForm, entered
from luohu_contract.item import ItemKind
from luohu_contract.message import Decider, Outcome, Part
from luohu_declaration.domain.casework.records import (
    TRANSITIONS,
    Record,
    RecordEvent,
    RecordRefused,
    RecordState,
    after,
    by_indicator,
    find,
)
from luohu_declaration.domain.item import Item, PartResult, Standing
from luohu_declaration.domain.states import Status
from luohu_kit.clock import BEIJING

NOW, DAY = datetime(2016, 3, 1, 9, tzinfo=BEIJING), date(2015, 12, 31)
EVERY = [None, *RecordState]


@pytest.mark.parametrize(("state", "event"), list(product(EVERY, RecordEvent)), ids=str)
def test_every_pair_is_a_move_or_is_refused_with_its_state(state: RecordState | None, event: RecordEvent) -> None:
    if (state, event) in TRANSITIONS:
        assert after(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(RecordRefused) as refused:
            after(state, event)
        assert refused.value.extensions["record_state"] in set(RecordState)
        assert str(refused.value)


def test_nothing_leads_on_from_papers_that_came_too_late_or_were_not_needed() -> None:
    ended = {RecordState.NOT_DELIVERED, RecordState.NOT_NEEDED, RecordState.ASKED}
    assert not {state for state, _ in TRANSITIONS if state in ended}
    assert set(TRANSITIONS.values()) == set(RecordState)


def record(state: RecordState, status: Status | None = None, **values: int) -> Record:
    """A record; with the item that was asked about it, where there is a status."""
    if status is None:
        return Record("craft", "guild", state, NOW)
    claim = DepartmentClaim(department="guild", indicator="craft")
    form = RecordForm(indicator="craft", department="guild", claim=claim)
    found = DepartmentFindings(department="guild", indicator="craft", values=dict(values))
    outcome = Outcome.VALID if status is Status.VALID else Outcome.INVALID
    result = PartResult(outcome, None, found, (), None, Decider.REGISTER, NOW) if values else None
    standing = Standing(status, NOW, 1, results={} if result is None else {Part.WHOLE: result})
    return Record(
        "craft", "guild", state, NOW, Item(uuid4(), uuid4(), ItemKind.RECORD, 2, entered(form), None, standing, NOW)
    )


@pytest.mark.parametrize(
    ("state", "status", "decided", "shown"),
    [
        (RecordState.OUTSTANDING, None, False, "material_outstanding"),
        (RecordState.NOT_NEEDED, None, True, "no_material_needed"),
        (RecordState.NOT_DELIVERED, None, True, "done"),
        (RecordState.ASKED, Status.DRAFT, False, "material_delivered"),
        (RecordState.ASKED, Status.PENDING, False, "material_delivered"),
        (RecordState.ASKED, Status.RECHECK, False, "material_delivered"),
        (RecordState.ASKED, Status.VALID, True, "done"),
        (RecordState.ASKED, Status.INVALID, True, "done"),
    ],
)
def test_a_record_is_decided_when_its_verdict_is_there_or_none_will_come(
    state: RecordState, status: Status | None, decided: bool, shown: str
) -> None:
    looked_at = record(state, status)
    assert (looked_at.decided, looked_at.shown) == (decided, shown)
    assert looked_at.values(DAY) == ({} if decided else None)


def test_only_a_good_verdict_counts_what_it_found() -> None:
    good, bad = record(RecordState.ASKED, Status.VALID, years=3), record(RecordState.ASKED, Status.INVALID, years=3)
    assert (good.values(DAY), bad.values(DAY)) == ({"years": 3}, {})
    again = record(RecordState.ASKED, Status.RECHECK, years=3)
    assert again.values(DAY) is None, "while it is looked at again nobody knows"


def test_records_are_found_by_their_indicator_and_department() -> None:
    held = [record(RecordState.OUTSTANDING), record(RecordState.ASKED, Status.VALID, years=1)]
    held[1] = Record("age", "police", held[1].state, NOW, held[1].item)
    assert by_indicator(held, DAY) == {"craft": {"guild": None}, "age": {"police": {"years": 1}}}
    assert find(held, "age", "police") is held[1]
    assert find(held, "age", "guild") is None
