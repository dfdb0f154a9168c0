"""Which column spreads a table over the nodes of a sharded PostgreSQL (Citus), and whether its keys allow that.

A sharded table has one distribution column, and every key that a node is to keep unique must contain it; rows that
refer to one another must have it in common, so that they lie on one node. Nothing here asks a database: tables are
those of the code, or what was read from a migrated one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.sql.ddl import sort_tables


class By(StrEnum):
    """What stays together on one node."""

    WORLD = "world"  #: everything of a world: for many worlds, be they tests or cities
    DECLARATION = "declaration"  #: everything of a declaration: for one world that is larger than a node


@dataclass(frozen=True, slots=True)
class Shards:
    """How the tables of one database are spread. What is in neither stays on the first node."""

    columns: Mapping[str, str]  #: the distribution column, by full name of the table
    everywhere: frozenset[str] = field(default_factory=frozenset)  #: tables that every node has a copy of


def spread(tables: Iterable[Table], by: By) -> Shards:
    """How tables are spread."""
    tables = list(tables)
    columns = {table.fullname: column for table in tables if (column := _column(table, by))}
    return Shards(columns, frozenset(table.fullname for table in tables if _belongs_to_nobody(table)))


def _column(table: Table, by: By) -> str | None:
    if _belongs_to_nobody(table):
        return None
    if by is By.WORLD:
        return "name" if table.fullname == "kit.world" else "world"  # the line of a world lies with its rows
    if table.fullname == "declaration":
        return "id"
    return "declaration_id" if "declaration_id" in table.columns else None


def _belongs_to_nobody(table: Table) -> bool:
    """What is the same for all worlds: who may ask for tokens, what is audited."""
    return "world" not in table.columns and table.fullname != "kit.world"


def broken(tables: Iterable[Table], shards: Shards) -> list[str]:
    """What of the tables' keys a sharded PostgreSQL would refuse, a line for each; empty when it takes them."""
    return [line for table in tables for line in _broken(table, shards)]


def _broken(table: Table, shards: Shards) -> Iterator[str]:
    column = shards.columns.get(table.fullname)
    if column:
        if column not in table.columns:
            yield f"{table.fullname}: there is no column {column}"
            return
        if table.columns[column].nullable:
            yield f"{table.fullname}: {column}, by which it is spread, may be empty"
        for what, key in _keys(table):
            if column not in key:
                yield f"{table.fullname}: {what} ({', '.join(key)}) lacks {column}"
        for each in table.columns:
            if each.identity is not None and not isinstance(each.type, BigInteger):
                yield f"{table.fullname}: the numbers of {each.name} are no bigint, so nodes cannot share them out"
    for foreign in table.foreign_key_constraints:
        if reason := _across(foreign, column, shards):
            yield f"{table.fullname}: ({', '.join(foreign.column_keys)}) {reason} {foreign.referred_table.fullname}"


def _keys(table: Table) -> Iterator[tuple[str, Sequence[str]]]:
    """Everything that must be unique, with what it is called."""
    yield "the primary key", [each.name for each in table.primary_key.columns]
    for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
        if isinstance(constraint, UniqueConstraint):
            yield f"{constraint.name}", [each.name for each in constraint.columns]
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        if index.unique:
            yield f"{index.name}", [each.name if isinstance(each, Column) else str(each) for each in index.expressions]


def _across(foreign: ForeignKeyConstraint, column: str | None, shards: Shards) -> str:
    """Why a reference leaves the node; empty when it does not."""
    to = foreign.referred_table.fullname
    if to in shards.everywhere:
        return ""
    other = shards.columns.get(to)
    if column is None or other is None:
        return "" if column == other else "refers between a table on the first node and the shards of"
    together = [(each.parent.name, each.column.name) for each in foreign.elements]
    return "" if (column, other) in together else f"leaves out {column}, by which it is spread, and refers to"


def ddl(tables: Iterable[Table], shards: Shards) -> list[str]:
    """The statements that spread the tables, those that are referred to first. Run them as the owner of the tables."""
    statements, first = [], ""
    for table in sort_tables(list(tables)):
        name = f"{table.schema or 'public'}.{table.name}"
        if table.fullname in shards.everywhere:
            statements.append(f"SELECT create_reference_table('{name}');")
        elif column := shards.columns.get(table.fullname):
            beside = f", colocate_with => '{first}'" if first else ""
            statements.append(f"SELECT create_distributed_table('{name}', '{column}'{beside});")
            first = first or name
    return statements
