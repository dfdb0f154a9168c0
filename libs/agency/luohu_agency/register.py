"""An agency's registers: records read, searched and written, their history, and the index of whom they are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Table, Text, and_, delete, false, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError, IntegrityError

from luohu_agency.spec import AgencySpec, RecordKind
from luohu_agency.tables import record_about, record_history
from luohu_contract.model import Wire
from luohu_contract.numbers import normalise_identity_number
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work


class RecordNotFound(Exception):
    """The registers have no such record, or none that the asker may read."""

    def __init__(self, record_id: UUID) -> None:
        super().__init__(
            f"The registers have no record {record_id} for you. Search them and use an id that they answer."
        )


class RecordConflict(Exception):
    """What the register promises would not hold any more, such as one record for each number."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The register has a {kind} like this already. Correct that one, or use another number.")


class RecordOutOfRange(Exception):
    """A value that the model took, and that the database cannot keep."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"A number or a text of this {kind} is out of the range that the register can keep.")


@dataclass(frozen=True, slots=True)
class Record:
    """One record with what the library keeps beside it."""

    kind: RecordKind[Any]
    id: UUID
    version: int
    recorded_at: datetime
    value: Wire

    def about(self) -> set[str]:
        """Normalised id numbers of the people that it is about."""
        return numbers(self.kind.about(self.value))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a record's history."""

    version: int
    at: datetime
    actor: str
    task_id: UUID | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes a record, and for which recheck, if for one."""

    subject: str
    task_id: UUID | None = None


def numbers(found: Iterable[str]) -> set[str]:
    """Id numbers in the one form in which they are compared: an old one of 15 digits meets today's of 18."""
    return {normalise_identity_number(number) for number in found}


async def get(work: Work, spec: AgencySpec[Any], record_id: UUID, *, for_update: bool = False) -> Record:
    """A record by its id, whichever register has it. Raises RecordNotFound."""
    for kind in spec.records:
        statement = select(kind.table).where(kind.table.c.id == record_id)
        row = await work.one(statement.with_for_update() if for_update else statement)
        if row is not None:
            return _record(kind, row)
    raise RecordNotFound(record_id)


@dataclass(frozen=True, slots=True)
class Search:
    """What a search wants of one register."""

    kind: RecordKind[Any]
    equal: Mapping[str, Any]  #: column to value
    q: str | None = None  #: found anywhere in a text filter
    about: str | None = None  #: only records about this person
    offset: int = 0
    limit: int = 50


async def search(work: Work, wanted: Search) -> tuple[list[Record], int]:
    """A page of records, the newest last, and how many there are in all."""
    table = wanted.kind.table
    conditions = [table.c[name] == value for name, value in wanted.equal.items()]
    if wanted.q is not None:
        texts = [table.c[name] for name in wanted.kind.filters if isinstance(table.c[name].type, Text)]
        conditions.append(or_(false(), *(column.icontains(wanted.q, autoescape=True) for column in texts)))
    if wanted.about is not None:
        mine = select(record_about.c.record_id).where(
            record_about.c.id_number == normalise_identity_number(wanted.about),
            record_about.c.record_kind == wanted.kind.name,
        )
        conditions.append(table.c.id.in_(mine))
    where = and_(True, *conditions)
    try:
        total = await work.scalar(select(func.count()).select_from(table).where(where))
        page = select(table).where(where).order_by(table.c.recorded_at, table.c.id)
        rows = await work.rows(page.offset(wanted.offset).limit(wanted.limit))
    except DBAPIError as error:
        raise refusal(wanted.kind, error) from error
    return [_record(wanted.kind, row) for row in rows], int(total)


async def find(
    work: Work, kind: RecordKind[Any], equal: Mapping[str, Any], *, for_update: bool = False
) -> list[Record]:
    """All records of a kind with these values in these columns (None: nothing there), the newest last."""
    table = kind.table
    statement = select(table).where(*(table.c[name] == value for name, value in equal.items()))
    ordered = statement.order_by(table.c.recorded_at, table.c.id)
    return [_record(kind, row) for row in await work.rows(ordered.with_for_update() if for_update else ordered)]


async def add(work: Work, kind: RecordKind[Any], value: Wire, author: Author) -> Record:
    """A new record. Raises RecordConflict when the register has one like it, and RecordOutOfRange."""
    record_id = uuid4()
    row = {"id": record_id, "version": 1, "recorded_at": work.now, **columns(kind, value)}
    try:
        await work.execute(insert(kind.table).values(row))
    except DBAPIError as error:
        raise refusal(kind, error) from error
    record = Record(kind, record_id, 1, work.now, value)
    await _index(work, [record])
    await _remember(work, record, None, author)
    return record


async def correct(work: Work, record: Record, value: Wire, author: Author) -> Record:
    """Write a held record anew; what it was before stays in its history. Raises as `add` does."""
    table = record.kind.table
    changed = {"version": record.version + 1, "recorded_at": work.now, **columns(record.kind, value)}
    try:
        await work.execute(update(table).where(table.c.id == record.id).values(changed))
    except DBAPIError as error:
        raise refusal(record.kind, error) from error
    corrected = Record(record.kind, record.id, record.version + 1, work.now, value)
    await work.execute(delete(record_about).where(record_about.c.record_id == record.id))
    await _index(work, [corrected])
    await _remember(work, corrected, record.value, author)
    return corrected


async def load(work: Work, kind: RecordKind[Any], values: Sequence[tuple[UUID, Wire]]) -> None:
    """Put many records into an empty register at once, without history: how a world begins."""
    if not values:
        return
    rows = [
        {"id": record_id, "version": 1, "recorded_at": work.now, **columns(kind, value)} for record_id, value in values
    ]
    await work.execute(insert(kind.table), rows)
    await _index(work, [Record(kind, record_id, 1, work.now, value) for record_id, value in values])


async def history(work: Work, record_id: UUID) -> list[Change]:
    """What was changed in a record, the oldest first. Empty for one that stands as it was seeded."""
    statement = select(record_history).where(record_history.c.record_id == record_id).order_by(record_history.c.seq)
    return [
        Change(row.version, row.at.astimezone(BEIJING), row.actor, row.task_id, row.before, row.after)
        for row in await work.rows(statement)
    ]


def columns(kind: RecordKind[Any], value: Wire) -> dict[str, Any]:
    """A record as its row: lists and objects as JSON, enums and months as their text, dates and numbers as they are."""
    plain = value.model_dump()
    json = value.model_dump(mode="json")
    as_json = {name for name in plain if isinstance(_plain(kind.table, name), JSONB | Text)}
    return {name: json[name] if name in as_json else plain[name] for name in plain}


def _plain(table: Table, name: str) -> Any:
    """The type of a column, seen through a decorator."""
    kind = table.c[name].type
    return getattr(kind, "impl_instance", kind)


def _record(kind: RecordKind[Any], row: Row[Any]) -> Record:
    fields = {name: row._mapping[name] for name in kind.model.model_fields}
    value = kind.model.model_validate(fields)
    return Record(kind, row.id, row.version, row.recorded_at.astimezone(BEIJING), value)


def refusal(kind: RecordKind[Any], error: DBAPIError) -> Exception:
    """What a failed statement says about the record; the error itself when it says nothing about it."""
    if isinstance(error, IntegrityError):
        return RecordConflict(kind.name)
    state = str(getattr(error.orig, "sqlstate", "") or "")
    cause = type(getattr(error.orig, "__cause__", None)).__name__
    return RecordOutOfRange(kind.name) if state.startswith("22") or cause == "DataError" else error


async def _index(work: Work, records: Sequence[Record]) -> None:
    rows = [
        {"id_number": number, "record_kind": record.kind.name, "record_id": record.id}
        for record in records
        for number in sorted(record.about())
    ]
    if rows:
        await work.execute(upsert(record_about).on_conflict_do_nothing(), rows)


async def _remember(work: Work, record: Record, before: Wire | None, author: Author) -> None:
    await work.execute(
        insert(record_history).values(
            record_kind=record.kind.name,
            record_id=record.id,
            version=record.version,
            at=work.now,
            actor=author.subject,
            task_id=author.task_id,
            before=None if before is None else before.model_dump(mode="json"),
            after=record.value.model_dump(mode="json"),
        )
    )
    if record.kind.written is not None:
        record.kind.written(work, record.id, record.value)
