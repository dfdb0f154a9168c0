"""What all tests share: one PostgreSQL for each worker, and nothing beyond loopback."""

import gc
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from luohu_cli import cluster
from luohu_testbed.databases import Databases

# How long an example takes says something about the machine, which is shared, and nothing about the rule.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

_CITIES = ("tests/e2e/pages/", "tests/e2e/")


class Together(LoadScopeScheduling):
    """Tests of a file share what it starts, and stay with one worker; so do all those of a running city. Those of the
    pages have a city of their own, beside the others: one worker alone would be the last to end.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((city for city in _CITIES if file.startswith(city)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Ours in place of `--dist loadfile`. The groups of `loadgroup` are not seen by it with this pytest."""
    return Together(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: looking through it again and again is a fifth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


_MEMORY, _ROOM = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - a folder of ours is made in it


def _in_memory() -> Path | None:
    """Where files never meet a disk, if there is such a place and it has room: thousands of databases come and go."""
    return _MEMORY if _MEMORY.is_dir() and disk_usage(_MEMORY).free > _ROOM else None


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Template and clone databases on an embedded PostgreSQL of this worker.

    The folder is not one of pytest's: pytest tidies up the folders of earlier sessions while other sessions run.
    """
    with TemporaryDirectory(prefix="luohu-test-", ignore_cleanup_errors=True, dir=_in_memory()) as name:
        folder = Path(name)
        try:
            yield Databases.start(folder)
        finally:
            cluster.stop(folder)
