"""Errors of the driver as SQLAlchemy tells them: whoever catches one need not know which way a statement went."""

from typing import Any

import asyncpg
from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError

#: The more particular first. Names are those of PEP 249.
_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (asyncpg.IntegrityConstraintViolationError, "IntegrityError"),
    (asyncpg.SyntaxOrAccessError, "ProgrammingError"),
    (asyncpg.InvalidCachedStatementError, "NotSupportedError"),
    (asyncpg.InternalServerError, "InternalError"),
    (asyncpg.InterfaceError, "InterfaceError"),
    (asyncpg.InternalClientError, "InterfaceError"),
    (asyncpg.PostgresError, "Error"),
)


def translated(dialect: Dialect, statement: str, parameters: Any, error: Exception, *, lost: bool) -> Exception:
    """The error of SQLAlchemy for one of the driver; any other error as it is. lost: the connection is gone."""
    name = next((name for kind, name in _KINDS if isinstance(error, kind)), None)
    if name is None:
        return error
    module: Any = dialect.loaded_dbapi
    cause: Exception = getattr(module, name)(str(error), error)
    cause.__cause__ = error
    told = DBAPIError.instance(statement, parameters, cause, module.Error, connection_invalidated=lost, dialect=dialect)
    return told if isinstance(told, Exception) else error
