"""A world as one file: out of a city, into this or another one, or not at all."""

import gzip
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest
from sqlalchemy import text

from luohu_sandbox.fleet import KEEPERS
from luohu_sandbox.world_file import Packer
from luohu_testbed.databases import Databases
from luohu_testbed.problems import slug_of
from luohu_testbed.small_city import SmallCity, small_city

PARTS = ("outbox", "inbox", "fired", "kept_answer", "task", "task_entry")


async def export(city: SmallCity, world: str) -> bytes:
    answer = await city.client.get(f"/_luohu/worlds/{world}/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/gzip"
    assert answer.headers["content-disposition"] == f'attachment; filename="{world}.luohu.gz"'
    return answer.content


async def bring(city: SmallCity, file: bytes, name: str = "") -> httpx.Response:
    query = f"?name={name}" if name else ""
    return await city.client.post(f"/_luohu/worlds/import{query}", content=file)


async def live(city: SmallCity, service: str, world: str, times: int = 1) -> None:
    """Leave rows with numbers, odd characters and nothing at all."""
    async with city.runtime(service).begin(world) as work:
        for number in range(times):
            await work.note_fired("bell", [(work.now, f'"京{number}" \\N \n')])
        await work.first_time("a neighbour", [uuid4()])
        await work.execute(
            "INSERT INTO kit.kept_answer (client, key, fingerprint, status, headers, body)"
            " VALUES ('', :key, 'f', 201, '{}', 'null'), (:key, '', 'f', 204, '{}', NULL)",
            {"key": str(uuid4())},
        )
        await work.commit()


async def rows(city: SmallCity, service: str, world: str) -> list[tuple[Any, ...]]:
    """What a service has of a world, but for the world's name."""
    async with city.runtime(service).everywhere() as connection:
        found: list[tuple[Any, ...]] = []
        for part in PARTS:
            sql = text(f"SELECT t.* FROM kit.{part} t WHERE world = :world ORDER BY 2, 3")  # noqa: S608 - ours
            found += [tuple(row)[1:] for row in await connection.execute(sql, {"world": world})]
        return found


def repacked(file: bytes, change: Any) -> bytes:
    """The file with other lines, and the right sum of them."""
    lines = change([orjson.loads(line) for line in gzip.decompress(file).splitlines()[:-1]])
    packer = Packer()
    return b"".join([*(packer.add(orjson.dumps(line) + b"\n") for line in lines), packer.end()])


async def test_a_world_goes_into_a_file_and_comes_out_under_another_name(city: SmallCity, world: str) -> None:
    await city.post("/_luohu/clock/advance", {"by": "P3D"}, world=world)
    for service in KEEPERS:
        await live(city, service, world)
    file = await export(city, world)
    made = await bring(city, file, "twin")
    assert (made.status_code, made.headers["location"]) == (201, "/_luohu/worlds/twin")
    assert made.json()["now"] == "2021-07-04T09:00:00+08:00"
    for service in KEEPERS:
        assert await rows(city, service, "twin") == await rows(city, service, world) != []
    clock = (await city.client.get("/_luohu/clock", headers={"Luohu-World": "twin"})).json()
    assert (clock["now"], clock["mode"], clock["disagreeing"]) == ("2021-07-04T09:00:00+08:00", "frozen", [])
    assert (await city.post("/_luohu/worlds/twin/reset")).json()["now"] == "2021-07-01T09:00:00+08:00"
    await city.client.delete("/_luohu/worlds/twin")


async def test_a_file_goes_to_another_city_and_numbers_go_on_after_those_that_came(
    city: SmallCity, world: str, databases: Databases
) -> None:
    await live(city, "tax", world, times=30)
    file = await export(city, world)
    async with small_city(databases) as other:
        assert (await bring(other, file)).status_code == 201
        before = await rows(other, "tax", world)
        assert before == await rows(city, "tax", world)
        await live(other, "tax", world)
        async with other.runtime("tax").begin(world) as work:
            fired = await work.rows("SELECT ref FROM kit.fired ORDER BY seq")
        assert [row.ref.split('"')[1] for row in fired] == [f"京{n}" for n in range(30)] + ["京0"]
        async with other.runtime("tax").everywhere() as connection:
            assert (await connection.execute(text("SELECT count(*) FROM kit.kept_row"))).scalar() == 0


async def test_the_same_world_makes_the_same_rows_in_the_file_however_often(city: SmallCity, world: str) -> None:
    for service in ("tax", "declaration"):
        await live(city, service, world, times=3)
    files = [gzip.decompress(await export(city, world)).splitlines()[1:-1] for _ in range(2)]
    assert files[0] == files[1]
    heads = [orjson.loads(line) for line in files[0] if line.startswith(b"{")]
    assert {(head["service"], head["part"]) for head in heads} == {
        (service, part) for service in ("tax", "declaration") for part in ("kit.fired", "kit.inbox", "kit.kept_answer")
    }


async def test_an_export_leaves_nothing_behind(city: SmallCity, world: str) -> None:
    await live(city, "tax", world)
    await export(city, world)
    async with city.runtime("tax").everywhere() as connection:
        left = text("SELECT count(*) FROM kit.kept_row WHERE world = :world")
        assert (await connection.execute(left, {"world": world})).scalar() == 0
    assert (await city.client.get(f"/_luohu/worlds/{world}/snapshots")).json()["items"] == []


async def test_rows_that_do_not_fit_into_one_request_come_all_the_same(city: SmallCity, world: str) -> None:
    long = "x" * 700_000
    async with city.runtime("tax").begin(world) as work:
        await work.note_fired("bell", [(work.now, long)] * 3)
        await work.commit()
    assert (await bring(city, await export(city, world), "large")).status_code == 201
    async with city.runtime("tax").begin("large") as work:
        assert await work.scalar("SELECT count(*) FROM kit.fired WHERE length(ref) = 700000") == 3
    await city.client.delete("/_luohu/worlds/large")


async def test_a_name_that_is_taken_and_a_world_that_is_not_there_are_said(city: SmallCity, world: str) -> None:
    file = await export(city, world)
    taken = await bring(city, file)
    assert (taken.status_code, slug_of(taken)) == (409, "world-exists")
    assert slug_of(await bring(city, file, "Not-A-Name")) == "validation-failed"
    assert slug_of(await city.client.get("/_luohu/worlds/nowhere/export")) == "world-unknown"


def place_of_fired(lines: list[Any]) -> int:
    """Where the rows of what fired begin, less one."""
    return next(n for n, line in enumerate(lines) if isinstance(line, dict) and line.get("part") == "kit.fired")


def _other_cell(lines: list[Any]) -> list[Any]:
    lines[place_of_fired(lines) + 1][1] = "someday"
    return lines


def _other_column(lines: list[Any]) -> list[Any]:
    lines[place_of_fired(lines)]["columns"][1] = "moment"
    return lines


def _huge_number(lines: list[Any]) -> list[Any]:
    lines[place_of_fired(lines) + 1][0] = str(2**62)
    return lines


def _no_number(lines: list[Any]) -> list[Any]:
    lines[place_of_fired(lines) + 1][0] = None
    return lines


def _row_twice(lines: list[Any]) -> list[Any]:
    place = place_of_fired(lines)
    lines[place]["rows"] += 1
    return [*lines[: place + 2], lines[place + 1], *lines[place + 2 :]]


def _other_service(lines: list[Any]) -> list[Any]:
    lines[place_of_fired(lines)]["service"] = "water"
    return lines


def _other_table(lines: list[Any]) -> list[Any]:
    lines[place_of_fired(lines)]["part"] = "kit.world"
    return lines


def _older(lines: list[Any]) -> list[Any]:
    lines[0]["version"] = "0.0.1"
    return lines


def _older_tables(lines: list[Any]) -> list[Any]:
    lines[0]["revisions"]["tax"] = "luohu 0.1.0, kit 0001"
    return lines


def _fewer_services(lines: list[Any]) -> list[Any]:
    del lines[0]["revisions"]["tax"]
    return lines


def _newer_format(lines: list[Any]) -> list[Any]:
    lines[0]["format"] = 2
    return lines


def _other_city(lines: list[Any]) -> list[Any]:
    lines[0]["settings"]["programme"] = "paris"
    return lines


def _other_year(lines: list[Any]) -> list[Any]:
    lines[0]["settings"]["year"] = 2030
    return lines


@pytest.mark.parametrize(
    ("change", "status", "slug"),
    [
        (_other_city, 422, "programme-unknown"),
        (_other_year, 422, "programme-unknown"),
        (_other_cell, 422, "export-damaged"),
        (_other_column, 422, "export-damaged"),
        (_huge_number, 422, "export-damaged"),
        (_no_number, 422, "export-damaged"),
        (_row_twice, 422, "export-damaged"),
        (_other_service, 422, "export-damaged"),
        (_other_table, 422, "export-damaged"),
        (_older, 409, "snapshot-version"),
        (_older_tables, 409, "snapshot-version"),
        (_fewer_services, 409, "snapshot-version"),
        (_newer_format, 409, "snapshot-version"),
    ],
)
async def test_a_file_that_is_whole_and_wrong_leaves_nothing(
    city: SmallCity, world: str, change: Any, status: int, slug: str
) -> None:
    for service in ("identity", "declaration"):
        await live(city, service, world)
    answer = await bring(city, repacked(await export(city, world), change), "wrong")
    assert (answer.status_code, slug_of(answer)) == (status, slug), answer.text
    assert answer.json()["detail"]
    await nothing_of(city, "wrong")


async def nothing_of(city: SmallCity, world: str) -> None:
    assert slug_of(await city.client.get(f"/_luohu/worlds/{world}")) == "world-unknown"
    for service in (*KEEPERS, "sandbox"):
        assert world not in await city.worlds_of(service)
        async with city.runtime(service).everywhere() as connection:
            for part in ("kept", "kept_row", "fired"):
                left = text(f"SELECT count(*) FROM kit.{part} WHERE world = :world")  # noqa: S608 - ours
                assert (await connection.execute(left, {"world": world})).scalar() == 0


async def test_a_file_that_was_cut_short_or_altered_leaves_nothing(city: SmallCity, world: str) -> None:
    await live(city, "tax", world)
    file = await export(city, world)
    altered = bytearray(file)
    altered[len(file) // 2] ^= 16
    for wrong in (file[:-1], file[: len(file) // 2], b"", b"{}", bytes(altered), file + b"\n"):
        answer = await bring(city, wrong, "wrong")
        assert (answer.status_code, slug_of(answer)) == (422, "export-damaged")
    await nothing_of(city, "wrong")


async def test_a_service_that_is_away_lets_no_export_and_no_import_begin(own_city: SmallCity) -> None:
    city = own_city
    await city.make("mine")
    file = await export(city, "mine")
    city.network.detach("tax")
    for answer in (await city.client.get("/_luohu/worlds/mine/export"), await bring(city, file, "twin")):
        assert (answer.status_code, slug_of(answer)) == (503, "service-unavailable")
    city.network.attach("tax", city.apps["tax"])
