"""Snapshots over all services: taken at one moment, brought back on all or on none, forgotten."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import text

from luohu_sandbox.fleet import KEEPERS
from luohu_testbed.problems import slug_of
from luohu_testbed.small_city import SmallCity
from luohu_testbed.waiting import until

BELL = "2021-07-20T09:00:00+08:00"


async def take(city: SmallCity, world: str, name: str = "before") -> dict[str, object]:
    answer = await city.post(f"/_luohu/worlds/{world}/snapshots", {"name": name})
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()
    return made


async def restore(city: SmallCity, world: str, name: str = "before") -> dict[str, object]:
    answer = await city.post(f"/_luohu/worlds/{world}/snapshots/{name}/restore")
    assert answer.status_code == 200, answer.text
    made: dict[str, object] = answer.json()
    return made


async def mark(city: SmallCity, service: str, world: str) -> None:
    """Leave a row on a service."""
    async with city.runtime(service).begin(world) as work:
        await work.first_time("a neighbour", [uuid4()])
        await work.commit()


async def marks(city: SmallCity, service: str, world: str) -> int:
    async with city.runtime(service).begin(world) as work:
        return int(await work.scalar("SELECT count(*) FROM kit.inbox"))


async def test_a_world_goes_back_to_what_it_was_its_clock_included(city: SmallCity, world: str) -> None:
    await city.post("/_luohu/clock/advance", {"by": "P3D"}, world=world)
    for service in KEEPERS:
        await mark(city, service, world)
    taken = await take(city, world)
    assert taken | {"made_at": ""} == {
        "world": world, "name": "before", "mode": "frozen", "now": "2021-07-04T09:00:00+08:00",
        "rows": len(KEEPERS), "made_at": "",
    }  # fmt: skip
    await city.post("/_luohu/clock/advance", {"by": "P14D"}, world=world)
    for service in KEEPERS:
        await mark(city, service, world)
    back = await restore(city, world)
    assert (back["now"], back["mode"], back["state"]) == ("2021-07-04T09:00:00+08:00", "frozen", "ready")
    clock = (await city.client.get("/_luohu/clock", headers={"Luohu-World": world})).json()
    assert (clock["now"], clock["disagreeing"]) == ("2021-07-04T09:00:00+08:00", [])
    assert [await marks(city, service, world) for service in KEEPERS] == [1] * len(KEEPERS)


async def test_a_clock_that_ran_runs_on_from_the_moment_of_the_snapshot(city: SmallCity, world: str) -> None:
    await city.post("/_luohu/clock/scale", {"rate": 3600}, world=world)
    taken = await take(city, world)
    await city.post("/_luohu/clock/advance", {"by": "P100D"}, world=world)
    back = await restore(city, world)
    assert back["mode"] == taken["mode"] == "scaled"
    assert str(taken["now"]) <= str(back["now"]) < "2021-10"
    clock = (await city.client.get("/_luohu/clock", headers={"Luohu-World": world})).json()
    assert clock["rate"] == "3600"


async def test_snapshots_are_listed_and_forgotten_and_outlive_a_reset(city: SmallCity, world: str) -> None:
    await mark(city, "tax", world)
    for name in ("first", "second"):
        await take(city, world, name)
    await city.post(f"/_luohu/worlds/{world}/reset")
    assert await marks(city, "tax", world) == 0
    listed = (await city.client.get(f"/_luohu/worlds/{world}/snapshots")).json()["items"]
    assert [one["name"] for one in listed] == ["first", "second"]
    await restore(city, world, "second")
    assert await marks(city, "tax", world) == 1
    assert (await city.client.delete(f"/_luohu/worlds/{world}/snapshots/first")).status_code == 204
    gone = await city.post(f"/_luohu/worlds/{world}/snapshots/first/restore")
    assert (gone.status_code, slug_of(gone)) == (404, "snapshot-unknown")
    async with city.runtime("tax").everywhere() as connection:
        kept = await connection.execute(text("SELECT name FROM kit.kept WHERE world = :world"), {"world": world})
        assert kept.scalars().all() == ["second"]


async def test_what_cannot_be_is_one_clear_problem_and_changes_nothing(city: SmallCity, world: str) -> None:
    await take(city, world)
    base = f"/_luohu/worlds/{world}/snapshots"
    for method, path, body, status, slug in (
        ("POST", base, {"name": "before"}, 409, "snapshot-exists"),
        ("POST", base, {"name": "Before"}, 422, "validation-failed"),
        ("POST", base, {"title": "before"}, 422, "validation-failed"),
        ("POST", f"{base}/after/restore", None, 404, "snapshot-unknown"),
        ("DELETE", f"{base}/after", None, 404, "snapshot-unknown"),
        ("POST", "/_luohu/worlds/nowhere/snapshots", None, 404, "world-unknown"),
        ("GET", "/_luohu/worlds/nowhere/snapshots", None, 404, "world-unknown"),
        ("POST", "/_luohu/worlds/nowhere/snapshots/before/restore", None, 404, "world-unknown"),
    ):
        answer = await city.client.request(method, path, json=body)
        assert (answer.status_code, slug_of(answer)) == (status, slug), path
    assert len((await city.client.get(base)).json()["items"]) == 1
    await mark(city, "tax", world)


async def test_a_snapshot_without_a_name_gets_one(city: SmallCity, world: str) -> None:
    answer = await city.client.post(f"/_luohu/worlds/{world}/snapshots")
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/_luohu/worlds/{world}/snapshots/{answer.json()['name']}"


async def test_whoever_uses_the_world_meanwhile_only_waits(city: SmallCity, world: str) -> None:
    """Every mark that was answered before the snapshot is in it, none that came after, and nobody is turned away."""
    done = False
    count = 0

    async def user() -> None:
        nonlocal count
        while not done:
            await mark(city, "tax", world)
            count += 1

    users = [asyncio.create_task(user()) for _ in range(3)]
    await until(lambda: count, 3, at_least=True)
    before = count
    await take(city, world)
    after = count
    await until(lambda: count, after + 3, at_least=True)
    done = True
    await asyncio.gather(*users)
    await restore(city, world)
    assert before <= await marks(city, "tax", world) <= after + 3


async def test_a_snapshot_that_one_service_cannot_take_is_none(own_city: SmallCity) -> None:
    city = own_city
    await city.make("mine")
    city.network.detach("tax")
    answer = await city.post("/_luohu/worlds/mine/snapshots", {"name": "before"})
    assert (answer.status_code, slug_of(answer)) == (503, "service-unavailable")
    assert list(answer.json()["services"]) == ["tax"]
    assert (await city.client.get("/_luohu/worlds/mine/snapshots")).json()["items"] == []
    for service in set(KEEPERS) - {"tax"}:
        await mark(city, service, "mine")
    city.network.attach("tax", city.apps["tax"])
    await take(city, "mine")


async def test_a_world_that_one_service_cannot_bring_back_stays_as_it_is(own_city: SmallCity) -> None:
    city = own_city
    await city.make("mine")
    await take(city, "mine")
    for service in KEEPERS:
        await mark(city, service, "mine")
    city.network.detach("tax")
    answer = await city.post("/_luohu/worlds/mine/snapshots/before/restore")
    assert (answer.status_code, slug_of(answer)) == (503, "service-unavailable")
    for service in set(KEEPERS) - {"tax"}:
        assert await marks(city, service, "mine") == 1
    city.network.attach("tax", city.apps["tax"])
    assert await marks(city, "tax", "mine") == 1
    await restore(city, "mine")
    assert await marks(city, "tax", "mine") == 0


async def test_a_service_that_has_lost_what_it_kept_stops_the_return_before_anything_changes(
    own_city: SmallCity,
) -> None:
    city = own_city
    await city.make("mine")
    await take(city, "mine")
    await mark(city, "identity", "mine")
    async with city.runtime("tax").everywhere() as connection:
        await connection.execute(text("UPDATE kit.kept SET revision = 'luohu 0.0.1' WHERE world = 'mine'"))
        await connection.commit()
    answer = await city.post("/_luohu/worlds/mine/snapshots/before/restore")
    assert (answer.status_code, slug_of(answer)) == (409, "snapshot-version")
    assert "tax" in answer.json()["detail"]
    async with city.runtime("tax").everywhere() as connection:
        await connection.execute(text("DELETE FROM kit.kept WHERE world = 'mine'"))
        await connection.commit()
    answer = await city.post("/_luohu/worlds/mine/snapshots/before/restore")
    assert (answer.status_code, slug_of(answer)) == (404, "snapshot-unknown")
    assert await marks(city, "identity", "mine") == 1


@pytest.mark.parametrize("door", ["held", "shut"])
async def test_a_door_that_a_dead_sandbox_left_turned_is_opened(own_city: SmallCity, door: str) -> None:
    city = own_city
    await city.make("mine")
    async with city.runtime("tax").everywhere() as connection:
        await connection.execute(text("UPDATE kit.world SET door = :door WHERE name = 'mine'"), {"door": door})
        await connection.commit()
    async with city.runtime("sandbox").everywhere() as connection:
        await connection.execute(text("UPDATE world_record SET doors_turned = true WHERE world = 'mine'"))
        await connection.commit()
    await until(lambda: _open(city, "tax", "mine"))


async def _open(city: SmallCity, service: str, world: str) -> bool:
    async with city.runtime(service).everywhere() as connection:
        door = await connection.execute(text("SELECT door FROM kit.world WHERE name = :name"), {"name": world})
        return door.scalar() == "open"


async def test_a_return_that_was_cut_off_in_the_middle_is_ended(own_city: SmallCity) -> None:
    city = own_city
    await city.make("mine")
    await take(city, "mine")
    await mark(city, "tax", "mine")
    async with city.runtime("sandbox").everywhere() as connection:
        values = text("UPDATE world_record SET state = 'returning', snapshot = 'before' WHERE world = 'mine'")
        await connection.execute(values)
        await connection.commit()
    assert slug_of(await city.post("/_luohu/worlds/mine/reset")) == "world-away"
    await until(lambda: _state(city, "mine"), "ready")
    assert await marks(city, "tax", "mine") == 0


async def _state(city: SmallCity, world: str) -> object:
    return (await city.client.get(f"/_luohu/worlds/{world}")).json()["state"]
