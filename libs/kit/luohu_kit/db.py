"""Tables and connections: every table leads its key with the world, every connection is held to one world at a time.

`world_table` adds the column `world`, whose default is the world of the running transaction; row-level security
(see `migration.guard`) hides the rows of all others. So no statement names the world, and none can forget it.
"""

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Column, Dialect, FetchedValue, MetaData, PrimaryKeyConstraint, Table, Text, text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator

from luohu_kit.acquainted import Acquainted
from luohu_kit.settings import Settings

CURRENT_WORLD = "current_setting('luohu.world')"
FROZEN = "60s"  #: a process that begins a transaction and says nothing for so long is not coming back: its locks go
MOST_WAITING = 512  #: for a connection, in one process
SERVICE_ROLE = "luohu_service"  #: the role of every connection: row-level security binds it
#: `info` of a table or a column that a world's digest does not see: it depends on real time and on what was tried again
#: (columns whose default is the machine's time are left out as they are).
OF_THE_RUN = {"digest": False}
#: `info` of a column whose value means something on one PostgreSQL server alone: it is not kept, and a row that is
#: brought back has the column's default.
OF_THE_SERVER = {"kept": False, "digest": False}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

E_ = TypeVar("E_", bound=StrEnum)


def metadata(schema: str | None = None) -> MetaData:
    """Metadata whose constraints have names that a later revision can find."""
    return MetaData(schema=schema, naming_convention=NAMING)


def world_table(name: str, meta: MetaData, *items: SchemaItem, keys: Sequence[str] = ("id",), **options: Any) -> Table:
    """A table of the city: `world` comes first, and leads the primary key (world, *keys)."""
    world = Column("world", Text, FetchedValue(), server_default=text(CURRENT_WORLD), nullable=False)
    info = dict(options.pop("info", {}))  # of this table alone, whoever shares what it was made of
    return Table(name, meta, world, *items, PrimaryKeyConstraint("world", *keys), info=info, **options)


class TextEnum(TypeDecorator[E_], Generic[E_]):
    """A StrEnum kept as text: the value is the column's content, and a new member needs no migration."""

    impl = Text
    cache_ok = True

    def __init__(self, enum: type[E_]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: E_ | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E_ | None:
        return None if value is None else self.enum(value)

    def __repr__(self) -> str:
        return "Text()"


def _dumps(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


class BoundedPool(AsyncAdaptedQueuePool):
    """A pool at which `MOST_WAITING` may wait for a connection, first come, first served.

    SQLAlchemy's queue gives a connection to whoever asks in the moment in which it comes back, and sends whoever was
    called meanwhile to the end of the line: under load some would wait until their time is over. So who wants a
    connection takes a turn first, and gives it back after the connection.
    """

    waiting = 0  #: for a turn

    @cached_property
    def _turns(self) -> asyncio.Semaphore:
        return asyncio.Semaphore(self.size())

    async def take_turn(self) -> None:
        """Wait until a connection is there for the caller. Raises sqlalchemy.exc.TimeoutError for whoever has waited
        for too long, and when too many wait: a service answers 503 with Retry-After.
        """
        if not self._turns.locked():
            await self._turns.acquire()  # at once
            return
        if self.waiting >= MOST_WAITING:
            raise PoolTimeout(f"{self.waiting} wait for a connection to the database already")
        self.waiting += 1
        try:
            async with asyncio.timeout(self.timeout()):
                await self._turns.acquire()
        except TimeoutError:
            raise PoolTimeout(f"no connection to the database was free for {self.timeout():.0f} s") from None
        finally:
            self.waiting -= 1

    def give_turn(self) -> None:
        """Let the next one have a connection."""
        self._turns.release()

    def is_ready(self) -> bool:
        """Whether the connection that is taken next lies here and is not known to be dead: nobody waits for it."""
        lying = self._pool._queue._queue  # type: ignore[attr-defined]  # in the order in which they came back
        return bool(lying) and not lying[-1]._is_hard_or_soft_invalidated()


def make_engine(settings: Settings, *, pool_size: int | None = None) -> AsyncEngine:
    """The engine of one service. Connections take the service's role, so that row-level security binds them.

    It begins no transactions: `Transaction` does. Connections are taken in the order in which they were last used, so
    that an idle service keeps few of them warm: each has its own prepared statements, plans and caches.
    """
    server = {"application_name": f"luohu-{settings.service}", "timezone": "UTC", "jit": "off", "role": SERVICE_ROLE}
    server["idle_in_transaction_session_timeout"] = FROZEN
    size = pool_size or settings.pool_size
    return create_async_engine(
        settings.dsn(),
        poolclass=BoundedPool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=settings.pool_wait_seconds,
        pool_pre_ping=False,
        pool_use_lifo=True,
        pool_reset_on_return=None,  # `Transaction` has ended what it began; what nobody knows the end of is cut off
        isolation_level="AUTOCOMMIT",
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
        connect_args={"server_settings": server, "timeout": 10, "command_timeout": 60, "connection_class": Acquainted},
    )
