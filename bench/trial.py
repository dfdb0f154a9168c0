"""A city for a measurement: its own data folder and ports, really started with `luohu up`."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from luohu_cli import places
from luohu_contract.directory import BY_NAME
from luohu_kit.settings import MOST_REPLICAS, Settings

_BASES = range(21000, 60000, 200)  #: of port ranges; the fourth replicas listen in the second hundred


def tell(what: str) -> None:
    """A line about where a measurement is: the figures alone go to standard output."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


class Trial:
    """Use as a context: nothing stays afterwards, whatever happens."""

    def __init__(self) -> None:
        self.data_dir = Path(tempfile.mkdtemp(prefix="luohu-bench-"))
        self.port_base = next(
            base
            for base in random.sample(_BASES, len(_BASES))  # two trials that begin at once take two
            if all(places.port_is_free("127.0.0.1", port) for port in _ports(base))
        )

    def luohu(self, *words: str) -> float:
        """Run a command of the city; how many seconds it took. Raises RuntimeError when it fails."""
        environment = os.environ | {"LUOHU_DATA_DIR": str(self.data_dir), "LUOHU_PORT_BASE": str(self.port_base)}
        program = [sys.executable, "-c", "from luohu_cli.app import main; main()", *words]
        began = time.perf_counter()
        done = subprocess.run(program, capture_output=True, text=True, env=environment, check=False)
        took = time.perf_counter() - began
        if done.returncode:
            raise RuntimeError(f"luohu {' '.join(words)} failed: {done.stderr.strip()}")
        return took

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.port_base}"

    def up(self, replicas: int = 1) -> None:
        """Make sure that the city is up."""
        self.luohu("up", "--no-demo", "--replicas", str(replicas))

    def __enter__(self) -> "Trial":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever is told to end takes the city along
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.luohu("down")
        shutil.rmtree(self.data_dir, ignore_errors=True)


def _ports(base: int) -> Iterator[int]:
    """Every port that a city may take, with as many replicas as it may have."""
    settings = Settings(port_base=base)
    yield base + 90
    for name in BY_NAME:
        yield settings.port_of(name)
        yield from (settings.replica_port(name, each) for each in range(1, MOST_REPLICAS + 1))
