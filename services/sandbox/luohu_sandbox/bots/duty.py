"""The bots' working day: what is due on the world's clock is worked on, several tasks side by side.

A task is worked on outside of any transaction, and may be worked on twice: its agency knows what was done already.
"""

import asyncio

import structlog

from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_sandbox.bots import tasks
from luohu_sandbox.bots.badge import Away, Badges
from luohu_sandbox.bots.clerk import Clerk
from luohu_sandbox.bots.tasks import Waiting

log = structlog.get_logger()

BATCH = 64  #: tasks taken up at once
AT_ONCE = 8  #: tasks worked on side by side
AGAIN_IN = 0.5  #: seconds of real time until a world in which somebody was away is looked at again


class Bots:
    """The sandbox's duty."""

    name = "bots"
    waiting = tasks.WAITING

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt
        self._badges = Badges(rt)
        self._not_before: dict[str, float] = {}  #: on the loop's clock, by world

    async def run(self, world: str) -> int:
        """Work on what is due; how much of it is done."""
        loop = asyncio.get_running_loop()
        if self._not_before.get(world, 0.0) > loop.time():
            return 0
        self._not_before.pop(world, None)
        async with self._rt.begin(world) as work:
            due = await tasks.due(work, BATCH)
        lanes = asyncio.Semaphore(AT_ONCE)

        async def one(task: Waiting) -> bool:
            async with lanes:
                try:
                    return await self._work_on(world, task)
                except UnknownWorld:
                    # Taken away, or just being brought to another state: then this is a task of the past.
                    return False

        done = await asyncio.gather(*(one(task) for task in due))
        if not all(done):
            self._not_before[world] = loop.time() + AGAIN_IN
        return sum(done)

    async def _work_on(self, world: str, task: Waiting) -> bool:
        try:
            done = await Clerk(self._rt, self._badges, world, task).work()
        except Away as away:
            log.warning("bot_waits", world=world, agency=task.agency, task=str(task.id), why=str(away))
            return False
        finally:
            # An advance asks next whomever something has reached, as with messages.
            self._rt.hub.has_arrived(world, task.agency, 1)
        async with self._rt.begin(world) as work:
            if await tasks.end(work, task, done) and task.due_at > task.told_at:
                await work.note_fired(self.name, [(task.due_at, str(task.id))])
            await work.commit()
        log.info("bot_worked", world=world, agency=task.agency, task=str(task.id), state=done.state, what=done.what)
        return True
