"""HTTP alone: the questions to a server that gives them back, over luohu's own client, FastAPI and uvicorn.

No database, no signature, no rule: what is left of the job when all of it but its journey is taken away.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import orjson
import psutil
from fastapi import FastAPI, Request, Response

from bench.peers.server import Server, serve
from luohu_transport import Client, Connections

app = FastAPI()


@app.post("/echo")
async def echo(request: Request) -> Response:
    """What came, read and written again."""
    return Response(orjson.dumps(orjson.loads(await request.body())), media_type="application/json")


class Echo:
    """A contestant: so many questions in a request, so many requests at once."""

    services: Sequence[str] = ()

    def __init__(self, server: Server, questions: Sequence[Any], name: str, *, batch: int, lanes: int) -> None:
        self.name = name
        self._server = server
        self._questions = questions
        self._batch = batch
        self._lanes = lanes
        self._back = 0

    async def prepare(self) -> int:
        """Nothing is durable here."""
        self._back = 0
        return len(self._questions)

    def processes(self) -> Mapping[str, psutil.Process]:
        """The client is this process."""
        return {"client": psutil.Process(), "server": self._server.process}

    async def run(self) -> None:
        """Send all of them, and read what comes back."""
        left = iter(range(0, len(self._questions), self._batch))
        transport = Connections(httpx.Limits(max_connections=None))
        async with Client(transport, httpx.Timeout(60)) as http:

            async def lane() -> None:
                for first in left:
                    body = orjson.dumps(self._questions[first : first + self._batch])
                    answer = await http.send(httpx.Request("POST", f"{self._server.url}/echo", content=body))
                    self._back += len(orjson.loads(answer.content))

            await asyncio.gather(*(lane() for _ in range(self._lanes)))

    async def rest(self) -> None:
        """Nothing is written."""

    async def finish(self) -> None:
        """Everything came back."""
        if self._back != len(self._questions):
            raise RuntimeError(f"{self._back} questions of {len(self._questions)} came back")


if __name__ == "__main__":
    serve(app)
