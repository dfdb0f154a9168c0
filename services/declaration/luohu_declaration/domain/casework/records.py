"""Records (单项审核记录): one for each indicator and department of a case, judged apart (DOMAIN 9.4).

A record that needs papers waits until they are delivered to the department's window; what does not come in time, or is
said not to exist, counts nothing, and the city itself writes that down. What is asked is an item, which goes the way of
every item: verdict, recheck, evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from luohu_contract.forms import RecordForm
from luohu_contract.message import Part as ItemPart
from luohu_declaration.domain.casework.values import Values, values_of
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.states import LOCKED, Status


class RecordState(StrEnum):
    """What was done about a record on the city's side."""

    OUTSTANDING = "material_outstanding"  #: 材料未送达
    NOT_NEEDED = "no_material_needed"  #: 无需材料: nothing is claimed, so there is nothing to judge
    NOT_DELIVERED = "not_delivered"  #: the time for the papers is over; what comes now is not taken
    ASKED = "asked"  #: 材料已送达: the department has the question


class RecordEvent(StrEnum):
    """Why a record changes."""

    OPENED = "record_opened"
    DELIVERED = "record_delivered"
    NOTHING_CLAIMED = "record_nothing_claimed"
    TIME_OVER = "record_time_over"


#: The one table of records: nothing else assigns a state.
TRANSITIONS: dict[tuple[RecordState | None, RecordEvent], RecordState] = {
    (None, RecordEvent.OPENED): RecordState.OUTSTANDING,
    (None, RecordEvent.NOTHING_CLAIMED): RecordState.NOT_NEEDED,
    (None, RecordEvent.DELIVERED): RecordState.ASKED,
    (RecordState.OUTSTANDING, RecordEvent.DELIVERED): RecordState.ASKED,
    (RecordState.OUTSTANDING, RecordEvent.TIME_OVER): RecordState.NOT_DELIVERED,
}


class RecordRefused(Exception):
    """Papers for a record are not taken now."""

    def __init__(self, state: RecordState) -> None:
        self.extensions = {"record_state": state.value}
        why = {
            RecordState.ASKED: "The department has the papers already; after its verdict a recheck can be asked for.",
            RecordState.NOT_NEEDED: "Nothing is claimed here, so no papers are wanted.",
            RecordState.NOT_DELIVERED: "The time for the papers is over: the record counts nothing.",
        }
        super().__init__(why.get(state, f"The record is {state}."))


def after(state: RecordState | None, event: RecordEvent) -> RecordState:
    """The state that follows. Raises RecordRefused."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise RecordRefused(state or RecordState.OUTSTANDING) from None


@dataclass(frozen=True, slots=True)
class Record:
    """One record, with the item that was asked about it."""

    indicator: str
    department: str
    state: RecordState
    since: datetime
    item: Item | None = None

    @property
    def decided(self) -> bool:
        """Whether it is known what it counts: a verdict is there, or none will come."""
        if self.item is not None:
            return self.item.standing.status not in LOCKED and self.item.standing.status is not Status.DRAFT
        return self.state in (RecordState.NOT_NEEDED, RecordState.NOT_DELIVERED)

    @property
    def shown(self) -> str:
        """The four words of the joint review (DOMAIN 9.4)."""
        if self.decided:
            return "done" if self.state is not RecordState.NOT_NEEDED else self.state.value
        return "material_delivered" if self.state is RecordState.ASKED else self.state.value

    def values(self, as_of: date) -> Values | None:
        """What the verdict says; empty where it is invalid or where nothing was asked, None where it is out."""
        if not self.decided:
            return None
        if self.item is None or self.item.standing.status is not Status.VALID:
            return {}
        result = self.item.standing.results.get(ItemPart.WHOLE)
        form = form_of(self.item)
        if result is None or result.findings is None or not isinstance(form, RecordForm):
            return {}
        return values_of(result.findings, form.claim, as_of)


def by_indicator(records: list[Record], as_of: date) -> Mapping[str, Mapping[str, Values | None]]:
    """The values of all records, as a point table reads them."""
    found: dict[str, dict[str, Values | None]] = {}
    for record in records:
        found.setdefault(record.indicator, {})[record.department] = record.values(as_of)
    return found


def key(record: Record) -> tuple[str, str]:
    """Which record of a case it is."""
    return record.indicator, record.department


def find(records: list[Record], indicator: str, department: str) -> Record | None:
    """The record of that indicator and department."""
    return next((each for each in records if key(each) == (indicator, department)), None)
