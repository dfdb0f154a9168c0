"""Lists of events, checked against the one transition table that made them.

Three invariants follow from the way in which state changes: every event is one of the table, it begins where the one
before it ended, and the row stands where its last event left it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_kit.invariants.check import Check, by_sql

Transitions = Mapping[tuple[Any, Any], Any]  #: (status before, event) to the status after


@dataclass(frozen=True, slots=True)
class EventList:
    """One list of events, in the terms of SQL.

    name: of the checks, such as `item`. events: the table of events. subject: its column with whom they are about.
    rows, key, status: the table of the subjects, its key and where the status stands; None: only the list is looked at.
    table: what may happen; None where the rule is no table. notes: events that change nothing, whatever the status.
    gone: the status after which there is no row any more. only: a condition on the events that belong to this list.
    starts: where a subject stands before its first event.
    """

    name: str
    events: str
    subject: str
    rows: str | None = None
    key: str = "id"
    status: str = "status"
    table: Transitions | None = None
    notes: tuple[str, ...] = ()
    gone: str | None = None
    only: str = "true"
    starts: str | None = None  #: the status before the first event

    def checks(self) -> tuple[Check, ...]:
        """The checks of this list."""
        legal = (self._legal(self.table),) if self.table is not None else ()
        standing = (self._standing(self.rows),) if self.rows is not None else ()
        return (*legal, self._chained(), *standing)

    def _legal(self, table: Transitions) -> Check:
        steps = [(_word(before), _word(event), _word(after)) for (before, event), after in table.items()]
        values = {name: list(column) for name, column in zip(("f", "e", "t"), zip(*steps, strict=True), strict=True)}
        return Check(
            f"{self.name}-transition",
            f"Every event of the list {self.events} is one of the transition table.",
            self.events,
            "Something else than the transition table wrote the event: find it by the event's time and actor.",
            by_sql(
                f"SELECT {self.subject} AS id, 'event ' || seq || ': ' || coalesce(from_status, 'nothing') || ' '"  # noqa: S608
                f" || event || ' -> ' || to_status || ' is no transition' AS wrong FROM {self.events} AS h"
                f" WHERE ({self.only}) AND CASE WHEN event = ANY(CAST(:notes AS text[]))"
                " THEN from_status IS DISTINCT FROM to_status"
                " ELSE NOT EXISTS (SELECT FROM unnest(CAST(:f AS text[]), CAST(:e AS text[]), CAST(:t AS text[]))"
                " AS step(f, e, t) WHERE step.f IS NOT DISTINCT FROM h.from_status AND step.e = h.event"
                " AND step.t = h.to_status) END",
                {**values, "notes": list(self.notes)},
            ),
        )

    def _chained(self) -> Check:
        return Check(
            f"{self.name}-chain",
            f"Every event of the list {self.events} begins where the one before it ended.",
            self.events,
            "An event is missing, doubled or changed: compare the list with the journal and the backups.",
            by_sql(
                f"SELECT id, 'event ' || seq || ' (' || event || ') begins at ' || coalesce(from_status, 'nothing')"  # noqa: S608
                f" || ', the one before it ended at ' || coalesce(before, 'nothing') AS wrong FROM"
                f" (SELECT {self.subject} AS id, seq, event, from_status,"
                f" coalesce(lag(to_status) OVER (PARTITION BY {self.subject} ORDER BY seq), CAST(:starts AS text))"
                " AS before"
                f" FROM {self.events} WHERE {self.only}) AS h WHERE from_status IS DISTINCT FROM before",
                {"starts": self.starts},
            ),
        )

    def _standing(self, rows: str) -> Check:
        return Check(
            f"{self.name}-standing",
            f"Every row of {rows} stands where its last event left it.",
            rows,
            "The row and its events were not written together: the events are the truth, compare them with the row.",
            by_sql(
                f"SELECT coalesce(r.{self.key}, last.id) AS id, CASE"  # noqa: S608
                f" WHEN last.to_status IS NULL THEN 'is ' || r.{self.status} || ' and has no event'"
                f" WHEN r.{self.key} IS NULL THEN 'is not there; its events end at ' || last.to_status"
                f" ELSE 'is ' || r.{self.status} || ', its events end at ' || last.to_status END AS wrong"
                f" FROM {rows} AS r FULL JOIN (SELECT DISTINCT ON ({self.subject}) {self.subject} AS id, to_status"
                f" FROM {self.events} WHERE {self.only} ORDER BY {self.subject}, seq DESC) AS last"
                f" ON last.id = r.{self.key} WHERE CASE WHEN r.{self.key} IS NULL"
                f" THEN last.to_status IS DISTINCT FROM CAST(:gone AS text)"
                f" ELSE r.{self.status} IS DISTINCT FROM coalesce(last.to_status, CAST(:starts AS text)) END",
                {"gone": self.gone, "starts": self.starts},
            ),
        )


def checks_of(lists: Iterable[EventList]) -> tuple[Check, ...]:
    """The checks of several lists."""
    return tuple(check for each in lists for check in each.checks())


def _word(value: Any) -> str | None:
    return None if value is None else str(value)
