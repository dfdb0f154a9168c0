"""Structured logs: one `action` a line, ids as fields, id numbers masked, the standard library's loggers as well."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from luohu_kit.settings import Settings

#: Id numbers of 15 and 18 digits, wherever they stand: the area and the check stay, the birth date goes.
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z-])(\d{3})(?:\d{10}|\d{13})(\d[\dXx])(?![0-9A-Za-z-])", re.ASCII)


def mask_text(text: str) -> str:
    """The text with every id number masked: `990101198506150012` becomes `990*************12`."""
    return _ID_NUMBER.sub(lambda found: found[1] + "*" * (len(found[0]) - 5) + found[2], text)


def masked(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every id number in every value of a line, however deep."""
    return {key: _mask(value) for key, value in event.items()}


def _mask(value: Any) -> Any:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {key: _mask(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_mask(inner) for inner in value]
    return value


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
    root.handlers[:] = [h for h in root.handlers if not getattr(h, "luohu", False)]
    handler.luohu = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    for quiet in ("httpx", "httpcore", "asyncio", "alembic", "uvicorn.access"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
