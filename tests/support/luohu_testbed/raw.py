"""Requests handed to an app as a server does, past every client library: any header, any body, and little time."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson

PATIENCE = 20.0  #: seconds after which an answer will never come

Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer."""

    status: int
    headers: Mapping[bytes, bytes]
    body: bytes

    @property
    def slug(self) -> str:
        """Of a problem; empty where it is none."""
        if self.headers.get(b"content-type") != b"application/problem+json":
            return ""
        return str(orjson.loads(self.body).get("type", "")).removeprefix("/problems/")


async def ask(app: Any, method: str, target: str, headers: Sequence[Header], body: bytes) -> Heard:
    """One request, handed to the app as a server does: no client library refuses to send it."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"), "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "headers": list(headers), "client": ("127.0.0.1", 9), "server": ("city", 80),
    }  # fmt: skip
    half = len(body) // 2
    pieces = [(body[:half], True), (body[half:], False)] if body else [(b"", False)]
    told: dict[str, Any] = {"body": bytearray()}
    answered = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if not pieces:
            await answered.wait()  # whoever asks stays until then
            return {"type": "http.disconnect"}
        piece, more = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": more}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.update(status=message["status"], headers=dict(message["headers"]))
        else:
            told["body"] += message.get("body", b"")
            if not message.get("more_body"):
                answered.set()

    async with asyncio.timeout(PATIENCE):
        await app(scope, receive, send)
    return Heard(told["status"], told["headers"], bytes(told["body"]))
