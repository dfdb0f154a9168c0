"""A gateway on a real socket, and services behind it that do as the test says."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn

from luohu_cli.wire import BoundedProtocol
from luohu_gateway.app import create_app
from luohu_kit.settings import Mode, Settings
from luohu_testbed.waiting import until

PEER = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@asynccontextmanager
async def served(app: Any, *, running: bool = False) -> AsyncIterator[str]:
    """An ASGI app on a port of its own; gives its address. running: its lifespan is somebody else's."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    configured = uvicorn.Config(
        app,
        http=BoundedProtocol,
        log_level="critical",
        timeout_graceful_shutdown=1,
        proxy_headers=False,
        lifespan="off" if running else "auto",
    )
    server = uvicorn.Server(configured)
    serving = asyncio.create_task(server.serve([listener]))
    try:
        await until(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listener.close()


@dataclass
class Behind:
    """A service behind the gateway. `answer` is the ASGI app of the test; what came is recorded."""

    answer: Callable[..., Awaitable[None]] | None = None
    url: str = ""
    scopes: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.scopes[-1]["headers"]}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.scopes.append(scope)
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.bodies.append(body)
        if self.answer is not None:
            await self.answer(scope, receive, send)
            return
        await say(send, b'{"ok":true}')


async def say(send: Any, body: bytes, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    """A plain answer."""
    start = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})


def settings_for(urls: dict[str, str], mode: Mode = Mode.SANDBOX, **more: Any) -> Settings:
    """Settings of a gateway whose services are at these addresses; the others refuse connections."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
    names = ("declaration", "tax", "identity", "sandbox", "housing-registry")
    return Settings(
        service="gateway",
        mode=mode,
        log_level="CRITICAL",
        peer_secrets={"declaration->tax": [PEER]},
        audit_key="k" * 32,
        urls={name: urls.get(name, nobody) for name in names},
        **more,
    )


@asynccontextmanager
async def gateway_to(
    urls: dict[str, str], mode: Mode = Mode.SANDBOX, patience: float = 45.0, **more: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """A client at a gateway."""
    async with (
        served(create_app(settings_for(urls, mode, **more), patience=patience)) as door,
        httpx.AsyncClient(base_url=door, trust_env=False, timeout=60) as client,
    ):
        yield client
