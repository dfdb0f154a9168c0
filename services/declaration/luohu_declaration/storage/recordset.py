"""Batches as one parameter, so that a statement is built once and is the same for a batch of any size.

Rows travel as JSON that PostgreSQL reads as a table; ids travel as an array. Statements that are used often are made
once, when their module is loaded: making one anew for each call took longer than running it (m).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Text, Uuid, any_, bindparam, cast, column, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeEngine

IDS = bindparam("ids", type_=ARRAY(Uuid))
ROWS = bindparam("rows", type_=Text)


def recordset(columns: Mapping[str, TypeEngine[Any]]) -> TableValuedAlias:
    """The parameter `rows`, made by `encoded`, as a table `r` with those columns. A key that a row lacks is NULL."""
    read = func.jsonb_to_recordset(cast(ROWS, JSONB))
    table = read.table_valued(*(column(name, kind) for name, kind in columns.items()))
    return table.render_derived("r", with_types=True)


def encoded(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The parameter of a statement over a recordset."""
    return {"rows": orjson.dumps(list(rows), default=_plain).decode()}


def among(of: ColumnElement[Any]) -> ColumnElement[bool]:
    """The column is one of the parameter `ids`."""
    return of == any_(IDS)


def listed(ids: Iterable[UUID]) -> dict[str, list[UUID]]:
    """The parameter of a statement over `among`."""
    return {"ids": list(ids)}


def _plain(value: object) -> str:
    """The driver's own UUIDs, which orjson does not know."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a recordset")
