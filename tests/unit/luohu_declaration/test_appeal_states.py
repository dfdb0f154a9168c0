"""The life of an appeal: the whole product of its states and events."""

import re

import pytest

from luohu_contract.texts.appeals import APPEALS
from luohu_declaration.domain.appeal import TRANSITIONS, AppealClosed, AppealEvent, AppealStatus, after, as_mermaid

S, E = AppealStatus, AppealEvent

#: What follows from where, in words of its own; everything else is refused.
EXPECTED = {
    (None, E.FILED): S.OPEN,
    (S.OPEN, E.EDITED): S.OPEN,
    (S.OPEN, E.WITHDRAWN): S.WITHDRAWN,
    (S.OPEN, E.UPHELD): S.UPHELD,
    (S.OPEN, E.REJECTED): S.REJECTED,
}


@pytest.mark.parametrize("status", [None, *AppealStatus])
@pytest.mark.parametrize("event", AppealEvent)
def test_every_event_follows_the_table_or_is_refused(status: AppealStatus | None, event: AppealEvent) -> None:
    if (status, event) in EXPECTED:
        assert after(status, event) is EXPECTED[status, event]
        return
    with pytest.raises(AppealClosed) as refused:
        after(status, event)
    assert refused.value.extensions == {"appeal_status": status and status.value}


def test_nothing_leaves_an_appeal_that_is_over() -> None:
    assert {status for status, _ in TRANSITIONS} == {None, AppealStatus.OPEN}


def test_every_status_has_a_label() -> None:
    assert set(APPEALS) == {status.value for status in AppealStatus}


def test_the_diagram_has_every_transition() -> None:
    arrows = re.findall(r"^    (\S+) --> (\S+): (\S+)$", as_mermaid(), re.MULTILINE)
    assert arrows == [(before or "[*]", to, event) for (before, event), to in TRANSITIONS.items()]
