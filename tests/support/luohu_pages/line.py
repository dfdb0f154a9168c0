"""A line between a browser and a server, which can be cut. (What chromium calls offline leaves open streams alone.)"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

PIECE = 2**16


class Line:
    """Passes bytes on, both ways. Opened by `laid`."""

    def __init__(self, server: str) -> None:
        self._host, self._port = urlsplit(server).hostname, urlsplit(server).port
        self._whole = True
        self._ends: set[asyncio.StreamWriter] = set()
        self.origin = ""  #: what the browser is told in place of the server

    def cut(self) -> None:
        """Nothing passes any more, and what was under way is lost."""
        self._whole = False
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        """New connections pass again."""
        self._whole = True

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the browser, to its end."""
        if not self._whole:
            writer.transport.abort()
            return
        back, forth = await asyncio.open_connection(self._host, self._port)
        ends = {writer, forth}
        self._ends |= ends
        try:
            await asyncio.gather(_pass_on(reader, forth), _pass_on(back, writer))
        finally:
            self._ends -= ends
            for end in ends:
                end.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
        writer.write_eof()


@asynccontextmanager
async def laid(server: str) -> AsyncIterator[Line]:
    """A line to a server, from a port of its own."""
    line = Line(server)
    listener = await asyncio.start_server(line.take, "127.0.0.1", 0)
    line.origin = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        line.cut()
        listener.close()
