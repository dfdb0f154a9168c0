"""The embedded PostgreSQL, really started."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import asyncpg
import psutil
import pytest

from luohu_cli import cluster, migrations, places
from luohu_cli.failure import Failure
from luohu_cli.places import ClusterBroken

pytestmark = pytest.mark.sockets


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "city"
    cluster.stop(tmp_path / "city")


@pytest.fixture
def port() -> int:
    return places.some_free_port()


def start(data_dir: Path, port: int) -> cluster.Cluster:
    return cluster.start(data_dir, port=port, durable=False)


async def one(url: str, query: str) -> object:
    connection = await asyncpg.connect(url.replace("{database}", "postgres"))
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_a_folder_that_is_not_there_becomes_a_cluster_of_version_18(data_dir: Path, port: int) -> None:
    url = start(data_dir, port).url

    assert str(await one(url, "SHOW server_version")).startswith("18")
    assert await one(url, "SHOW listen_addresses") == "127.0.0.1"
    assert await one(url, "SELECT datcollversion FROM pg_database WHERE datname = 'postgres'") == "1"


async def test_what_was_written_is_there_after_a_stop_and_a_start(data_dir: Path, port: int) -> None:
    await one(start(data_dir, port).url, "CREATE TABLE kept AS SELECT 1 AS n; ")
    assert cluster.stop(data_dir)
    assert cluster.is_running(data_dir) is None
    assert not cluster.stop(data_dir)

    assert await one(start(data_dir, port).url, "SELECT n FROM kept") == 1


def test_a_cluster_that_runs_is_taken_over(data_dir: Path, port: int) -> None:
    running = start(data_dir, port)

    assert start(data_dir, port) == running == cluster.is_running(data_dir)


def test_a_cluster_that_was_killed_starts_again(data_dir: Path, port: int) -> None:
    killed = start(data_dir, port).pid
    family = psutil.Process(killed).children()
    os.kill(killed, signal.SIGKILL)
    psutil.wait_procs(family, timeout=10)

    assert start(data_dir, port).pid != killed


def test_a_stale_pid_file_that_names_a_process_of_somebody_else_is_not_believed(data_dir: Path, port: int) -> None:
    start(data_dir, port)
    cluster.stop(data_dir)
    pid_file = data_dir / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{data_dir}\n1\n{port}\n\n127.0.0.1\n\nready\n")

    assert cluster.is_running(data_dir) is None
    assert start(data_dir, port).pid != os.getpid()


def test_roles_and_databases_are_made_once(data_dir: Path, port: int) -> None:
    url = start(data_dir, port).url

    assert migrations.make_databases(url, ["tax", "housing-registry"]) == ["tax", "housing_registry"]
    assert migrations.make_databases(url, ["tax", "housing-registry"]) == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://postgres@127.0.0.1:1/{database}",
        "http://127.0.0.1/{database}",
        "postgresql://host:port/{database}",
    ],
)
def test_a_database_url_that_leads_nowhere_is_told_in_a_line(url: str) -> None:
    with pytest.raises(Failure, match="LUOHU_DATABASE_URL") as failure:
        migrations.make_databases(url, ["tax"])

    assert "\n" not in str(failure.value)


def test_a_database_url_without_a_place_for_the_name_is_told_in_a_line() -> None:
    with pytest.raises(Failure, match=r"LUOHU_DATABASE_URL must contain \{database\}"):
        migrations.make_databases("postgresql://postgres@127.0.0.1:5432/luohu", ["tax"])


def _file(city: Path) -> None:
    city.write_text("a file")


def _below_a_file(city: Path) -> None:
    city.mkdir()
    (city / "logs").write_text("a file")


def _other_version(city: Path) -> None:
    (city / "postgres").mkdir(parents=True)
    (city / "postgres" / "PG_VERSION").write_text("14\n")


def _somebody_elses_folder(city: Path) -> None:
    (city / "postgres").mkdir(parents=True)
    (city / "postgres" / "photos").mkdir()


def _file_for_a_folder(city: Path) -> None:
    city.mkdir()
    (city / "postgres").write_text("a file")


def _garbage(city: Path) -> None:
    (city / "postgres").mkdir(parents=True, mode=0o700)
    (city / "postgres" / "PG_VERSION").write_text("18\n")


BROKEN = [_file, _below_a_file, _other_version, _somebody_elses_folder, _file_for_a_folder, _garbage]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda each: each.__name__.strip("_"))
def test_a_broken_data_folder_is_told_in_one_line_and_left_as_it_is(tmp_path: Path, port: int, broken: object) -> None:
    city = tmp_path / "city"
    broken(city)  # type: ignore[operator]
    before = sorted(city.rglob("*photos")) + sorted(city.rglob("PG_VERSION"))

    with pytest.raises(ClusterBroken) as failure:
        start(city, port)

    assert "\n" not in str(failure.value)
    assert str(city) in str(failure.value)
    assert sorted(city.rglob("*photos")) + sorted(city.rglob("PG_VERSION")) == before


def test_a_port_that_is_taken_is_told_in_one_line(data_dir: Path, port: int) -> None:
    with closing(socket.create_server(("127.0.0.1", port))), pytest.raises(ClusterBroken, match=f"port {port}"):
        start(data_dir, port)
