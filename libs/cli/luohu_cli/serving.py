"""Serves services of the city over HTTP: one app in a process, or several in one event loop, each on its own port."""

import asyncio
import importlib
import signal
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType

import uvicorn
import uvloop

from luohu_cli.failure import Failure
from luohu_cli.wire import BoundedProtocol, Parting
from luohu_contract.directory import BY_NAME
from luohu_kit.service import stop_waiting
from luohu_kit.settings import Settings
from luohu_scoring import PolicyInvalid

BACKLOG = 2048
GRACE_SECONDS = 3  #: requests that are under way when a service is told to stop may take this long
KEEP_ALIVE_SECONDS = 75  #: longer than any client of ours keeps an idle connection, so none is sent into a closing one
#: What every service loads on its first request otherwise: loaded before the fork, its pages are shared.
_FIRST_NEEDED_LATE = (
    "anyio._backends._asyncio",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl",
)


class _Server(uvicorn.Server):
    """A server that leaves the signals to us: several of them share one process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def module_of(service: str) -> ModuleType:
    """The module that builds a service's app, prepared where it has something to prepare.

    Raises Failure with one line when it cannot be imported, or when a policy that it stands on has a fault.
    """
    name = f"{BY_NAME[service].package}.app"
    try:
        module = importlib.import_module(name)
        if hasattr(module, "prepare"):
            module.prepare()
        return module
    except ImportError as error:
        raise Failure(
            f"the service {service} cannot be loaded, {name}: {error}; install luohu again with `make install`"
        ) from error
    except PolicyInvalid as error:
        raise Failure(f"the service {service} does not start with this policy: {error}") from None
    except Exception as error:
        raise Failure(f"the service {service} cannot be loaded, {name}: {error!r}") from error


def load_shared() -> None:
    """Import what the services would import later, each for itself."""
    for name in _FIRST_NEEDED_LATE:
        importlib.import_module(name)


def listen(settings: Settings, service: str, replica: int = 0) -> socket.socket:
    """A listening socket at the address of a service, or of one of its replicas. Raises Failure when the port is taken.

    Connections wait in its queue while nobody accepts them, so a service that is started again refuses nobody.
    """
    host = settings.host
    port = settings.replica_port(service, replica) if replica else settings.port_of(service)
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise Failure(
            f"port {port} ({service}) on {host} cannot be used: {error.strerror}; "
            f"stop what uses it, or set LUOHU_PORT_BASE (now {settings.port_base}) to another range"
        ) from None
    sock.setblocking(False)
    return sock


def serve(settings: Settings, sockets: Mapping[str, Sequence[socket.socket]]) -> None:
    """Serve each of the services on its sockets until SIGTERM or SIGINT, then finish what is under way.

    A service whose lifespan fails ends the process with status 3, as uvicorn does.
    """
    uvloop.run(_serve(settings, sockets))


async def _serve(settings: Settings, sockets: Mapping[str, Sequence[socket.socket]]) -> None:
    apps = {name: module_of(name).create_app(settings.of(name)) for name in sockets}
    servers = {
        name: _Server(
            uvicorn.Config(
                Parting(app),
                http=BoundedProtocol,
                ws="none",
                lifespan="on",
                log_config=None,  # the service's own structured log is the only one
                access_log=False,
                server_header=False,
                proxy_headers=False,  # nobody may say of themselves where they come from
                backlog=BACKLOG,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        for name, app in apps.items()
    }
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for app in apps.values():
            stop_waiting(app)
        for server in servers.values():
            server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await asyncio.gather(*(server.serve(sockets=list(sockets[name])) for name, server in servers.items()))
