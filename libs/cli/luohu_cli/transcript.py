"""Exchanges as they may be shown: whole, but with tokens shortened and id numbers masked."""

import hashlib
import re
from typing import Any

import orjson

from luohu_cli.door import Exchange

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])")
_TOKEN = re.compile(r"\b(eyJ[\w-]{6})[\w-]+\.[\w-]+\.[\w-]+")
_QUIET = frozenset({"accept", "accept-encoding", "connection", "user-agent", "content-length", "date", "server"})


def shown(exchange: Exchange) -> dict[str, Any]:
    """An exchange as JSON data."""
    request, response = exchange.request, exchange.response
    return {
        "request": {
            "method": request.method,
            "url": masked(str(request.url)),
            "headers": _headers(request.headers),
            "body": _body(request.content, request.headers.get("content-type", "")),
        },
        "response": {
            "status": response.status_code,
            "headers": _headers(response.headers),
            "body": _body(response.content, response.headers.get("content-type", "")),
        },
        "attempts": exchange.attempts,
        "milliseconds": round(exchange.seconds * 1000, 1),
    }


def masked(value: Any) -> Any:
    """JSON data with every id number masked and every token shortened."""
    if isinstance(value, str):
        return _TOKEN.sub(r"\1…", _ID_NUMBER.sub(r"\1********\2", value))
    if isinstance(value, dict):
        return {key: masked(each) for key, each in value.items()}
    if isinstance(value, list):
        return [masked(each) for each in value]
    return value


def _headers(headers: Any) -> dict[str, str]:
    return {name: masked(value) for name, value in headers.items() if name not in _QUIET}


def _body(content: bytes, content_type: str) -> Any:
    if not content:
        return None
    if "json" in content_type:
        try:
            return masked(orjson.loads(content))
        except orjson.JSONDecodeError:
            pass
    if content_type.startswith(("text/", "application/x-www-form-urlencoded")) or "json" in content_type:
        return masked(content.decode(errors="replace"))
    return {"content_type": content_type, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
