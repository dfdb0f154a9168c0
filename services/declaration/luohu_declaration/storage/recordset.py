"""Batches as one parameter, so that a statement is built once and is the same for a batch of any size.

Rows travel as JSON that PostgreSQL reads as a table; ids travel as an array. Statements that are used often are made
once, when their module is loaded: making one anew for each call took longer than running it (m).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Uuid, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY

IDS = bindparam("ids", type_=ARRAY(Uuid))


def recordset(columns: Mapping[str, str], *, of: str = "rows", name: str = "r") -> str:
    """SQL: the parameter `of`, made by `encoded`, as a table with those columns and types. A key that a row lacks is
    NULL.
    """
    typed = ", ".join(map(" ".join, columns.items()))
    return f"jsonb_to_recordset(CAST(:{of} AS jsonb)) AS {name}({typed})"


def encoded(rows: Sequence[Mapping[str, Any]], *, of: str = "rows") -> dict[str, str]:
    """The parameter of a statement over a recordset."""
    return {of: orjson.dumps(list(rows), default=_plain).decode()}


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
