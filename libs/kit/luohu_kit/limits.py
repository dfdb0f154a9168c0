"""What no request may exceed: the size and depth of its body, its headers, and characters PostgreSQL cannot keep."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luohu_kit.nesting import DEEPEST, too_deep
from luohu_kit.problems import Problem, render

BODY = 4 * 1024 * 1024  #: bytes
QUERY = 8 * 1024  #: bytes
HEADERS = 128  #: lines; a little more than the gateway takes, which adds its own
HEADERS_SIZE = 48 * 1024  #: bytes of all of them
_OPENS = (b"[", b"{")


class _Refused(Exception):
    """Ends the reading of a body. What the app makes of it is not sent: the problem is the answer."""


class Limits:
    """Refuses what is too large or unreadable before any route sees it."""

    def __init__(self, app: ASGIApp, *, larger: Mapping[str, int] | None = None) -> None:
        """larger: bytes that a body may have on paths that take more than `BODY`."""
        self._app = app
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger.get(scope["path"], BODY)
        if problem := refusal(scope, most):
            await render(problem, _path(scope))(scope, receive, send)
            return
        await self._bounded(most, scope, receive, send)

    async def _bounded(self, most: int, scope: Scope, receive: Receive, send: Send) -> None:
        taken = 0
        pieces: list[bytes] = []  #: of what may be JSON
        answered = False
        problem: Problem | None = None

        async def bounded() -> Message:
            nonlocal taken, problem
            message = await receive()
            piece: bytes = message.get("body", b"")
            if most == BODY and (pieces or (taken == 0 and piece.lstrip()[:1] in _OPENS)):
                pieces.append(piece)
            taken += len(piece)
            if taken > most:
                problem = too_large(most)
            elif pieces and not message.get("more_body") and too_deep(pieces):
                problem = Problem(
                    "malformed-request", f"The body is nested deeper than the {DEEPEST} levels that are read"
                )
            if problem is not None:
                raise _Refused
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            if problem is None or answered:
                answered = True
                await send(message)

        with suppress(_Refused):
            await self._app(scope, bounded, noted)
        if problem is not None and not answered:
            await render(problem, _path(scope))(scope, receive, send)


def refusal(scope: Scope, most: int = BODY) -> Problem | None:
    """The problem with a request's line and headers, or None. most: bytes that its body may have."""
    headers = scope["headers"]
    if problem := _of_headers(headers):
        return problem
    length = dict(headers).get(b"content-length", b"0")
    if not length.isdigit():
        return Problem("malformed-request", "Content-Length is a number of bytes")
    if int(length[:20]) > most:
        return too_large(most)
    query: bytes = scope.get("query_string", b"")
    if len(query) > QUERY:
        return Problem("malformed-request", f"The query is {len(query)} bytes long; at most {QUERY} are read")
    if "\x00" in scope["path"] or b"%00" in query or b"\x00" in query:
        return Problem("malformed-request", "The address holds a NUL character, which no name here contains")
    return None


def _of_headers(headers: Sequence[tuple[bytes, bytes]]) -> Problem | None:
    if len(headers) > HEADERS or sum(len(name) + len(value) + 4 for name, value in headers) > HEADERS_SIZE:
        return Problem("headers-too-large", f"At most {HEADERS} headers of {HEADERS_SIZE} bytes in all are read")
    if any(b"\x00" in value for _, value in headers):
        return Problem("malformed-request", "A header holds a NUL character, which none may (RFC 9110, 5.5)")
    return None


def too_large(most: int = BODY) -> Problem:
    """413."""
    return Problem("payload-too-large", f"The body is larger than the {most:,} bytes that are read")


def _path(scope: Scope) -> str:
    return str(scope["path"]).replace("\x00", "")


__all__: list[Any] = ["BODY", "Limits", "refusal", "too_large"]
