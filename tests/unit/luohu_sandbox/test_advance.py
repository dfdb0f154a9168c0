"""The discrete-event run, against a small city in memory: order, settling, culprits, targets."""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luohu_contract.duration import Duration
from luohu_kit.pulse import Fired, Pulse
from luohu_sandbox.advance import Beat, Run, ServicesFailed, Unsettled, earliest

START = datetime(2021, 7, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Shop:
    """A service of the fake city: things that wait on its clock, and messages that it has still to deliver."""

    name: str
    now: datetime = START
    waiting: list[tuple[datetime, str]] = field(default_factory=list)
    fired: list[Fired] = field(default_factory=list)
    undelivered: dict[str, int] = field(default_factory=dict)
    activity: int = 0
    away: bool = False
    awaited: bool = True  #: False: what waits are dates of the year
    arrived: Counter[str] = field(default_factory=Counter)

    def at(self, due: datetime, ref: str) -> None:
        heapq.heappush(self.waiting, (due, ref))

    def work(self) -> None:
        """One thing that is due is done, whenever somebody looks: work takes its time."""
        if self.waiting and self.waiting[0][0] <= self.now:
            due, ref = heapq.heappop(self.waiting)
            self.activity += 1
            self.fired.append(Fired(seq=len(self.fired) + 1, at=due, what="bell", ref=ref))
            self.then(ref)

    @property
    def due(self) -> bool:
        return not self.away and bool(self.waiting) and self.waiting[0][0] <= self.now

    def then(self, ref: str) -> None:
        """What a fired thing brings about."""

    def beat(self, since: int | None) -> Beat:
        if self.away:
            return Beat(self.name, None, "ConnectError")
        pulse = Pulse(
            now=self.now,
            next_due=self.waiting[0][0] if self.waiting else None,
            awaited=self.awaited,
            due=sum(due <= self.now for due, _ in self.waiting),
            outbox=sum(self.undelivered.values()),
            edges=self.undelivered,
            arrived=dict(self.arrived),
            busy=0,
            dead=0,
            activity=self.activity,
            fired_seq=len(self.fired),
            fired=tuple(self.fired[since:]) if since is not None else (),
        )
        return Beat(self.name, pulse)


class Town:
    """A fake of `advance.City`. `stops` records every instant at which the clocks stood."""

    def __init__(self, *names: str) -> None:
        self.shops = {name: Shop(name) for name in names or ("declaration", "tax")}
        self.stops: list[tuple[datetime, tuple[str, ...]]] = []
        self.looks = 0
        self.refusals = 0

    async def pulses(self, since: Mapping[str, int]) -> Sequence[Beat]:
        self.looks += 1
        beats = [shop.beat(since.get(name)) for name, shop in self.shops.items()]
        for shop in self.shops.values():
            shop.work()
        return beats

    async def tick(self, instant: datetime, services: Sequence[str], since: Mapping[str, int]) -> Sequence[Beat]:
        self.stops.append((instant, tuple(services)))
        for name in services:
            self.shops[name].now = instant
            while self.shops[name].due:
                self.shops[name].work()
        return [self.shops[name].beat(since.get(name)) for name in services]

    async def stand_at(self, instant: datetime, services: Sequence[str] | None = None) -> None:
        if self.refusals:
            self.refusals -= 1
            raise ServicesFailed({"tax": "no answer (ConnectError)"})
        told = tuple(self.shops) if services is None else tuple(services)
        for name in told:
            self.shops[name].now = instant
        self.stops.append((instant, told))


def run_of(town: Town, seconds: float = 5.0) -> Run:
    return Run(town, START, seconds)


async def test_what_is_due_fires_in_order_over_all_services() -> None:
    town = Town("declaration", "tax", "housing-registry")
    town.shops["tax"].at(START + 3 * HOUR, "third")
    town.shops["declaration"].at(START + 1 * HOUR, "first")
    town.shops["housing-registry"].at(START + 2 * HOUR, "second")
    town.shops["declaration"].at(START + 9 * HOUR, "beyond the target")
    run = run_of(town)
    await run.go(START + 5 * HOUR)
    assert [(event.ref, event.service) for event in run.fired] == [
        ("first", "declaration"),
        ("second", "housing-registry"),
        ("third", "tax"),
    ]
    assert run.now == START + 5 * HOUR
    assert {shop.now for shop in town.shops.values()} == {START + 5 * HOUR}
    assert run.count == 3


async def test_each_due_time_is_a_stop_of_its_own() -> None:
    town = Town()
    town.shops["tax"].at(START + 1 * HOUR, "a")
    town.shops["declaration"].at(START + 2 * HOUR, "b")
    await run_of(town).go(START + 3 * HOUR)
    times = list(dict.fromkeys(instant for instant, _ in town.stops))
    assert times == [START, START + 1 * HOUR, START + 2 * HOUR, START + 3 * HOUR]


async def test_only_those_whom_it_concerns_are_asked_on_the_way() -> None:
    town = Town("declaration", "education-registry", "tax")
    declaration, tax = town.shops["declaration"], town.shops["tax"]
    tax.then = lambda ref: tax.arrived.update({"declaration": 1})  # type: ignore[method-assign]
    tax.at(START + 1 * HOUR, "a verdict")
    await run_of(town).go(START + 2 * HOUR)
    assert town.stops == [
        (START, tuple(town.shops)),
        (START + 1 * HOUR, ("tax",)),
        (START + 1 * HOUR, ("declaration",)),
        (START + 2 * HOUR, tuple(town.shops)),
    ]
    assert declaration.now == START + 2 * HOUR


async def test_what_reaches_a_service_that_nobody_asked_is_done_before_the_end() -> None:
    town = Town("declaration", "tax")
    declaration, tax = town.shops["declaration"], town.shops["tax"]
    tax.then = lambda ref: declaration.at(START + HOUR, "told by another replica")  # type: ignore[method-assign]
    tax.at(START + 1 * HOUR, "a verdict")
    run = run_of(town)
    await run.go(START + 2 * HOUR)
    assert [event.ref for event in run.fired] == ["a verdict", "told by another replica"]


async def test_a_grain_gathers_what_falls_due_within_it() -> None:
    town = Town()
    for minutes, ref in ((0, "a"), (20, "b"), (59, "c"), (61, "d")):
        town.shops["tax"].at(START + 1 * HOUR + timedelta(minutes=minutes), ref)
    run = run_of(town)
    await run.go(START + 5 * HOUR, grain=Duration(time=HOUR))
    assert [event.ref for event in run.fired] == ["a", "b", "c", "d"]
    stops = [instant - START for instant, services in town.stops if services == ("tax",)]
    assert stops == [2 * HOUR, 3 * HOUR + timedelta(minutes=1)]


async def test_a_grain_does_not_lead_beyond_the_target() -> None:
    town = Town()
    town.shops["tax"].at(START + 1 * HOUR, "a")
    town.shops["tax"].at(START + 3 * HOUR, "after the target")
    run = run_of(town)
    await run.go(START + 2 * HOUR, grain=Duration(days=1))
    assert (run.now, [event.ref for event in run.fired]) == (START + 2 * HOUR, ["a"])


async def test_a_due_time_exactly_at_the_target_fires() -> None:
    town = Town()
    town.shops["tax"].at(START + 2 * HOUR, "at the target")
    town.shops["tax"].at(START + 2 * HOUR + timedelta(microseconds=1), "just after")
    run = run_of(town)
    await run.go(START + 2 * HOUR)
    assert [event.ref for event in run.fired] == ["at the target"]


async def test_what_a_fired_thing_brings_about_fires_in_its_turn() -> None:
    town = Town()
    declaration, tax = town.shops["declaration"], town.shops["tax"]

    def ask(ref: str) -> None:
        if ref == "question":
            declaration.at(tax.now + HOUR, "answer")
            tax.arrived.update({"declaration": 1})

    tax.then = ask  # type: ignore[method-assign]
    tax.at(START + 1 * HOUR, "question")
    declaration.at(START + 3 * HOUR, "later")
    run = run_of(town)
    await run.go(START + 4 * HOUR)
    assert [event.ref for event in run.fired] == ["question", "answer", "later"]


async def test_until_idle_ends_at_the_last_due_time() -> None:
    town = Town()
    town.shops["tax"].at(START + 7 * HOUR, "last")
    run = run_of(town)
    await run.go(None)
    assert run.now == START + 7 * HOUR
    assert [event.ref for event in run.fired] == ["last"]


async def test_until_idle_waits_for_no_date_of_the_year() -> None:
    town = Town()
    calendar = town.shops["declaration"]
    calendar.awaited = False
    calendar.at(START + 3 * HOUR, "a stage ends")
    calendar.at(START + 9 * HOUR, "another stage ends")
    town.shops["tax"].at(START + 7 * HOUR, "last")
    run = run_of(town)
    await run.go(None)
    assert run.now == START + 7 * HOUR
    assert [event.ref for event in run.fired] == ["a stage ends", "last"], "what lies on the way happens"


async def test_until_idle_does_not_go_beyond_the_horizon() -> None:
    town = Town()
    town.shops["tax"].at(START + 7 * HOUR, "too far")
    run = run_of(town)
    await run.go(None, horizon=START + 6 * HOUR)
    assert run.now == START
    assert not run.fired


async def test_a_city_with_nothing_to_do_settles_in_two_looks() -> None:
    town = Town()
    await run_of(town).settle()
    assert town.looks == 2


async def test_work_between_two_quiet_looks_makes_it_look_again() -> None:
    town = Town()
    shop = town.shops["tax"]
    original = town.pulses

    async def moving(since: Mapping[str, int]) -> Sequence[Beat]:
        beats = await original(since)
        if town.looks < 4:
            shop.activity += 1  # something came and went between two looks
        return beats

    town.pulses = moving  # type: ignore[method-assign]
    await run_of(town).settle()
    assert town.looks == 5


async def test_an_edge_that_holds_messages_is_named() -> None:
    town = Town()
    town.shops["declaration"].undelivered = {"tax": 2}
    run = run_of(town, seconds=0.05)
    with pytest.raises(Unsettled, match="declaration->tax: 2 undelivered") as caught:
        await run.go(START + HOUR)
    assert caught.value.reached == START
    assert caught.value.held_by == ("declaration->tax: 2 undelivered",)


async def test_a_service_that_does_not_answer_is_named() -> None:
    town = Town()
    town.shops["tax"].away = True
    with pytest.raises(Unsettled, match="tax does not answer: ConnectError"):
        await run_of(town, seconds=0.05).go(START + HOUR)


async def test_an_unsettled_run_keeps_the_time_and_the_events_that_it_reached() -> None:
    town = Town()
    tax = town.shops["tax"]
    tax.then = lambda ref: tax.undelivered.update(declaration=1) if ref == "jams" else None  # type: ignore[method-assign]
    tax.at(START + 1 * HOUR, "passes")
    tax.at(START + 2 * HOUR, "jams")
    run = run_of(town, seconds=0.05)
    with pytest.raises(Unsettled) as caught:
        await run.go(START + 5 * HOUR)
    assert caught.value.reached == run.now == START + 2 * HOUR
    assert [event.ref for event in run.fired] == ["passes", "jams"]


async def test_a_service_that_is_being_restarted_takes_its_clock_late() -> None:
    town = Town()
    town.refusals = 2
    run = run_of(town)
    await run.go(START + HOUR)
    assert run.now == START + HOUR


async def test_a_service_that_never_takes_its_clock_is_named() -> None:
    town = Town()
    town.refusals = 1_000_000
    with pytest.raises(Unsettled, match="tax does not take its clock"):
        await run_of(town, seconds=0.05).go(START + HOUR)


async def test_events_from_before_the_run_are_not_told_again() -> None:
    town = Town()
    town.shops["tax"].fired = [Fired(seq=1, at=START - HOUR, what="bell", ref="old")]
    town.shops["tax"].at(START + HOUR, "new")
    run = run_of(town)
    await run.go(START + 2 * HOUR)
    assert [event.ref for event in run.fired] == ["new"]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(("a", "b", "c")), st.integers(0, 72)), max_size=25))
async def test_whatever_waits_everything_up_to_the_target_fires_in_order(dues: list[tuple[str, int]]) -> None:
    town = Town("a", "b", "c")
    for number, (name, hours) in enumerate(dues):
        town.shops[name].at(START + hours * HOUR, str(number))
    run = run_of(town)
    await run.go(START + 48 * HOUR)
    assert sorted(event.ref for event in run.fired) == sorted(str(n) for n, (_, h) in enumerate(dues) if h <= 48)
    assert [event.at for event in run.fired] == sorted(event.at for event in run.fired)
    assert all(due > START + 48 * HOUR for shop in town.shops.values() for due, _ in shop.waiting)


def test_the_earliest_due_time_is_none_when_nothing_waits() -> None:
    assert earliest([Shop("tax").beat(0), Beat("declaration", None, "away")]) is None
