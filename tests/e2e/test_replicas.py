"""Two processes of every service: they share the work, and one that is frozen holds nothing for ever."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from luohu_cli import state
from luohu_cli.city import token_of
from luohu_contract.directory import SERVICES
from luohu_kit.settings import Settings
from luohu_testbed.real import RealCity
from luohu_testbed.waiting import until_seen

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("replicas")]

PERSONA = "tax-one-year-valid"


@pytest.fixture(scope="module")
def twice() -> Iterator[RealCity]:
    with TemporaryDirectory(prefix="luohu-twice-", ignore_cleanup_errors=True) as folder:
        real = RealCity(Path(folder) / "city")
        try:
            quick = {"LUOHU_PEER_TIMEOUT_SECONDS": "3", "LUOHU_LEASE_SECONDS": "1"}
            started = real("up", "--replicas", "2", "--no-demo", **quick)
            assert started.returncode == 0, started.stdout + started.stderr
            yield real
        finally:
            real("down")


def processes(city: RealCity, service: str) -> dict[int, int]:
    """The process of each replica of a service."""
    seen = state.read(city.data_dir)
    assert seen is not None
    return {each.replica: each.pid for each in seen.processes if each.services == (service,)}


def measured(city: RealCity, service: str, replica: int, name: str) -> float:
    """The sum of a metric of one replica."""
    page = httpx.get(f"{_alone(city, service, replica)}/metrics", timeout=10, trust_env=False).text
    families = text_string_to_metric_families(page)
    return sum(sample.value for family in families for sample in family.samples if sample.name == name)


def test_replicas_share_the_work_and_a_frozen_one_holds_nothing(twice: RealCity) -> None:
    doubled = [service.name for service in SERVICES if service.name not in ("gateway", "sandbox")]
    assert all(set(processes(twice, name)) == {1, 2} for name in doubled)
    assert "declaration.2" in {log.stem for log in (twice.data_dir / "logs").glob("*.log")}

    with twice.door() as door:
        world = door.must("POST", "/_luohu/worlds", json={"admission": "open"}).response.json()["name"]
        here = {"Luohu-World": world}
        token, _ = token_of(door, PERSONA, world)
        with _asking(twice.url, token) as ask:
            declaration = f"/v1/declarations/{ask.post('/v1/declarations', json={}).json()['id']}"
            item = f"/v1/items/{ask.post(f'{declaration}/tax', json={'authorised': True}).json()['id']}"
            for _ in range(20):
                assert ask.get(declaration).status_code == 200
            served = [measured(twice, "declaration", each, "luohu_requests_total") for each in (1, 2)]
            assert min(served) >= 8, f"one of the two did all the work: {served}"

            door.must("PUT", "/_luohu/faults/declaration->tax", json={"latency": "PT20S"}, headers=here)
            with _asking(_alone(twice, "declaration", 2), token) as straight:
                assert straight.post(f"{item}/verification").status_code == 202
            until_seen(lambda: measured(twice, "declaration", 2, "luohu_requests_in_flight"), 1.0)
            frozen = [processes(twice, name)[2] for name in ("declaration", "tax")]
            try:
                for pid in frozen:
                    os.kill(pid, signal.SIGSTOP)
                door.must("DELETE", "/_luohu/faults/declaration->tax", headers=here)
                until_seen(lambda: ask.get(item, timeout=2).json()["status"], "valid", within=60)
            finally:
                for pid in frozen:
                    os.kill(pid, signal.SIGCONT)
            # What it was doing when it froze it does now, and that changes nothing.
            until_seen(lambda: measured(twice, "declaration", 2, "luohu_requests_in_flight"), 0.0)
            events = [event["event"] for event in ask.get(f"{item}/events").json()["items"]]
            assert events == ["filed", "verification_asked", "found_valid"]


def _alone(city: RealCity, service: str, replica: int) -> str:
    """The address of one replica."""
    return f"http://127.0.0.1:{Settings(port_base=city.port_base, replicas=2).replica_port(service, replica)}"


def _asking(url: str, token: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30, trust_env=False)
