"""Files of worlds, between the disk and the gateway: in pieces, for they may be large."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from luohu_cli.door import Exchange, Refused
from luohu_cli.failure import Failure

_PATIENCE = httpx.Timeout(600.0, connect=5.0)  #: a service may think about a large world for a while
_PIECE = 256 * 1024  #: bytes


def fetch(gateway: str, world: str, target: Path, transport: httpx.BaseTransport | None = None) -> int:
    """Export a world; how many bytes the file has. A file that does not come whole is not left there.

    Raises Refused, and Failure when the export breaks off or the file cannot be written.
    """
    unfinished = target.with_name(target.name + ".part")
    try:
        with _client(gateway, transport) as client, client.stream("GET", f"/_luohu/worlds/{world}/export") as answer:
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
    query = {"name": name} if name else {}
    try:
        length = str(file.stat().st_size)
        with file.open("rb") as opened, _client(gateway, transport) as client:
            answer = client.post(
                "/_luohu/worlds/import",
                params=query,
                content=iter(lambda: opened.read(_PIECE), b""),
                headers={"Content-Length": length},
            )
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror or error}") from error
    if not answer.is_success:
        raise Refused(Exchange(answer.request, answer, 1, 0.0))
    return str(answer.json()["name"])


@contextmanager
def _client(gateway: str, transport: httpx.BaseTransport | None) -> Iterator[httpx.Client]:
    """Asks once: what breaks off is not repeated by itself."""
    try:
        with httpx.Client(base_url=gateway, timeout=_PATIENCE, trust_env=False, transport=transport) as client:
            yield client
    except httpx.TransportError as error:
        raise Failure(f"{gateway} broke off: {error or type(error).__name__}") from error
