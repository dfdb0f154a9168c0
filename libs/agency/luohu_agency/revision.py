"""What revisions of agencies make: a register, keyed and guarded as every table of the city is."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Text, text
from sqlalchemy.schema import SchemaItem

from luohu_agency.spec import record_columns
from luohu_kit.db import CURRENT_WORLD
from luohu_kit.migration import guard


def create_register(op: Any, name: str, *items: SchemaItem) -> None:
    """Make a register's table: the library's columns, then the items; one world at a time sees it.

    op: Alembic's `op` in a revision. The columns that the library keeps are frozen with this function: a change of
    them is a new function, so that old revisions go on making what they made.
    """
    world = Column("world", Text, server_default=text(CURRENT_WORLD), nullable=False)
    key = PrimaryKeyConstraint("world", "id", name=f"pk_{name}")
    op.create_table(name, world, *record_columns(), *items, key)
    guard(op, name)
