"""One answer to Prometheus: what was counted, what the process is doing, and the figures of the database."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import structlog
from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from luohu_kit.metrics.figures import KIT, Figure, read
from luohu_kit.metrics.meter import Meter

if TYPE_CHECKING:
    from luohu_kit.runtime import Runtime

log = structlog.get_logger()

LOOK = 0.5  #: seconds between two looks at the loop's lag
AT_LEAST = 1.0  #: seconds that figures of the database are told again before they are read anew
SHARE = 100  #: and so many times as long as reading them took, so that scrapers cost a hundredth
AT_MOST = 30.0  #: but no longer than this
AFTER_FAILURE = 3.0
PATIENCE = 2.0  #: seconds that a scrape waits for the database; the rest is told without it


class Scrape(Collector):
    """What `/metrics` of one app answers. `runtime` is None at the gateway, which has no database."""

    def __init__(self, meter: Meter, figures: Sequence[Figure] = ()) -> None:
        self._meter = meter
        self._figures = (*KIT, *figures)
        self._found: list[GaugeMetricFamily] = []
        self._fresh_until = 0.0
        self._failed = False
        self._turn = asyncio.Lock()
        self.runtime: Runtime | None = None
        self.lag = 0.0  #: seconds that the loop was late, when last looked
        meter.registry.register(self)

    async def answer(self) -> bytes:
        """The page, in Prometheus' text format."""
        if self.runtime is not None and self.runtime.ground is not None:
            await self._refresh(self.runtime)
        return generate_latest(self._meter.registry)

    async def watch_loop(self) -> None:
        """Measure for ever how late the loop is: what is slow without being busy in the database shows here."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOK
            await asyncio.sleep(LOOK)
            self.lag = max(0.0, loop.time() - due)

    async def _refresh(self, runtime: "Runtime") -> None:
        """Read the figures unless they are fresh. A database that is away or slow leaves the old ones standing."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            began = loop.time()
            if began < self._fresh_until:
                return
            try:
                async with asyncio.timeout(PATIENCE):
                    self._found = await read(runtime.everywhere, self._figures)
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                self._failed = True
                log.warning("figures_not_read", error=type(error).__name__)
                self._fresh_until = loop.time() + AFTER_FAILURE
            else:
                self._failed = False
                self._fresh_until = began + min(max(AT_LEAST, SHARE * (loop.time() - began)), AT_MOST)

    def collect(self) -> Iterator[Metric]:
        """Everything that is not counted in the registry itself."""
        at_work = GaugeMetricFamily("luohu_requests_now", "Requests at work, and waiting.", labels=("room", "state"))
        for room, sizes in self._meter.rooms.items():
            inside, line = sizes()
            at_work.add_metric([room, "at_work"], inside)
            at_work.add_metric([room, "waiting"], line)
        yield at_work
        yield _gauge("luohu_loop_lag_seconds", "How late the event loop was, when last looked.", self.lag)
        if self.runtime is None:
            return
        yield from self._found
        yield _gauge("luohu_figures_stale", "1: the database's figures are old ones.", float(self._failed))
        yield from _of_process(self.runtime)


def _of_process(rt: "Runtime") -> Iterator[Metric]:
    if rt.engine is not None:
        pool = GaugeMetricFamily("luohu_pool_connections", "Connections to the database.", labels=("state",))
        for state, count in pool_states(rt).items():
            pool.add_metric([state], count)
        yield pool
    yield _gauge("luohu_journal_backlog", "Hops noted and not yet written.", rt.journal.backlog)
    yield _gauge("luohu_event_streams", "Event streams that are open.", len(rt.streams))
    if rt.dispatcher is not None:
        yield _gauge("luohu_requests_in_flight", "Outbox requests on their way.", rt.dispatcher.in_flight)
        told = CounterMetricFamily(
            "luohu_deliveries",
            "Messages of the outbox by what became of a delivery: arrived, postponed (a retry), slowed (asked to wait),"
            " dead.",
            labels=("topic", "destination", "outcome"),
        )
        for labels, count in sorted(rt.dispatcher.told.items()):
            told.add_metric(labels, count)
        yield told
    fired = CounterMetricFamily("luohu_duty_done", "What duties have done.", labels=("duty",))
    for runner in rt.runners:
        fired.add_metric([runner.duty.name], runner.done)
    yield fired


def pool_states(rt: "Runtime") -> dict[str, int]:
    """Connections in use, those that may be, and those who wait for one."""
    assert rt.engine is not None  # noqa: S101 - narrows the type
    pool = rt.engine.pool
    return {
        "in_use": int(getattr(pool, "checkedout", int)()),
        "most": int(getattr(pool, "size", int)()),
        "waiting": int(getattr(pool, "waiting", 0)),
    }


def _gauge(name: str, meaning: str, value: float) -> Metric:
    family = GaugeMetricFamily(name, meaning)
    family.add_metric([], value)
    return family
