"""Structured logs: one `action` a line, ids as fields, id numbers masked, the standard library's loggers as well."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from datetime import date
from typing import Any
from uuid import UUID

import structlog

from luohu_contract.numbers import mask_text
from luohu_kit.settings import Settings

_LONG = 4096  #: bits; a longer integer is no id number, and writing it out takes time


def masked(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every id number in every field of a line, however deep: texts, numbers, names of fields, other objects."""
    return {key: value if key.startswith("_") else _mask(value) for key, value in event.items()}


def _mask(value: Any) -> Any:
    if isinstance(value, str):
        return mask_text(value)
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        text = str(value) if value.bit_length() < _LONG else ""
        return value if mask_text(text) == text else mask_text(text)
    if isinstance(value, Mapping):
        return {mask_text(str(key)): _mask(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_mask(inner) for inner in value]
    # Whatever it is, a line would show its repr.
    return mask_text(str(value) if isinstance(value, UUID | date) else repr(value))


def configure(settings: Settings) -> None:
    """Send all logs of the process to standard error, as JSON lines or for a console. Safe to call again."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("action"),
        masked,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(event_key="action", colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    # Ours of an earlier call, and those of a library's basicConfig, which would be a second log without a mask.
    root.handlers[:] = [other for other in root.handlers if type(other) is not logging.StreamHandler]
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    for quiet in ("httpx", "httpcore", "asyncio", "alembic", "uvicorn.access"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
