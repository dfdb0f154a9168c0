"""Batches as one parameter: rows of JSON that PostgreSQL reads as a table, so that a batch is one statement."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, column, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeEngine


def recordset(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, TypeEngine[Any]]) -> TableValuedAlias:
    """The rows as a table `r` with those columns. A key that a row lacks is NULL."""
    parameter = bindparam("rows", list(rows), type_=JSONB, unique=True)
    table = func.jsonb_to_recordset(parameter).table_valued(*(column(name, type_) for name, type_ in columns.items()))
    return table.render_derived(name="r", with_types=True)
