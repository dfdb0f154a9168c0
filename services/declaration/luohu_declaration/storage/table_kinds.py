"""Kinds of tables that stand here several times: lists of what happened, files, and what hangs on a declaration."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem, Table

from luohu_kit.db import TextEnum, metadata, world_table

meta = metadata()

INSTANT = DateTime(timezone=True)


def event_list(
    name: str,
    *more: SchemaItem,
    of: str,
    event: type[StrEnum] | None = None,
    status: type[StrEnum] | None = None,
    detail: bool = True,
) -> Table:
    """What happened to each of its things, append-only, in order of `seq`.

    of: what it happens to; the column is its id. event, status: their enums; None where several share the column.
    detail: with a column for whatever an event has to tell. more: further columns and indexes.
    """
    about = f"{of}_id"
    told = [Column("detail", JSONB, nullable=False)] if detail else []
    return world_table(
        name,
        meta,
        Column("seq", BigInteger, Identity(always=True), nullable=False),
        Column(about, Uuid, nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("event", Text if event is None else TextEnum(event), nullable=False),
        Column("from_status", Text if status is None else TextEnum(status)),
        Column("to_status", Text if status is None else TextEnum(status), nullable=False),
        *told,
        Column("actor", Text, nullable=False),  #: a role, a service, or whom a token names
        *more,
        Index(f"ix_{name}_{of}", "world", about, "seq"),
        keys=("seq",),
    )


def file_table(name: str, *more: SchemaItem, of: str, **options: Any) -> Table:
    """Files beside their hash. of: the table whose row each belongs to."""
    about = f"{of}_id"
    return world_table(
        name,
        meta,
        Column("id", Uuid, nullable=False),
        Column(about, Uuid, nullable=False),
        *more,
        Column("sha256", Text, nullable=False),
        Column("size", Integer, nullable=False),  #: bytes
        Column("pages", Integer, nullable=False),
        Column("data", LargeBinary, nullable=False),
        Column("uploaded_at", INSTANT, nullable=False),
        ForeignKeyConstraint(["world", about], [f"{of}.world", f"{of}.id"]),
        Index(f"ix_{name}_{of}", "world", about),
        **options,
    )


def of_declaration() -> ForeignKeyConstraint:
    """What ties a row to its declaration."""
    return ForeignKeyConstraint(["world", "declaration_id"], ["declaration.world", "declaration.id"])
