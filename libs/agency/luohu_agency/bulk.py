"""Many records at once: a population pours into the registers in two statements for each kind, whatever their number.

As seeds, they have no history and tell nobody, and each has the id that follows from its content. So the same batch
again changes nothing, and one whose answer was lost is simply sent once more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel
from sqlalchemy import Boolean, Column, Date, Integer, Numeric, TextClause, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from luohu_agency.register import numbers, refusal
from luohu_agency.seeds import record_id
from luohu_agency.spec import AgencySpec, RecordKind
from luohu_contract.model import Wire
from luohu_contract.months import Month
from luohu_kit.work import Work

_ABOUT = text(
    "INSERT INTO agency.record_about (id_number, record_kind, record_id)"
    " SELECT n, :kind, r FROM unnest(CAST(:numbers AS text[]), CAST(:ids AS uuid[])) AS row(n, r)"
    " ON CONFLICT DO NOTHING"
)
#: SQL type of the array that carries a column; everything else travels as text.
_ARRAYS: tuple[tuple[type, str], ...] = (
    (Boolean, "boolean"),
    (Date, "date"),
    (Integer, "integer"),
    (Numeric, "numeric"),
    (Uuid, "uuid"),
)


@dataclass(frozen=True, slots=True)
class Pipe:
    """One register as a batch is poured into it."""

    agency: str
    kind: RecordKind[Any]
    columns: tuple[str, ...]
    statement: TextClause

    async def pour(self, work: Work, values: Sequence[Wire]) -> int:
        """Write records that their model has taken; how many were new. Raises RecordConflict, RecordOutOfRange."""
        if not values:
            return 0
        ids = [record_id(self.agency, self.kind.name, value) for value in values]
        carried: dict[str, Any] = {name: [_plain(getattr(value, name)) for value in values] for name in self.columns}
        try:
            made = await work.execute(self.statement, {"luohu_ids": ids, "luohu_now": work.now, **carried})
        except DBAPIError as error:
            raise refusal(self.kind, error) from error
        await self._index(work, ids, values)
        return made.rowcount

    async def _index(self, work: Work, ids: Sequence[UUID], values: Sequence[Wire]) -> None:
        about = [(number, at) for at, value in zip(ids, values, strict=True) for number in numbers(self._about(value))]
        if about:
            people, records = zip(*about, strict=True)
            wanted = {"kind": self.kind.name, "numbers": list(people), "ids": list(records)}
            await work.execute(_ABOUT, wanted)

    @property
    def _about(self) -> Callable[[Wire], Any]:
        return self.kind.about


def pipes(spec: AgencySpec[Any]) -> Mapping[str, Pipe]:
    """The registers of an agency, by the name of their kind."""
    return {kind.name: _pipe(spec.name, kind) for kind in spec.records}


def _pipe(agency: str, kind: RecordKind[Any]) -> Pipe:
    names = tuple(kind.model.model_fields)
    columns = [kind.table.columns[name] for name in names]
    arrays = ", ".join(f"CAST(:{name} AS {_array(column)}[])" for name, column in zip(names, columns, strict=True))
    rows = ", ".join(f"c{place}" for place in range(len(names)))
    cells = ", ".join(
        f"CAST(c{place} AS jsonb)" if _is_json(column) else f"c{place}" for place, column in enumerate(columns)
    )
    quoted = ", ".join(f'"{name}"' for name in names)
    statement = text(
        f'INSERT INTO "{kind.table.name}" (id, version, recorded_at, {quoted})'  # noqa: S608 - names of our own tables
        f" SELECT i, 1, CAST(:luohu_now AS timestamptz), {cells}"
        f" FROM unnest(CAST(:luohu_ids AS uuid[]), {arrays}) AS row(i, {rows})"
        " ON CONFLICT (world, id) DO NOTHING"
    )
    return Pipe(agency, kind, names, statement)


def _kept(column: Column[Any]) -> Any:
    """The type of a column, seen through a decorator."""
    return getattr(column.type, "impl_instance", column.type)


def _is_json(column: Column[Any]) -> bool:
    return isinstance(_kept(column), JSONB)


def _array(column: Column[Any]) -> str:
    return next((name for kind, name in _ARRAYS if isinstance(_kept(column), kind)), "text")


def _plain(value: Any) -> Any:
    """A field as the driver takes it: dates and numbers as they are, lists and objects as JSON."""
    if value is None or isinstance(value, bool | int | date | Decimal):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | Month):
        return str(value)
    return orjson.dumps(value, default=_json).decode()


def _json(value: Any) -> Any:
    """What orjson does not know by itself."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"a {type(value).__name__} is no part of a record")
