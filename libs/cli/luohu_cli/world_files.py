"""Files of worlds and their logs, between the disk and the gateway: in pieces, for they may be large."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from luohu_cli.door import Exchange, Refused
from luohu_cli.failure import Failure

_PATIENCE = httpx.Timeout(600.0, connect=5.0)  #: a service may think about a large world for a while
_PIECE = 256 * 1024  #: bytes


def fetch(
    gateway: str, world: str, target: Path, transport: httpx.BaseTransport | None = None, what: str = "export"
) -> int:
    """Export a world, or its `log`; how many bytes the file has. A file that does not come whole is not left there.

    Raises Refused, and Failure when the export breaks off or the file cannot be written.
    """
    unfinished = target.with_name(target.name + ".part")
    try:
        with _client(gateway, transport) as client, client.stream("GET", f"/_luohu/worlds/{world}/{what}") as answer:
            if not answer.is_success:
                answer.read()
                raise Refused(Exchange(answer.request, answer, 1, 0.0))
            with unfinished.open("wb") as file:
                for piece in answer.iter_bytes():
                    file.write(piece)
        unfinished.replace(target)
        return target.stat().st_size
    except OSError as error:
        raise Failure(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def bring(gateway: str, file: Path, name: str, transport: httpx.BaseTransport | None = None) -> str:
    """Import a file; the name of the new world. Raises Refused, and Failure when the file cannot be read."""
    with _sent(gateway, "import", file, name, transport) as answer:
        answer.read()
        return str(answer.json()["name"])


def replay(
    gateway: str, file: Path, name: str, transport: httpx.BaseTransport | None = None
) -> Iterator[Mapping[str, Any]]:
    """Replay a log; what the city says of it, line by line. Raises as `bring` does."""
    with _sent(gateway, "replay", file, name, transport) as answer:
        for line in answer.iter_lines():
            yield json.loads(line)


@contextmanager
def _sent(
    gateway: str, verb: str, file: Path, name: str, transport: httpx.BaseTransport | None
) -> Iterator[httpx.Response]:
    """The answer to a file, before its body is read."""
    query = {"name": name} if name else {}
    try:
        length = str(file.stat().st_size)
        with (
            file.open("rb") as opened,
            _client(gateway, transport) as client,
            client.stream(
                "POST",
                f"/_luohu/worlds/{verb}",
                params=query,
                content=iter(lambda: opened.read(_PIECE), b""),
                headers={"Content-Length": length},
            ) as answer,
        ):
            if not answer.is_success:
                answer.read()
                raise Refused(Exchange(answer.request, answer, 1, 0.0))
            yield answer
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror or error}") from error


@contextmanager
def _client(gateway: str, transport: httpx.BaseTransport | None) -> Iterator[httpx.Client]:
    """Asks once: what breaks off is not repeated by itself."""
    try:
        with httpx.Client(base_url=gateway, timeout=_PATIENCE, trust_env=False, transport=transport) as client:
            yield client
    except httpx.TransportError as error:
        raise Failure(f"{gateway} broke off: {error or type(error).__name__}") from error
