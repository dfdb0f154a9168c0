"""A city for a measurement: its own data folder and ports, really started with `luohu up`."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from luohu_cli import places
from luohu_contract.directory import BY_NAME


def tell(what: str) -> None:
    """A line about where a measurement is: the figures alone go to standard output."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


class Trial:
    """Use as a context: nothing stays afterwards, whatever happens."""

    def __init__(self) -> None:
        self.data_dir = Path(tempfile.mkdtemp(prefix="luohu-bench-"))
        taken = [service.port for service in BY_NAME.values()] + [90]
        self.port_base = next(
            base
            for base in range(21000, 60000, 100)
            if all(places.port_is_free("127.0.0.1", base + offset) for offset in taken)
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

    def up(self) -> None:
        """Make sure that the city is up."""
        self.luohu("up", "--no-demo")

    def __enter__(self) -> "Trial":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.luohu("down")
        shutil.rmtree(self.data_dir, ignore_errors=True)
