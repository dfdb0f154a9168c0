"""Batches as one parameter: rows of JSON that PostgreSQL reads as a table, so that a batch is one statement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Text, Uuid, any_, bindparam, cast, column, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeEngine


def recordset(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, TypeEngine[Any]]) -> TableValuedAlias:
    """The rows as a table `r` with those columns. A key that a row lacks is NULL."""
    parameter = bindparam("rows", orjson.dumps(list(rows), default=_plain).decode(), type_=Text, unique=True)
    read = func.jsonb_to_recordset(cast(parameter, JSONB))
    return read.table_valued(*(column(name, kind) for name, kind in columns.items())).render_derived(
        "r", with_types=True
    )


def among(column_: ColumnElement[Any], ids: Iterable[UUID]) -> ColumnElement[bool]:
    """The column is one of the ids: one array parameter, so that the statement is the same for any number of them."""
    return column_ == any_(bindparam("ids", list(ids), type_=ARRAY(Uuid), unique=True))


def _plain(value: object) -> str:
    """The driver's own UUIDs, which orjson does not know."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a recordset")
