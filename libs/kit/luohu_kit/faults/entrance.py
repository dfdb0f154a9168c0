"""Faults on what comes from the gateway: the service itself does to a request what a bad way from the gateway would."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import httpx
import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luohu_contract.directory import BY_NAME
from luohu_kit.carrying import Carrier, made_up
from luohu_kit.faults.book import Request
from luohu_kit.faults.fault import Drop, Plan
from luohu_kit.journal.hop import GATEWAY, Hop
from luohu_kit.problems import Problem, render
from luohu_kit.runtime import Runtime


class Entrance:
    """An app behind a fault, for one request. What the caller is told is what the gateway tells of a broken service."""

    def __init__(self, app: ASGIApp, plan: Plan, carrier: Carrier, hop: Hop) -> None:
        self._app = app
        self._plan = plan
        self._carrier = carrier
        self._hop = hop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault, waiting = self._plan.fault, self._carrier.waiting
        whole = await _whole(receive)
        if self._plan.out:
            await render(_unreachable(self._hop), _instance(scope))(scope, receive, send)
            return
        if fault.latency is not None:
            await waiting.late(self._hop.world, fault.latency.time.total_seconds())
        if fault.reorder:
            await waiting.stand_aside(self._hop.edge)
        if fault.status is not None:
            status, headers, body = made_up(fault, _instance(scope))
            await _say(send, status, headers, body)
        elif fault.drop is Drop.REQUEST:
            await render(_broken_off(self._hop), _instance(scope))(scope, receive, send)
        else:
            await self._app(scope, _replayed(whole, receive), _nobody if fault.drop else _held_open(send))
            for _ in range(fault.duplicate):
                await self._app(scope, _replayed(whole, receive), _nobody)
            if fault.drop:
                await render(_broken_off(self._hop), _instance(scope))(scope, receive, send)
            else:
                await send({"type": "http.response.body", "body": b"", "more_body": False})


async def behind_faults(app: ASGIApp, rt: Runtime, hop: Hop, headers: Mapping[bytes, bytes]) -> ASGIApp:
    """The app for one request from the gateway, behind the fault that touches it, if one does."""
    if not rt.faults.anything_from(GATEWAY) and hop.scenario is None:
        return app
    hop.world = world_of(headers)
    try:
        plan = await rt.faults.plan(Request(hop))
    except httpx.TransportError as error:
        return render(Problem("service-unavailable", str(error)), hop.target.partition("?")[0])
    if plan is None:
        return app
    hop.fault = plan.name
    return Entrance(app, plan, rt.carrier, hop)


def world_of(headers: Mapping[bytes, bytes]) -> str:
    """The world that a request is meant for, before anybody has looked whether it may: for choosing a fault only."""
    named = headers.get(b"luohu-world")
    return named.decode("latin-1") if named else _world_in(headers.get(b"authorization", b"")) or "main"


def _world_in(authorization: bytes) -> str | None:
    parts = authorization.rpartition(b" ")[2].split(b".")
    if len(parts) != 3:
        return None
    try:
        claims: Any = orjson.loads(base64.urlsafe_b64decode(parts[1] + b"=="))
    except (ValueError, binascii.Error):
        return None
    world = claims.get("world") if isinstance(claims, dict) else None
    return world if isinstance(world, str) else None


async def _whole(receive: Receive) -> list[Message]:
    """All of the request's body."""
    messages: list[Message] = []
    while True:
        messages.append(await receive())
        if messages[-1]["type"] != "http.request" or not messages[-1].get("more_body", False):
            return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    """The body once more, and then whatever else the caller does."""
    left = list(messages)

    async def again() -> Message:
        return left.pop(0) if left else await receive()

    return again


def _held_open(send: Send) -> Send:
    """Everything but the end of the answer, which comes when the duplicates have had theirs."""

    async def sending(message: Message) -> None:
        await send({**message, "more_body": True} if message["type"] == "http.response.body" else message)

    return sending


async def _nobody(message: Message) -> None:
    """Nobody hears it."""


async def _say(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    lines.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


def _instance(scope: Scope) -> str:
    """The path as the caller wrote it."""
    headers = dict(scope["headers"])
    mount: str = headers.get(b"x-forwarded-prefix", b"").decode("latin-1")
    return mount + str(scope["path"]).replace("\x00", "")


def _named(hop: Hop) -> str:
    return f"{hop.receiver} ({BY_NAME[hop.receiver].title})"


def _unreachable(hop: Hop) -> Problem:
    detail = f"{_named(hop)} takes no connections just now, by a fault. Nothing was sent to it."
    return Problem("service-unavailable", detail, service=hop.receiver)


def _broken_off(hop: Hop) -> Problem:
    again = "" if hop.method in ("GET", "HEAD") else " It may have done what was asked: read before you repeat it."
    detail = f"{_named(hop)} broke the connection off before it answered, by a fault.{again}"
    return Problem("upstream-unreachable", detail, service=hop.receiver)
