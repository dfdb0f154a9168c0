"""`luohu up`, `status`, `demo`, `down`: real processes, real sockets, one city for the whole module."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from luohu_cli import cluster, places, state
from luohu_contract.directory import BY_NAME
from luohu_testbed.policies import spoilt
from luohu_testbed.real import RealCity
from luohu_testbed.waiting import until_seen

pytestmark = pytest.mark.sockets

PROGRAM = [sys.executable, "-c", "from luohu_cli.app import main; main()"]


class Luohu(RealCity):
    """A city on a data folder and a port range of its own, with a look at its processes."""

    def health(self, service: str) -> int:
        try:
            port = self.port_base + BY_NAME[service].port
            return httpx.get(f"http://127.0.0.1:{port}/health", timeout=5, trust_env=False).status_code
        except httpx.HTTPError:
            return 0

    def everybody(self) -> list[psutil.Process]:
        """Every process that has to do with this city."""
        found = []
        for process in psutil.process_iter(["cmdline", "environ"]):
            told = " ".join(process.info["cmdline"] or ()) + str((process.info["environ"] or {}).get("LUOHU_DATA_DIR"))
            if str(self.data_dir) in told:
                found.append(process)
        return found


@pytest.fixture(scope="module")
def luohu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Luohu]:
    luohu = Luohu(tmp_path_factory.mktemp("lifecycle") / "city")
    yield luohu
    luohu("down")


@pytest.fixture(scope="module")
def city(luohu: Luohu) -> Luohu:
    """The city, up."""
    up = luohu("up")
    assert up.returncode == 0, up.stderr
    luohu.said = up.stdout  # type: ignore[attr-defined]
    return luohu


def test_up_shows_the_first_verdict_the_doors_and_what_to_try_next(city: Luohu) -> None:
    said: str = city.said  # type: ignore[attr-defined]

    for word in (
        f"{len(BY_NAME)} services are healthy",
        "invalid(property)",
        f"http://127.0.0.1:{city.port_base}",
        f"127.0.0.1:{city.port_base + 90}/declaration",
        "luohu demo",
        "make test",
        "make down",
    ):
        assert word in said


def test_every_service_is_a_process_of_its_own(city: Luohu) -> None:
    pids = city.pids()

    assert set(pids) == set(BY_NAME)
    assert len(set(pids.values())) == len(BY_NAME)


def test_up_again_says_that_it_is_up_and_where(city: Luohu) -> None:
    before = city.pids()
    again = city("up")

    assert again.returncode == 0
    assert "up already" in again.stdout
    assert f"http://127.0.0.1:{city.port_base}" in again.stdout
    assert city.pids() == before


def test_status_and_doctor_find_everybody_well(city: Luohu) -> None:
    status, doctor = city("status"), city("doctor")

    assert status.returncode == 0, status.stdout
    assert status.stdout.count("healthy") == len(BY_NAME)
    assert doctor.returncode == 0, doctor.stdout


@pytest.mark.parametrize("service", BY_NAME)
def test_a_killed_service_comes_back_and_nobody_is_refused_meanwhile(city: Luohu, service: str) -> None:
    before = city.pids()[service]
    assert before, f"{service} does not run"
    os.kill(before, signal.SIGKILL)

    until_seen(lambda: city.pids()[service] not in (0, before))
    until_seen(lambda: city.health(service) == 200)


def test_a_killed_postgresql_comes_back(city: Luohu) -> None:
    running = cluster.is_running(city.data_dir)
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)

    until_seen(lambda: (now := cluster.is_running(city.data_dir)) is not None and now.pid != running.pid)
    for service in BY_NAME:
        until_seen(lambda service=service: city.health(service) == 200)  # type: ignore[misc]


def test_the_demo_prints_every_step_with_its_exchange(city: Luohu) -> None:
    demo = city("demo", "--json")
    assert demo.returncode == 0, demo.stderr
    steps = json.loads(demo.stdout)["steps"]
    seen = [step["status"] for step in steps]

    positions = [seen.index(status) for status in ("pending", "invalid(property)", "recheck")]
    assert positions == sorted(positions)
    assert seen[-1] == "valid"
    for step in steps:
        for exchange in step["exchange"]:
            assert exchange["request"]["url"].startswith(f"http://127.0.0.1:{city.port_base}/")
            assert exchange["response"]["status"] < 500
    assert all(step["exchange"] for step in steps)


@pytest.mark.parametrize("service", BY_NAME)
def test_the_demo_ends_in_valid_whichever_service_is_killed_in_its_middle(city: Luohu, service: str) -> None:
    until_seen(lambda: city.health(service) == 200)
    killed = 0
    told: list[str] = []
    with subprocess.Popen(  # noqa: S603 - ourselves
        [*PROGRAM, "demo"],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**city.environment, "PYTHONUNBUFFERED": "1"},
    ) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            told.append(line)
            # Once while the question is on its way, once while the recheck is.
            if line.startswith("●") and ("在线审核" in line or "申请复查" in line):
                # Read once: 0 says that it is being started again, and a kill of 0 would be ours.
                victim = city.pids()[service]
                with suppress(ProcessLookupError):
                    if victim:
                        os.kill(victim, signal.SIGKILL)
                        killed += 1

    assert demo.returncode == 0, "".join(told)
    assert killed
    assert [line.split()[-1] for line in told if line.startswith("●")][-1] == "valid"


def test_a_killed_supervisor_takes_its_services_along_and_up_starts_a_new_city(city: Luohu) -> None:
    before = state.read(city.data_dir)
    assert before is not None
    os.kill(before.pid, signal.SIGKILL)
    services = [process.pid for process in before.processes]
    until_seen(lambda: not any(map(psutil.pid_exists, services)))
    assert city("status").returncode == 3

    up = city("up", "--no-demo")

    assert up.returncode == 0, up.stderr
    assert city("status").returncode == 0


def test_down_leaves_no_process_and_the_ports_free(city: Luohu) -> None:
    down = city("down")

    assert down.returncode == 0, down.stderr
    assert city.everybody() == []
    for service in BY_NAME.values():
        assert places.port_is_free("127.0.0.1", city.port_base + service.port), service.name
    assert "No city was up" in city("down").stdout


def test_a_busy_port_gets_one_line_and_leaves_nothing_running(luohu: Luohu) -> None:
    luohu("down")
    with socket.create_server(("127.0.0.1", luohu.port_base + BY_NAME["tax"].port)):
        up = luohu("up")

    assert up.returncode == 1
    line = up.stderr.strip()
    assert line.startswith(f"luohu: port {luohu.port_base + BY_NAME['tax'].port} (tax)")
    assert "LUOHU_PORT_BASE" in line
    assert "\n" not in line
    assert luohu.everybody() == []


def test_a_broken_data_folder_gets_one_line(luohu: Luohu, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    up = luohu("up", LUOHU_DATA_DIR=str(tmp_path / "file"))

    assert (up.returncode, up.stderr.count("\n")) == (1, 1)
    assert up.stderr.startswith("luohu: ")


@pytest.mark.parametrize("command", [("up",), ("up", "--single"), ("serve", "declaration")], ids=" ".join)
def test_a_policy_with_a_fault_gets_one_line_and_leaves_nothing_running(
    luohu: Luohu, tmp_path: Path, command: tuple[str, ...]
) -> None:
    luohu("down")
    folder, place = spoilt(tmp_path)
    refused = luohu(*command, LUOHU_POLICIES_DIR=str(folder))

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1), refused.stderr
    assert f"{place}: quota.value: 'plenty' is no whole number" in refused.stderr
    assert luohu.everybody() == []


def test_one_process_can_hold_the_whole_city(luohu: Luohu) -> None:
    luohu("down")
    up = luohu("up", "--single")
    assert up.returncode == 0, up.stderr

    assert len(set(luohu.pids().values())) == 1
    assert "invalid(property)" in up.stdout
    assert luohu("demo").returncode == 0
    assert luohu("down").returncode == 0
    assert luohu.everybody() == []
