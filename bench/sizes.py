"""What a declaration leaves behind: rows and bytes of every table, bytes of log, bytes through the gateway.

`make bench-sizes`: people of a population file everything that a register judges, each in one request, in a city
without the journal, which production does not have. The sizes of all tables are read before and after, indexes and all,
as they are: space that a deleted row has left is in them.
"""

import argparse
import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping

import asyncpg
import psutil
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.crowd import everything_of, file_all, signed_in
from bench.overload import at_rest
from bench.trial import Trial
from luohu_cli import state
from luohu_client import City
from luohu_contract.directory import SERVICES, Role
from luohu_kit.settings import Settings, embedded_url

PEOPLE, WARM, SEED, SIDE_BY_SIDE = 500, 50, 7, 8
SETTLED = 3.0  #: seconds in which what is sealed and removed beside the path is
SMALL = 100  #: bytes for each declaration below which a table is not told by name
_TABLES = """
    SELECT schemaname || '.' || relname AS name, pg_total_relation_size(relid) AS bytes FROM pg_stat_user_tables
"""
_KEPT = "SELECT count(*) FROM {}"

Sizes = Counter[tuple[str, str]]  #: by service and table


async def measure(trial: Trial, people: int, told: Callable[[], None]) -> dict[str, object]:
    """Everything for each declaration; told: with each that is filed."""
    settings = Settings(port_base=trial.port_base)
    async with City(trial.gateway) as city:
        world = await city.new_world(clock="running", personas=False, admission="open", seed=SEED)
        await world.people(people + WARM)
        filings = await signed_in(trial.gateway, world.name, await everything_of(world))
    await file_all(trial.gateway, filings[people:], SIDE_BY_SIDE, lambda: None)  # pages that a first row takes
    await at_rest(settings)
    rows, sizes, log, through = await _rows(settings), await _bytes(settings), await _log(settings), _gateway(trial)
    await file_all(trial.gateway, filings[:people], SIDE_BY_SIDE, told)
    await at_rest(settings)
    await asyncio.sleep(SETTLED)
    log, through = await _log(settings) - log, _gateway(trial) - through
    more_rows, more = _between(rows, await _rows(settings)), _between(sizes, await _bytes(settings))
    return {
        "declarations": people,
        "items_each": round(sum(len(filing.forms) for filing in filings[:people]) / people, 2),
        "rows_each": round(sum(more_rows.values()) / people, 1),
        "bytes_each": round(sum(more.values()) / people),
        "bytes_each_by_service": {
            name: round(sum(size for (service, _), size in more.items() if service == name) / people)
            for name in sorted({service for service, _ in more})
        },
        "tables": {
            f"{service}: {table}": {"rows": round(more_rows[service, table] / people, 2), "bytes": round(size / people)}
            for (service, table), size in more.most_common()
            if size / people >= SMALL
        },
        "bytes_of_log_each": round(log / people),
        "bytes_through_the_gateway_each": round(through / people),
    }


def _between(before: Mapping[tuple[str, str], int], after: Mapping[tuple[str, str], int]) -> Sizes:
    return Counter({key: number - before.get(key, 0) for key, number in after.items()})


async def _bytes(settings: Settings) -> Sizes:
    return Counter({(name, row["name"]): row["bytes"] for name, row in await _everywhere(settings)})


async def _rows(settings: Settings) -> Sizes:
    found: Sizes = Counter()
    for service, row in await _everywhere(settings):
        schema, table = row["name"].split(".")
        found[service, row["name"]] = await _one(settings, service, _KEPT.format(f'"{schema}"."{table}"'))
    return found


async def _everywhere(settings: Settings) -> list[tuple[str, asyncpg.Record]]:
    found = []
    for service in SERVICES:
        if service.role is not Role.DOOR:
            connection = await _connected(settings, service.name)
            found += [(service.name, row) for row in await connection.fetch(_TABLES)]
            await connection.close()
    return found


async def _log(settings: Settings) -> int:
    """Bytes of the write-ahead log so far."""
    return await _one(settings, "declaration", "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")


async def _one(settings: Settings, service: str, sql: str) -> int:
    connection = await _connected(settings, service)
    try:
        return int(await connection.fetchval(sql))
    finally:
        await connection.close()


async def _connected(settings: Settings, service: str) -> asyncpg.Connection:
    url = embedded_url(settings.port_base).format(database=settings.of(service).database)
    return await asyncpg.connect(url)


def _gateway(trial: Trial) -> int:
    """Bytes that the gateway has read and written so far: everything passes it twice."""
    running = state.running(trial.data_dir)
    if running is None:
        raise RuntimeError("no city runs")
    [pid] = [process.pid for process in running.processes if process.services == ("gateway",)]
    told = psutil.Process(pid).io_counters()
    return int(told.read_chars + told.write_chars)


def main() -> int:
    asked = argparse.ArgumentParser(prog="make bench-sizes", description=__doc__)
    asked.add_argument("--people", type=int, default=PEOPLE)
    told = asked.parse_args()
    os.environ["LUOHU_JOURNAL"] = os.environ["LUOHU_JOURNAL_INPUTS"] = "false"
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Trial() as trial, Progress(*columns, console=Console(stderr=True)) as bars:
        trial.up()
        bar = bars.add_task("declarations", total=told.people)
        figures = asyncio.run(measure(trial, told.people, lambda: bars.advance(bar)))
    print(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
