"""What the audit costs: processor time of an item's loop with the triggers that bind its rows, and without them.

Without its triggers a database has no entries, so nothing is sealed either. Both are measured in turns, in one city, so
that what else the machine does meanwhile counts for both.
"""

import asyncio
import time
from statistics import median

import asyncpg

from bench import cpu
from bench.hops import filed, through_the_loop
from bench.trial import Trial

POSTGRES = 90  #: its port, counted from the gateway's
WARM, COUNTED, TURNS = 40, 100, 6
SEALED = 2.0  #: seconds after which all that was done is sealed, so that the next turn does not pay for it
_TRIGGERS = (
    "SELECT tgrelid::regclass::text AS source, quote_ident(tgname) AS name FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgname LIKE 'audit\\_%' AND tgnewtable IS NOT NULL"
)


def measure(trial: Trial) -> dict[str, object]:
    """Milliseconds of processor time of one item, from an edit to `valid`: medians of turns, with and without."""
    trial.up()
    told: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    with filed(trial, "audited") as (client, item, body):
        for _ in range(WARM):
            through_the_loop(client, item, body)
        for turn in range(TURNS * 2):
            audited = turn % 2 == 0
            asyncio.run(_switch(trial, on=audited))
            before = cpu.used(trial)
            for _ in range(COUNTED):
                through_the_loop(client, item, body)
            time.sleep(SEALED)
            after = cpu.used(trial)
            told[audited].append(cpu.each({name: after[name] - before[name] for name in after}, COUNTED))
    names = ("all", "postgres", "declaration", "housing-registry")
    return {
        words: {name: round(median(turn.get(name, 0.0) for turn in told[audited]), 2) for name in names}
        for words, audited in (("with", True), ("without", False))
    }


async def _switch(trial: Trial, *, on: bool) -> None:
    """Let the triggers bind, or not."""
    url = f"postgresql://postgres@127.0.0.1:{trial.port_base + POSTGRES}"
    server = await asyncpg.connect(f"{url}/postgres")
    names = [row["datname"] for row in await server.fetch("SELECT datname FROM pg_database WHERE NOT datistemplate")]
    await server.close()
    for name in names:
        connection = await asyncpg.connect(f"{url}/{name}")
        for trigger in await connection.fetch(_TRIGGERS):
            how = "ENABLE" if on else "DISABLE"
            await connection.execute(f"ALTER TABLE {trigger['source']} {how} TRIGGER {trigger['name']}")
        await connection.close()
