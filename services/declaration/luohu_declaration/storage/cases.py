"""Cases: opened, held, moved by their procedure; every change appends an event."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.sql import ColumnElement

from luohu_declaration.domain.casework.case import Case
from luohu_declaration.domain.casework.soundness import OPENED
from luohu_declaration.storage.case_tables import case_event, city_case
from luohu_declaration.storage.recordset import among, listed
from luohu_declaration.storage.tables import declaration
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

ALL = "cases"  #: what is rung when anything happens to any case
_PERSON = declaration.c.person
_COLUMNS = [column for column in city_case.c if column.name not in ("world", "secret")]
_FROM = city_case.outerjoin(declaration, declaration.c.id == city_case.c.declaration_id)
_CASE = select(
    *_COLUMNS, _PERSON["name"].astext.label("name"), _PERSON["id_number"].astext.label("id_number")
).select_from(_FROM)


@dataclass(frozen=True, slots=True)
class Whose:
    """Which cases somebody sees: all of them where nothing is named."""

    employer: str | None = None  #: an employer its own
    id_number: str | None = None  #: a person those about them
    kinds: tuple[str, ...] | None = None  #: an agency's operators those whose procedure gives them a step

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL has them."""
        found: list[ColumnElement[bool]] = []
        if self.employer is not None:
            found.append(city_case.c.employer == self.employer)
        if self.id_number is not None:
            found.append(_PERSON["id_number"].astext == self.id_number)
        if self.kinds is not None:
            found.append(city_case.c.kind.in_(self.kinds))
        return found


@dataclass(frozen=True, slots=True)
class Passed:
    """One line of a case's history."""

    seq: int
    at: datetime
    event: str
    from_status: str | None
    to_status: str
    detail: Mapping[str, Any]
    actor: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The cases of a kind that stand at a status."""

    kind: str
    status: str
    count: int
    versions: int  #: the sum of theirs


async def add(work: Work, case: Case, actor: str, secret: str | None) -> None:
    """Keep a new case with its first event. Its declaration is there already."""
    await work.execute(
        insert(city_case).values(
            id=case.id,
            kind=case.kind,
            status=case.status,
            since=case.since,
            version=case.version,
            employer=case.employer,
            declaration_id=case.declaration_id,
            parent_id=case.parent_id,
            intake=case.intake,
            form=dict(case.form),
            secret=secret,
            opened_at=case.opened_at,
        )
    )
    await _happened(work, case, OPENED, None, actor, {})


async def get(work: Work, case_id: UUID, whose: Whose) -> Case | None:
    """One case; None when there is none, or none that is theirs."""
    row = await work.one(_CASE.where(city_case.c.id == case_id, *whose.conditions()))
    return None if row is None else case_of(row)


async def hold(work: Work, case_id: UUID, whose: Whose) -> Case | None:
    """One case, held until the work is over."""
    wanted = _CASE.where(city_case.c.id == case_id, *whose.conditions())
    row = await work.one(wanted.with_for_update(of=city_case, key_share=True))
    return None if row is None else case_of(row)


async def hold_all(work: Work, intake: str) -> list[Case]:
    """All cases of an intake, held in one order."""
    wanted = _CASE.where(city_case.c.intake == intake).order_by(city_case.c.id)
    return [case_of(row) for row in await work.rows(wanted.with_for_update(of=city_case, key_share=True))]


async def page(
    work: Work, whose: Whose, *, kind: str | None, status: str | None, offset: int, limit: int
) -> tuple[list[Case], int]:
    """Cases in the order in which they were opened, and how many there are in all."""
    limits = whose.conditions()
    if kind is not None:
        limits.append(city_case.c.kind == kind)
    if status is not None:
        limits.append(city_case.c.status == status)
    wanted = _CASE.where(*limits).order_by(city_case.c.opened_at, city_case.c.id).offset(offset).limit(limit)
    total = await work.scalar(select(func.count()).select_from(_FROM).where(*limits))
    return [case_of(row) for row in await work.rows(wanted)], int(total)


async def counts(work: Work, whose: Whose) -> list[Counted]:
    """How many cases stand where."""
    by = (city_case.c.kind, city_case.c.status)
    summed = (func.count().label("number"), func.sum(city_case.c.version).label("versions"))
    wanted = select(*by, *summed).select_from(_FROM).where(*whose.conditions()).group_by(*by).order_by(*by)
    return [Counted(row.kind, row.status, row.number, int(row.versions)) for row in await work.rows(wanted)]


async def of_employer(work: Work, employer: str, kind: str) -> list[Case]:
    """An employer's cases of a kind, the newest last."""
    wanted = _CASE.where(city_case.c.employer == employer, city_case.c.kind == kind)
    return [case_of(row) for row in await work.rows(wanted.order_by(city_case.c.opened_at, city_case.c.id))]


async def of_person(work: Work, id_number: str, kind: str | None = None) -> list[Case]:
    """A person's cases, of a kind or of all, the newest last."""
    wanted = _CASE.where(_PERSON["id_number"].astext == id_number)
    if kind is not None:
        wanted = wanted.where(city_case.c.kind == kind)
    return [case_of(row) for row in await work.rows(wanted.order_by(city_case.c.opened_at, city_case.c.id))]


async def children(work: Work, ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The cases that came from each of several, in the order in which they were opened."""
    found: dict[UUID, list[UUID]] = {case_id: [] for case_id in ids}
    wanted = select(city_case.c.id, city_case.c.parent_id).where(among(city_case.c.parent_id))
    for row in await work.rows(wanted.order_by(city_case.c.opened_at, city_case.c.id), listed(ids)):
        found[row.parent_id].append(row.id)
    return found


async def of_declarations(work: Work, ids: Collection[UUID]) -> set[UUID]:
    """The cases whose records these declarations bear."""
    rows = await work.rows(select(city_case.c.id).where(among(city_case.c.declaration_id)), listed(ids))
    return {row.id for row in rows}


async def move(work: Work, case: Case, step: str, to: str, actor: str, detail: Mapping[str, Any]) -> Case:
    """Write where a held case stands after a step, with its event."""
    moved = replace(case, status=to, since=case.since if to == case.status else work.now, version=case.version + 1)
    changed = {"status": moved.status, "since": moved.since, "version": moved.version}
    await work.execute(update(city_case).where(city_case.c.id == case.id).values(changed))
    await _happened(work, moved, step, case.status, actor, detail)
    return moved


async def keep_form(work: Work, case: Case, form: Mapping[str, Any]) -> Case:
    """Put another form in the place of what was entered; the caller writes what happened."""
    changed = replace(case, form=form, version=case.version + 1)
    values = {"form": dict(form), "version": changed.version}
    await work.execute(update(city_case).where(city_case.c.id == case.id).values(values))
    return changed


async def secret_of(work: Work, case_id: UUID) -> str | None:
    """The hash of the password that belongs to a case."""
    found: str | None = await work.scalar(select(city_case.c.secret).where(city_case.c.id == case_id))
    return found


async def note(work: Work, case: Case, event: str, actor: str, detail: Mapping[str, Any]) -> None:
    """Append an event that leaves the case where it is."""
    await _happened(work, case, event, case.status, actor, detail)


async def history(work: Work, case_id: UUID, after: int = 0, most: int | None = None) -> Sequence[Passed]:
    """What happened to a case after an event, in order; the first so many."""
    wanted = select(case_event).where(case_event.c.case_id == case_id, case_event.c.seq > after)
    return [
        Passed(row.seq, row.at.astimezone(BEIJING), row.event, row.from_status, row.to_status, row.detail, row.actor)
        for row in await work.rows(wanted.order_by(case_event.c.seq).limit(most))
    ]


async def _happened(
    work: Work, case: Case, event: str, before: str | None, actor: str, detail: Mapping[str, Any]
) -> None:
    """Append an event; whoever watches the case, what bears its records, or all cases, is woken.

    before: the status before it; None of the first one.
    """
    await work.execute(
        insert(case_event).values(
            case_id=case.id,
            at=work.now,
            event=event,
            from_status=before,
            to_status=case.status,
            detail=dict(detail),
            actor=actor,
        )
    )
    work.wake("watch", ALL, str(case.id), *([str(case.declaration_id)] if case.declaration_id else []))


def case_of(row: Row[Any]) -> Case:
    """A row as a value."""
    return Case(
        id=row.id,
        kind=row.kind,
        status=row.status,
        since=row.since.astimezone(BEIJING),
        version=row.version,
        employer=row.employer,
        declaration_id=row.declaration_id,
        parent_id=row.parent_id,
        intake=row.intake,
        form=row.form,
        opened_at=row.opened_at.astimezone(BEIJING),
        name=row.name,
        id_number=row.id_number,
    )
