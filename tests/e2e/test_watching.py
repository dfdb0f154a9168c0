"""Whoever looks after a city: `luohu top`, `luohu dead`, and the metrics that no door leads to."""

from uuid import uuid4

import httpx
import pytest

from luohu_contract.directory import AGENCIES, SERVICES
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]


def test_one_frame_of_top_shows_every_service_at_work(city: RealCity) -> None:
    shown = city("top", "--once", "--every", "0.2")
    assert shown.returncode == 0, shown.stderr
    head, columns, *rows = shown.stdout.splitlines()
    assert f"{len(SERVICES)}/{len(SERVICES)} healthy" in head
    assert "main: 20" in head
    assert {"req/s", "p99", "queue", "dead", "lag"} <= set(columns.split())
    assert [row.split()[:2] for row in rows] == [[service.name, "healthy"] for service in SERVICES]


def test_dead_letters_are_worked_from_the_command_line(city: RealCity, world: str) -> None:
    listed = city("dead", "list", "--world", world)
    assert (listed.returncode, listed.stdout) == (0, "")
    again = city("dead", "retry", "declaration", "--to", "tax", "--world", world)
    assert (again.returncode, again.stdout) == (0, "0 sent again\n"), again.stderr
    gone = city("dead", "discard", "tax", str(uuid4()), "--reason", "错了", "--world", world)
    assert gone.returncode == 1
    assert "There is no dead letter" in gone.stderr
    assert city("dead", "retry", "identity", "--to", "tax").returncode == 1


@pytest.mark.parametrize("path", ["/identity/metrics", *(f"/agencies/{each.name}/metrics" for each in AGENCIES)])
def test_no_door_leads_to_the_metrics_of_a_service(path: str, city: RealCity) -> None:
    answer = httpx.get(f"{city.url}{path}", timeout=30, trust_env=False)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
