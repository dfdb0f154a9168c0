"""`luohu ddl`: the statements that spread the tables over a sharded PostgreSQL, from the tables of the code."""

from typing import Annotated

import typer
from sqlalchemy import Table

from luohu_cli import configured
from luohu_cli.failure import Failure
from luohu_contract.directory import SERVICES, Role
from luohu_kit.migration import KIT
from luohu_kit.sharding import By, broken, spread
from luohu_kit.sharding import ddl as statements

#: The triggers that keep tables append-only and note what is audited look at nothing but the rows of their statement.
_TRIGGERS = "SET citus.enable_unsafe_triggers = on;"


def ddl(
    services: Annotated[list[str] | None, typer.Argument(help="Services; all when left out.")] = None,
    by: Annotated[By, typer.Option(help="What stays together on one node.")] = By.WORLD,
) -> None:
    """Print what spreads a service's migrated tables over Citus; exit status 1 when their keys do not allow it."""
    names = [configured.known(each) for each in services or ()] or [
        service.name for service in SERVICES if service.role is not Role.DOOR
    ]
    refused = 0
    for name in names:
        tables = tables_of(name)
        shards = spread(tables, by)
        if not shards.columns:
            raise Failure(f"no table of {name} belongs to a {by}: its database is spread by world, or not at all")
        print(f"-- The database of {name}, by {by}. Run as the owner of its tables, after luohu migrate.")
        if found := broken(tables, shards):
            refused += len(found)
            print("\n".join(f"-- refused: {line}" for line in found))
            continue
        print("\n".join([_TRIGGERS, *statements(tables, shards)]))
    if refused:
        raise Failure(f"{refused} keys do not allow it; see the guide on sharding for what would have to change")


def tables_of(service: str) -> list[Table]:
    """Every table of a service's database, the kit's included."""
    from luohu_cli.migrations import histories_of

    return [table for history in (KIT, *histories_of(service)) for table in history.metadata.tables.values()]
