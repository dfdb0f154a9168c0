"""Replicas of one agency in network namespaces of their own, on one database: `make apart`, on Linux, as root.

Everything is made inside of the namespace that the program is started in, and goes with it. What was seen is printed as
one line of JSON; the exit status is 1 when it is not as it should be.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from luohu_cli import cluster
from luohu_cli.city import token_of
from luohu_cli.door import Door
from luohu_testbed.waiting import until_seen

BASE, POSTGRES, RELAY = 8700, 8790, 8795
HERE = "10.213.0.1"
REPLICAS = ("10.213.0.11", "10.213.0.12")
PERSONA = "tax-one-year-valid"
LUOHU = (sys.executable, "-c", "from luohu_cli.app import main; main()")


def ip(*words: str, inside: int = 0) -> None:
    """Configure the network, of the namespace of a process where one is named."""
    enter = ["nsenter", "-t", str(inside), "-n"] if inside else []
    subprocess.run([*enter, "ip", *words], check=True, capture_output=True)  # noqa: S603 - a test's own words


def relay() -> None:
    """PostgreSQL listens on loopback alone: carry what comes over the bridge there, for ever."""

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection("127.0.0.1", POSTGRES)
        await asyncio.gather(pipe(reader, outer), pipe(inner, writer), return_exceptions=True)

    async def serve() -> None:
        server = await asyncio.start_server(accept, HERE, RELAY)
        await server.serve_forever()

    asyncio.run(serve())


@contextmanager
def namespace(number: int, address: str) -> Iterator[int]:
    """A network namespace on the bridge; the process that holds it."""
    holder = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])  # noqa: S607
    try:
        mine = os.readlink("/proc/self/ns/net")
        until_seen(lambda: os.readlink(f"/proc/{holder.pid}/ns/net") != mine, True)
        ip("link", "add", f"out{number}", "type", "veth", "peer", "name", f"in{number}")
        ip("link", "set", f"out{number}", "master", "city", "up")
        ip("link", "set", f"in{number}", "netns", str(holder.pid))
        ip("addr", "add", f"{address}/24", "dev", f"in{number}", inside=holder.pid)
        ip("link", "set", f"in{number}", "up", inside=holder.pid)
        ip("link", "set", "lo", "up", inside=holder.pid)
        yield holder.pid
    finally:
        holder.kill()
        holder.wait()


@contextmanager
def replica(address: str, holder: int, folder: Path) -> Iterator[int]:
    """The tax office inside of a namespace; its process."""
    elsewhere = {
        name: f"http://{HERE}:{BASE + port}" for name, port in (("identity", 1), ("sandbox", 2), ("declaration", 3))
    }
    told = {
        "LUOHU_HOST": address,
        "LUOHU_URLS": json.dumps(elsewhere),
        "LUOHU_DATABASE_URL": f"postgresql://postgres@{HERE}:{RELAY}/{{database}}",
    }
    with (folder / f"tax-{address}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            ["nsenter", "-t", str(holder), "-n", *LUOHU, "serve", "tax"],  # noqa: S607
            env={**os.environ, **told},
            stdout=log,
            stderr=log,
        )
    try:
        until_seen(lambda: httpx.get(f"http://{address}:{BASE + 14}/health", timeout=5).status_code, 200)
        yield process.pid
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()


class Filing:
    """An applicant whose one item is verified again and again."""

    def __init__(self, url: str) -> None:
        with Door(url) as door:
            world = door.must("POST", "/_luohu/worlds", json={"admission": "open"}).response.json()["name"]
            token, _ = token_of(door, PERSONA, world)
        self._client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        declaration = self._client.post("/v1/declarations", json={}).json()["id"]
        made = self._client.post(f"/v1/declarations/{declaration}/tax", json={"authorised": True})
        self._item = f"/v1/items/{made.json()['id']}"
        self.asked = 0

    def judged(self) -> None:
        """Ask for a verdict, and have it."""
        if self.asked:
            tag = {"If-Match": self._client.get(self._item).headers["etag"]}
            self._client.put(self._item, json={"authorised": True}, headers=tag).raise_for_status()
        self._client.post(f"{self._item}/verification").raise_for_status()
        self.asked += 1
        until_seen(lambda: self._client.get(self._item).json()["status"], "valid")

    def verdicts(self) -> int:
        """How many were found, of all that were asked for."""
        events = self._client.get(f"{self._item}/events").json()["items"]
        return sum(event["event"] == "found_valid" for event in events)


def asked_of(address: str) -> float:
    """Requests with questions that a replica has answered."""
    page = httpx.get(f"http://{address}:{BASE + 14}/metrics", timeout=5).text
    lines = (
        line for line in page.splitlines() if line.startswith("luohu_requests_total") and "/v1/verifications" in line
    )
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)


def run(folder: Path) -> Mapping[str, Any]:
    """Two replicas apart: one answers; it is frozen and the other does; that is cut off and the first does again."""
    environment = {
        "LUOHU_DATA_DIR": str(folder),
        "LUOHU_PORT_BASE": str(BASE),
        "LUOHU_PEER_TIMEOUT_SECONDS": "2",
    }
    os.environ.update(environment)
    ip("link", "set", "lo", "up")
    ip("link", "add", "city", "type", "bridge")
    ip("addr", "add", f"{HERE}/24", "dev", "city")
    ip("link", "set", "city", "up")
    threading.Thread(target=relay, daemon=True).start()
    cluster.start(folder, port=POSTGRES, durable=False)
    told = {
        "LUOHU_HOST": HERE,
        "LUOHU_URLS": json.dumps({"tax": " ".join(f"http://{each}:{BASE + 14}" for each in REPLICAS)}),
        "LUOHU_DATABASE_URL": f"postgresql://postgres@127.0.0.1:{POSTGRES}/{{database}}",
    }
    city = {**os.environ, **told}
    with ExitStack() as stack:
        stack.callback(cluster.stop, folder)
        subprocess.run([*LUOHU, "migrate"], env=city, check=True, capture_output=True)  # noqa: S603
        holders = [stack.enter_context(namespace(n, each)) for n, each in enumerate(REPLICAS)]
        stack.callback(subprocess.run, [*LUOHU, "down"], env=city, capture_output=True, check=False)
        started = subprocess.run(  # noqa: S603
            [*LUOHU, "up", "--no-demo", "--no-wait"], env=city, capture_output=True, text=True, check=False
        )
        assert started.returncode == 0, started.stdout + started.stderr
        pids = [
            stack.enter_context(replica(each, holder, folder)) for each, holder in zip(REPLICAS, holders, strict=True)
        ]
        url = f"http://{HERE}:{BASE}"
        until_seen(lambda: httpx.get(f"{url}/_luohu/health", timeout=5).json().get("ready"), True)
        return _story(Filing(url), pids)


def _story(filing: Filing, pids: list[int]) -> Mapping[str, Any]:
    filing.judged()
    one = [asked_of(each) for each in REPLICAS]
    busy = one.index(max(one))
    os.kill(pids[busy], signal.SIGSTOP)
    filing.judged()
    os.kill(pids[busy], signal.SIGCONT)
    ip("link", "set", f"out{1 - busy}", "down")
    filing.judged()
    ip("link", "set", f"out{1 - busy}", "up")
    filing.judged()
    until_seen(lambda: min(asked_of(each) for each in REPLICAS) >= 1, True)
    return {"asked": filing.asked, "verdicts": filing.verdicts(), "answered": [asked_of(each) for each in REPLICAS]}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="luohu-apart-", ignore_cleanup_errors=True) as made:
        seen = run(Path(made))
    sys.stdout.write(json.dumps(seen) + "\n")
    sys.exit(seen["asked"] != seen["verdicts"])
