"""What `luohu top` makes of two looks at the same processes."""

from io import StringIO

from rich.console import Console

from luohu_cli.commands.top import frame
from luohu_cli.metrics import Look, quantile, rate


def look(at: float, requests: float, **more: list[tuple[dict[str, str], float]]) -> Look:
    buckets = [({"le": "0.1"}, requests * 0.9), ({"le": "1.0"}, requests), ({"le": "+Inf"}, requests)]
    values = {"luohu_requests_total": [({}, requests)], "luohu_request_seconds_bucket": buckets, **more}
    return Look("declaration", 0, at, "healthy", values)


def test_a_rate_is_of_the_time_between_and_nobodys_where_a_process_is_new() -> None:
    assert rate(look(10, 100), look(12, 150), "luohu_requests_total") == 25.0
    assert rate(None, look(12, 150), "luohu_requests_total") is None
    assert rate(look(10, 100), look(12, 3), "luohu_requests_total") is None, "it was started again"


def test_a_quantile_is_of_what_is_new() -> None:
    assert quantile(look(10, 100), look(12, 200), "luohu_request_seconds", 0.5) == 0.1
    assert quantile(look(10, 100), look(12, 200), "luohu_request_seconds", 0.99) == 1.0
    assert quantile(look(10, 100), look(12, 100), "luohu_request_seconds", 0.5) is None


def test_a_frame_names_every_process_and_puts_what_waits_at_its_agency() -> None:
    more = {
        "luohu_verdict_seconds_count": [({"agency": "tax"}, 50.0)],
        "luohu_oldest_waiting_seconds": [({"agency": "tax", "world": "main"}, 75.0)],
        "luohu_worlds": [({}, 3.0)],
        "luohu_world_time_seconds": [({}, 1625457600.0)],
        "luohu_outbox_messages": [({"state": "live"}, 7.0), ({"state": "dead"}, 2.0)],
    }
    tax = Look("tax", 0, 12, "ConnectError")
    said = StringIO()
    console = Console(width=200, file=said)
    console.print(frame([look(10, 100)], [look(12, 150, **more), tax]))
    head, columns, ours, theirs = said.getvalue().splitlines()
    assert "1/2 healthy" in head
    assert "3 worlds" in head
    assert "main: 2021-07-05 12:00:00" in head
    assert columns.split()[:2] == ["service", "health"]
    assert ours.split()[:2] == ["declaration", "healthy"]
    assert {"25.0", "7", "2"} <= set(ours.split())
    assert theirs.split() == ["tax", "ConnectError", "0:01:15"]
