"""What all tests share: one PostgreSQL for each worker, and nothing beyond loopback."""

from collections.abc import Iterator

import pytest

from luohu_cli import cluster
from luohu_testbed.databases import Databases


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Template and clone databases on an embedded PostgreSQL of this worker."""
    folder = tmp_path_factory.mktemp("postgres")
    yield Databases.start(folder)
    cluster.stop(folder)
