"""What all tests share: one PostgreSQL for each worker, and nothing beyond loopback."""

from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from luohu_cli import cluster
from luohu_testbed.databases import Databases

# How long an example takes says something about the machine, which is shared, and nothing about the rule.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


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
