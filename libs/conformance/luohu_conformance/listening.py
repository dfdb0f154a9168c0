"""The kit's own address: what it stands for is reached there by the service under test."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"


class AddressTaken(Exception):
    """Nobody can listen there; the message says why."""


class _Server(uvicorn.Server):
    """A server that leaves the signals to the process that it is in."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _socket(host: str, port: int) -> socket.socket:
    # TCP by name: asyncio turns Nagle's algorithm off only for such sockets, and with it every answer takes 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen()
    except OSError as error:
        sock.close()
        raise AddressTaken(f"{host}:{port} cannot be listened on ({error.strerror}); choose another port") from None
    return sock


@asynccontextmanager
async def listening(app: ASGIApp, port: int = 0, host: str = LOOPBACK) -> AsyncIterator[str]:
    """Serve an app inside of the block; gives its URL. port: 0 takes a free one. Raises AddressTaken."""
    sock = _socket(host, port)
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        yield f"http://{host}:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        sock.close()
