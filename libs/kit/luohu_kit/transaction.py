"""One transaction on a connection of the pool, with the statements that are written as text on the driver itself.

SQLAlchemy keeps the connections and builds and runs what is written in its expression language. What is written as
SQL needs nothing of that but the names of its parameters: it is prepared once for each connection, and run by asyncpg.
So a statement costs a third of the processor time, and a unit of work less than half. The engine is in AUTOCOMMIT, so
that SQLAlchemy begins nothing of its own; beginning and ending is done here.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, Self, cast
from weakref import WeakKeyDictionary

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement
from sqlalchemy import Executable, TextClause, text
from sqlalchemy.engine import CursorResult, IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import NullType

from luohu_kit.db import BoundedPool
from luohu_kit.driver_errors import translated

BEGIN = "BEGIN"
_PREPARED = "luohu.prepared"  #: key of what a connection has prepared, in its `info`
_MOST = 400  #: statements prepared on one connection; far more than a service has
_COUNT = re.compile(r" (\d+)$")

#: A text as the driver takes it, and the names of its parameters in order; None: SQLAlchemy has to run it.
_Plain = tuple[str, tuple[str, ...]]
_plain: WeakKeyDictionary[TextClause, _Plain | None] = WeakKeyDictionary()

sql = lru_cache(maxsize=2048)(text)  #: the same text gives the same statement


class Rows(IteratorResult[Any]):
    """The rows that a text gave, and how many it touched."""

    def __init__(self, columns: SimpleResultMetaData, rows: list[Any], status: str) -> None:
        super().__init__(columns, iter(rows))
        self._status = status

    @property
    def rowcount(self) -> int:
        found = _COUNT.search(self._status)
        return int(found[1]) if found else -1


class Transaction(AsyncConnection):
    """A connection that begins a transaction with its first statement. Leave it with `commit`, or `close`."""

    def __init__(self, engine: AsyncEngine, opening: str = BEGIN) -> None:
        """opening: the SQL that begins it, in one message to the server."""
        super().__init__(engine)
        self._opening = opening
        self._driver: asyncpg.Connection | None = None  #: while a transaction is open
        self._in_turn: BoundedPool | None = None  #: the pool at which it has a turn

    async def start(self, is_ctxmanager: bool = False) -> Self:
        """Take a connection out of the pool: one that is alive as far as can be told without asking the server.

        Raises sqlalchemy.exc.TimeoutError when none is free in time.
        """
        pool = cast("BoundedPool", self.sync_engine.pool)
        await pool.take_turn()
        self._in_turn = pool
        try:
            return await self._started(pool, is_ctxmanager)
        except BaseException:
            self._leave()
            raise

    def _leave(self) -> None:
        pool, self._in_turn = self._in_turn, None
        if pool is not None:
            pool.give_turn()

    async def _started(self, pool: BoundedPool, is_ctxmanager: bool) -> Self:
        if pool.is_ready():
            # The greenlet in which SQLAlchemy would wait costs more than all the rest of taking one.
            self.sync_connection = self._assign_proxied(self.sync_engine.connect())
        else:
            await super().start(is_ctxmanager)
        try:
            while self._line().is_closed():
                await self.invalidate()
                await self.get_raw_connection()
        except BaseException:
            await super().close()
            raise
        return self

    def _line(self) -> asyncpg.Connection:
        return self._proxied.connection.driver_connection

    async def begun(self) -> asyncpg.Connection:
        """The driver's connection, inside of the transaction."""
        if self._driver is None:
            driver = self._line()
            try:
                await driver.execute(self._opening)
            except Exception as error:
                raise self._told(driver, self._opening, None, error) from error
            finally:
                self._driver = driver  # also where it failed half-way: whoever closes cleans up
        return self._driver

    async def execute(
        self,
        statement: Executable,
        parameters: Any = None,
        *,
        execution_options: Any = None,
    ) -> CursorResult[Any]:
        """Run a statement. A text gives all that every result of SQLAlchemy has, and `rowcount`."""
        driver = await self.begun()
        plain = self._as_plain(statement, parameters) if execution_options is None else None
        if plain is None:
            return await super().execute(statement, parameters, execution_options=execution_options)
        return await self._run(driver, *plain, parameters)

    async def alone(self, statement: TextClause, parameters: Mapping[str, Any]) -> None:
        """Run a text that is a transaction of its own, in one message to the server; none may be open here."""
        plain = self._as_plain(statement, parameters)
        assert plain is not None  # noqa: S101 - told above
        driver = self._line()
        try:
            await self._run(driver, *plain, parameters)
        except BaseException as error:
            # As in `_end`: what PostgreSQL refused has ended, and of anything else nobody knows.
            if not isinstance(error.__cause__, asyncpg.PostgresError):
                driver.terminate()
            raise

    async def _run(
        self, driver: asyncpg.Connection, words: str, values: list[Any], parameters: Any
    ) -> CursorResult[Any]:
        try:
            prepared, columns = await self._prepared(driver, words)
            rows = await prepared.fetch(*values)
        except asyncpg.InvalidCachedStatementError as error:
            self._proxied.info.pop(_PREPARED, None)
            await driver.reload_schema_state()
            raise self._told(driver, words, parameters, error) from error
        except Exception as error:
            raise self._told(driver, words, parameters, error) from error
        return cast("CursorResult[Any]", Rows(columns, rows, prepared.get_statusmsg()))

    def _as_plain(self, statement: Executable, parameters: Any) -> tuple[str, list[Any]] | None:
        """The statement and its values as the driver takes them, where nothing has to be done to either."""
        if type(statement) is not TextClause or not (parameters is None or isinstance(parameters, Mapping)):
            return None
        try:
            plain = _plain[statement]
        except KeyError:
            plain = _plain[statement] = self._compiled(statement)
        if plain is None:
            return None
        words, names = plain
        try:
            return words, [(parameters or {})[name] for name in names]
        except KeyError:
            return None  # SQLAlchemy says best what is missing

    def _compiled(self, statement: TextClause) -> _Plain | None:
        compiled = statement.compile(dialect=self.engine.dialect)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - narrows the type
        if any(
            bind.expanding or not bind.required or type(bind.type) is not NullType for bind in compiled.binds.values()
        ):
            return None
        return compiled.string, tuple(compiled.positiontup or ())

    async def _prepared(self, driver: asyncpg.Connection, words: str) -> tuple[PreparedStatement, SimpleResultMetaData]:
        kept = self._proxied.info.setdefault(_PREPARED, {})
        if (known := kept.get(words)) is None:
            prepared = await driver.prepare(words)
            if len(kept) >= _MOST:
                kept.clear()
            known = kept[words] = prepared, SimpleResultMetaData([each.name for each in prepared.get_attributes()])
        return cast("tuple[PreparedStatement, SimpleResultMetaData]", known)

    def _told(self, driver: asyncpg.Connection, words: str, parameters: Any, error: Exception) -> Exception:
        if isinstance(error, asyncpg.InternalClientError):
            # A server that dies says so unasked, and the driver no longer knows where the two of them stand.
            driver.terminate()
        return translated(self.engine.dialect, words, parameters, error, lost=driver.is_closed())

    async def commit(self) -> None:
        """Commit what was done; the next statement begins anew."""
        await self._end("COMMIT")

    async def rollback(self) -> None:
        """Undo what was done; the next statement begins anew."""
        await self._end("ROLLBACK")

    async def _end(self, how: str) -> None:
        driver, self._driver = self._driver, None
        if driver is None:
            return
        try:
            await driver.execute(how)
        except BaseException as error:
            # PostgreSQL answers a COMMIT that it refuses by rolling back. Whatever else went wrong, nobody knows
            # whether the transaction has ended, and the connection is not used again.
            if not isinstance(error, asyncpg.PostgresError) or driver.is_in_transaction():
                driver.terminate()
            if isinstance(error, Exception):
                raise self._told(driver, how, None, error) from error
            raise

    async def close(self) -> None:
        """Undo what was not committed, and give the connection back. A connection that is lost has undone it."""
        try:
            with suppress(SQLAlchemyError, OSError, TimeoutError):
                await self._end("ROLLBACK")
        finally:
            # No greenlet, for nothing is waited for: the transaction has ended, or its connection was cut off.
            try:
                self._proxied.close()
            finally:
                self._leave()
