"""Services that are killed while they seal: `python -m luohu_dying.sealing URL`, on the databases of that address.

For each line that it is given, the name of a point, it makes a process of its own, which does something that is bound
in `main`, seals, and is killed with SIGKILL at the point, as the out-of-memory killer does it: nothing runs any more,
and PostgreSQL finds the connection closed. It answers with the number of the signal that the process died of.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

from luohu_kit import audit, work
from luohu_kit.audit.chain import key_of
from luohu_kit.db import make_engine
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Settings
from luohu_kit.tasks import NewTask, queue
from luohu_kit.wake import Hub

SECRET, SERVICE = "a secret", "declaration"

NOTED = "noted, nothing sealed"
TAKEN, LINKED, SIGNED = "entries read", "links written, no head", "head written, nothing committed"
SEALED = "sealed and committed"
POINTS = (NOTED, TAKEN, LINKED, SIGNED, SEALED)

_AFTER = {"FROM kit.world w CROSS JOIN": TAKEN, "INTO kit.audit_link": LINKED, "INTO kit.audit_head": SIGNED}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Dying:
    """A connection that takes its process with it once a statement has been done."""

    def __init__(self, connection: Any, point: str) -> None:
        self._connection = connection
        self._point = point

    async def execute(self, statement: Any, values: Any) -> Any:
        done = await self._connection.execute(statement, values)
        if any(words in str(statement) and point == self._point for words, point in _AFTER.items()):
            die()
        return done

    async def commit(self) -> None:
        await self._connection.commit()
        die()


async def seal_and_die(url: str, point: str) -> None:
    """The last thing that a process does."""
    settings = Settings(service=SERVICE, database_url=url)
    engine, hub = make_engine(settings), Hub()
    ground = work.Ground(engine, hub)
    all_worlds = work.make_begin_everywhere(engine)
    rt = Runtime(settings, httpx.AsyncClient(), hub, ground, work.make_begin(ground), all_worlds)
    async with rt.begin("main") as acting:
        one = uuid4()
        new = NewTask(id=one, kind="recheck", ref=one, candidate_group="tax", title="a title", due_at=None, note="")
        await queue.create(acting, [new])
        await acting.commit()
    if point == NOTED:
        die()

    @asynccontextmanager
    async def everywhere() -> AsyncIterator[Any]:
        async with rt.everywhere() as connection:
            yield Dying(connection, point)

    await audit.seal(everywhere, SERVICE, key_of(SECRET, SERVICE), ["main"])


def main() -> None:
    """One death for each line."""
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            asyncio.run(seal_and_die(sys.argv[1], line.strip()))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201 - it is the answer


if __name__ == "__main__":
    main()
