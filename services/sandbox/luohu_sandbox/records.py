"""The sandbox's own tables: what it remembers of each world beyond its clock, which stands in `kit.world`.

Most are about worlds rather than of them: a world that is brought back leaves them as they are.
"""

from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, Integer, Numeric, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.clock import ClockMode
from luohu_kit.db import TextEnum, metadata, world_table
from luohu_kit.migration import History
from luohu_kit.pace import Decides


class State(StrEnum):
    """Where a world stands. Only one that is ready is shown to anybody."""

    MAKING = "making"  #: claimed, and on its way to the services
    READY = "ready"  #: on every service
    RETURNING = "returning"  #: being brought back to its beginning, or to a snapshot
    LEAVING = "leaving"  #: being taken away


meta = metadata()
ABOUT_WORLDS = {"snapshot": False, "reset": False}

world_record = world_table(
    "world_record",
    meta,
    Column("state", TextEnum(State), nullable=False),
    Column("personas", Boolean, nullable=False),  #: whether the seeds are loaded
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    #: the clock that the world was made with, for its reset
    Column("first_mode", TextEnum(ClockMode), nullable=False),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("first_rate", Numeric, nullable=False),
    #: an advance stands the clock still and resumes this mode; it is kept for the case that the sandbox dies meanwhile
    Column("resume_mode", TextEnum(ClockMode)),
    Column("resume_rate", Numeric),
    Column("snapshot", Text),  #: that is being taken, or brought back; returning without one: to the beginning
    #: doors of services may stand held or shut for it, and are opened again if the sandbox dies meanwhile
    Column("doors_turned", Boolean, nullable=False, server_default=text("false")),
    keys=(),
    info=ABOUT_WORLDS,
)

#: Worlds as all services have kept them. The rows lie with each service, under the name of the snapshot.
snapshot = world_table(
    "snapshot",
    meta,
    Column("name", Text, nullable=False),
    Column("mode", TextEnum(ClockMode), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),  #: the world's time
    Column("rate", Numeric, nullable=False),
    Column("rows", BigInteger, nullable=False),  #: over all services
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    keys=("name",),
    info=ABOUT_WORLDS,
)


class PopulationState(StrEnum):
    """How far a world's people are."""

    LOADING = "loading"  #: on their way into the registers
    READY = "ready"
    FAILED = "failed"  #: a service refused some of them; asking again goes on from there


#: The people that were made up for a world.
population = world_table(
    "population",
    meta,
    Column("seed", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", TextEnum(PopulationState), nullable=False),
    Column("loaded", Integer, nullable=False),  #: how many of them are in the registers
    Column("counts", JSONB, nullable=False),  #: what they came to: numbers by service and kind of record
    Column("problem", Text),  #: why it failed
    keys=(),
)


class BotState(StrEnum):
    """Where a bot's task stands."""

    WAITING = "waiting"  #: until its time comes
    DECIDED = "decided"
    LEFT = "left"  #: to people: somebody has it, or the bot cannot decide it


#: Tasks of the agencies that bots work on: a part of the world, as the agencies' queues are.
bot_task = world_table(
    "bot_task",
    meta,
    Column("id", Uuid, nullable=False),  #: of the task at the agency
    Column("agency", Text, nullable=False),
    Column("decides", TextEnum(Decides), nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),  #: the world's time, like the two below
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("done_at", DateTime(timezone=True)),
    Column("state", TextEnum(BotState), nullable=False),
    Column("what", Text),  #: the decision, or why it was left to people
    Index("ix_bot_task_waiting", "world", "due_at", "id", postgresql_where=text("state = 'waiting'")),
)

HISTORIES = (History("luohu_sandbox", "public", meta),)
