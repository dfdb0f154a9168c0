"""A request that is cut off when its server stops is answered as everything else is."""

import asyncio
import json
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from luohu_cli.wire import Parting

START: Message = {"type": "http.response.start", "status": 200, "headers": []}


async def cut_off(*before: Message) -> list[Message]:
    """What is sent of a request that says so much and then waits for ever, when its task is cancelled."""
    sent: list[Message] = []
    waiting = asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for message in before:
            await send(message)
        waiting.set()
        await asyncio.Event().wait()

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http"}
    task = asyncio.ensure_future(Parting(app)(scope, receive, send))
    await waiting.wait()
    task.cancel()
    await task
    return sent


async def test_it_is_told_that_nobody_knows_whether_it_was_done() -> None:
    start, body = await cut_off()
    told = json.loads(body["body"])
    assert (start["status"], told["status"], told["type"]) == (502, 502, "/problems/upstream-unreachable")
    assert dict(start["headers"])[b"content-type"] == b"application/problem+json"
    assert "may have done" in told["detail"]


async def test_an_answer_that_has_begun_is_broken_off() -> None:
    with pytest.raises(asyncio.CancelledError):
        await cut_off(START)
