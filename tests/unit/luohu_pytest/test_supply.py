"""Worlds by the dozen: no more than are wanted, each handed out once, and every one of them taken away."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from luohu_client import World
from luohu_client.line import Line
from luohu_pytest.supply import BATCH, Supply, key_of, share_of

PLAIN = {"seed": 1}


class Making:
    """Makes worlds out of names, as many as it is asked for, and remembers."""

    def __init__(self) -> None:
        self.batches: list[tuple[int, dict[str, Any]]] = []
        self.made: list[str] = []
        self.removed: list[Sequence[str]] = []

    async def new_worlds(self, count: int, **wish: Any) -> list[World]:
        names = [f"w-{len(self.made) + number}" for number in range(count)]
        self.batches.append((count, wish))
        self.made += names
        return [World(Line("http://nowhere"), name) for name in names]

    async def remove_worlds(self, names: Sequence[str]) -> None:
        self.removed.append(names)


@pytest.fixture
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as portal:
        yield portal


def used(portal: BlockingPortal, city: Making, wanted: int, taken: int, wish: dict[str, Any] = PLAIN) -> list[str]:
    """The names of worlds that were taken and given back, one after the other."""
    supply = Supply(portal, city, {key_of(PLAIN): (PLAIN, wanted)})  # type: ignore[arg-type]
    names = []
    for _ in range(taken):
        world = supply.take(wish)
        names.append(world.name)
        supply.give_back(world)
    supply.close()
    return names


@pytest.mark.parametrize("wanted", [1, 3, BATCH, BATCH + 1, 3 * BATCH + 7])
def test_as_many_are_made_as_are_wanted_and_each_is_handed_out_once(portal: BlockingPortal, wanted: int) -> None:
    city = Making()
    names = used(portal, city, wanted, wanted)
    assert len(set(names)) == wanted
    assert sorted(city.made) == sorted(names)
    assert max(count for count, _ in city.batches) <= BATCH
    assert len(city.batches) <= wanted // BATCH + 2
    assert sorted(name for gone in city.removed for name in gone) == sorted(names)


def test_those_that_nobody_used_are_taken_away_as_well(portal: BlockingPortal) -> None:
    city = Making()
    used(portal, city, 2 * BATCH, 3)  # the run was stopped after three tests
    assert sorted(name for gone in city.removed for name in gone) == sorted(city.made)


def test_more_than_were_foreseen_are_made_all_the_same(portal: BlockingPortal) -> None:
    city = Making()
    assert len(set(used(portal, city, 2, 5))) == 5


def test_worlds_that_differ_are_not_confused(portal: BlockingPortal) -> None:
    city, other = Making(), {"seed": 2, "year": 2020}
    used(portal, city, 1, 1, other)
    assert city.batches == [(1, other)]


def test_workers_share_what_is_wanted() -> None:
    assert [share_of(5, 1), share_of(5, 2), share_of(1, 4), share_of(0, 2)] == [5, 3, 1, 0]
