"""Cases: every event is a step of the procedure, what is waited for follows from the status, points are fresh."""

from collections.abc import AsyncIterator
from datetime import timedelta

from sqlalchemy import select

from luohu_declaration.domain.casework.procedure import CITY, Procedure
from luohu_declaration.domain.casework.records import RecordEvent
from luohu_declaration.domain.casework.soundness import OPENED
from luohu_declaration.storage import cases
from luohu_declaration.storage.case_tables import LOOK, case_event, case_points, case_wait, city_case
from luohu_declaration.usecases.casework.open_case import sight_of
from luohu_declaration.usecases.casework.points import computed
from luohu_declaration.usecases.casework.programme import procedures_of
from luohu_declaration.usecases.casework.records import EVIDENCE_SUPPLIED, RECHECK_ASKED
from luohu_kit.invariants import Check, Wrong, by_sql
from luohu_kit.invariants.transitions import EventList, checks_of
from luohu_kit.work import Work

_NOTES = frozenset({RECHECK_ASKED, EVIDENCE_SUPPLIED, *(event.value for event in RecordEvent)})
_NO_TIME = timedelta(0)


async def _no_steps(work: Work) -> AsyncIterator[Wrong]:
    """Events that are no step of the procedure of their case."""
    procedures = procedures_of(work.world)
    columns = (case_event.c.seq, case_event.c.event, case_event.c.from_status, case_event.c.to_status)
    listed = select(city_case.c.id, city_case.c.kind, *columns).join(city_case, city_case.c.id == case_event.c.case_id)
    for row in await work.rows(listed.order_by(case_event.c.seq)):
        procedure = procedures.get(row.kind)
        if procedure is None or not _is_step(procedure, row.event, row.from_status, row.to_status):
            told = f"{row.from_status or 'nothing'} {row.event} -> {row.to_status}"
            yield Wrong(str(row.id), f"event {row.seq}: {told} is no step of {row.kind}")


def _is_step(procedure: Procedure, event: str, before: str | None, after: str) -> bool:
    if event == OPENED:
        return before is None and after == procedure.first
    if event in _NOTES:
        return before == after
    step = procedure.steps.get(event)
    return step is not None and before in step.sources and after == step.target


async def _waits(work: Work) -> AsyncIterator[Wrong]:
    """Steps that are waited for and do not follow, and steps that follow after a time and are not waited for."""
    waiting: dict[str, set[str]] = {}
    for row in await work.rows(select(case_wait.c.case_id, case_wait.c.step).where(case_wait.c.step != LOOK)):
        waiting.setdefault(str(row.case_id), set()).add(row.step)
    procedures = procedures_of(work.world)
    for row in await work.rows(select(city_case.c.id, city_case.c.kind, city_case.c.status)):
        procedure = procedures.get(row.kind)
        timed = {step.name for step in procedure.own(row.status) if step.after} if procedure else set()
        there = waiting.get(str(row.id), set())
        if there - timed:
            yield Wrong(str(row.id), f"is {row.status} and waits for {', '.join(sorted(there - timed))}")


async def _stale(work: Work) -> AsyncIterator[Wrong]:
    """Points that the records do not give, less those of cases that are about to be looked at."""
    looked_at = select(case_wait.c.case_id).where(case_wait.c.step == LOOK)
    wanted = select(case_points.c.case_id).where(case_points.c.case_id.not_in(looked_at))
    for row in await work.rows(wanted.order_by(case_points.c.case_id)):
        case = await cases.get(work, row.case_id, cases.Whose())
        if case is None:
            continue
        sight = sight_of(work, case, _NO_TIME)
        kept, fresh = await sight.points(), await computed(sight)
        if kept is not None and (kept.total, kept.document) != (fresh.total, fresh.document):
            yield Wrong(str(row.case_id), f"has {kept.total}, and its records give {fresh.total}")


CASES = (
    *checks_of((EventList("case", "case_event", "case_id", "city_case"),)),
    Check(
        "case-step",
        "Every event of a case is a step of its procedure.",
        "case_event",
        "Something else than the procedure wrote the event: find it by the event's time and actor.",
        _no_steps,
    ),
    Check(
        "case-wait",
        f"A case waits for steps that the {CITY} takes from where it stands, and for no others.",
        "case_wait",
        "The row was not written with the case's last step: compare it with the case's events.",
        _waits,
    ),
    Check(
        "case-points",
        "The points of every case are those that its records give when they are computed once more.",
        "case_points",
        "Have the case looked at: what changed a record has not asked for it.",
        _stale,
    ),
    Check(
        "case-record",
        "What was asked about a case is an item of its declaration.",
        "case_record",
        "The record and its item were not written together: the item's events are the truth.",
        by_sql(
            "SELECT r.case_id AS id, r.indicator || '/' || r.department || ' names an item that is not there' AS wrong"
            " FROM case_record AS r JOIN city_case AS c ON c.id = r.case_id"
            " LEFT JOIN item AS i ON i.id = r.item_id AND i.declaration_id = c.declaration_id"
            " WHERE r.item_id IS NOT NULL AND i.id IS NULL"
        ),
    ),
)
