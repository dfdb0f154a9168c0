"""`luohu top`: the city at work, in the terminal. It reads what every process tells, and changes nothing."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from luohu_cli import city
from luohu_cli.metrics import Look, look_at_all, quantile, rate
from luohu_kit.clock import BEIJING

Looks = Sequence[Look]
_COLUMNS = (
    "service", "health", "cpu", "rss", "req/s", "p50", "p99", "queue", "oldest", "retry/s", "dead", "pool", "lag"
)  # fmt: skip


def top(
    once: Annotated[bool, typer.Option("--once", help="Print one frame and end.")] = False,
    every: Annotated[float, typer.Option(min=0.1, max=60.0, help="Seconds between two frames.")] = 1.0,
) -> None:
    """Show services with their load, queues, what waits longest, verdicts and the clock, until Ctrl-C."""
    settings = city.running_settings()
    console = Console(width=None if Console().is_terminal else 160)
    before = look_at_all(settings)
    time.sleep(every)
    if once:
        console.print(frame(before, look_at_all(settings)))
        return
    with Live(console=console, screen=True, auto_refresh=False) as live:
        while True:
            now = look_at_all(settings)
            live.update(frame(before, now), refresh=True)
            before = now
            time.sleep(every)


def frame(before: Looks, now: Looks) -> Group:
    """One frame: a line about the city, a line for each process. Rates are of the time between the two looks."""
    earlier = {(look.service, look.replica): look for look in before}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in _COLUMNS:
        table.add_column(column, justify="left" if column in ("service", "health") else "right", no_wrap=True)
    waiting = _oldest_by_agency(now)
    for look in now:
        table.add_row(*_row(earlier.get((look.service, look.replica)), look, waiting.get(look.service)))
    return Group(_headline(earlier, now), table)


def _headline(earlier: Mapping[tuple[str, int], Look], now: Looks) -> Text:
    """The whole city in a line."""
    verdicts = [
        rate(earlier.get((look.service, look.replica)), look, "luohu_verdict_seconds_count")
        for look in now
        if look.service == "declaration"
    ]
    first = next((look for look in now if look.service == "declaration" and look.values), None)
    told = [f"{sum(each or 0.0 for each in verdicts):.1f} verdicts/s"]
    if first is not None:
        told += [
            f"{first.total('luohu_waiting_questions'):.0f} questions wait",
            f"{first.total('luohu_worlds'):.0f} worlds",
        ]
        if shown := first.most("luohu_world_time_seconds"):
            told.append(f"main: {datetime.fromtimestamp(shown, UTC).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}")
    healthy = sum(look.health == "healthy" for look in now)
    return Text(f"luohu  {healthy}/{len(now)} healthy · " + " · ".join(told))


def _row(before: Look | None, now: Look, oldest: float | None) -> list[str]:
    name = f"{now.service}.{now.replica}" if now.replica else now.service
    retries = [rate(before, now, "luohu_deliveries_total", outcome=each) for each in ("postponed", "slowed")]
    cpu = rate(before, now, "process_cpu_seconds_total")
    rss = now.most("process_resident_memory_bytes")
    in_use, most = (now.most("luohu_pool_connections", state=each) for each in ("in_use", "most"))
    return [
        name,
        now.health,
        "" if cpu is None else f"{cpu * 100:.0f}%",
        "" if rss is None else f"{rss / 1024**2:.0f}M",
        _number(rate(before, now, "luohu_requests_total")),
        _seconds(quantile(before, now, "luohu_request_seconds", 0.5)),
        _seconds(quantile(before, now, "luohu_request_seconds", 0.99)),
        _whole(now, "live"),
        "" if oldest is None else str(timedelta(seconds=int(oldest))),
        _number(None if None in retries else sum(each or 0.0 for each in retries)),
        _whole(now, "dead"),
        "" if in_use is None or most is None else f"{in_use:.0f}/{most:.0f}",
        _seconds(now.most("luohu_loop_lag_seconds")),
    ]


def _oldest_by_agency(looks: Looks) -> dict[str, float]:
    """How long the question that waits longest has waited, by the agency that is to answer it."""
    oldest: dict[str, float] = {}
    for look in looks:
        for labels, value in look.samples("luohu_oldest_waiting_seconds"):
            oldest[labels["agency"]] = max(value, oldest.get(labels["agency"], 0.0))
    return oldest


def _whole(look: Look, state: str) -> str:
    return f"{look.total('luohu_outbox_messages', state=state):.0f}" if "luohu_worlds" in look.values else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _seconds(value: float | None) -> str:
    """A length of time, short."""
    if value is None:
        return ""
    return f"{value * 1000:.0f}ms" if value < 1 else f"{value:.1f}s"
