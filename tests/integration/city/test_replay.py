"""A world's log and seed give the same world again; one that went another way is told apart."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from random import Random
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import text

from luohu_client.pdf import page
from luohu_sandbox.packed import Packer, line
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

EQUAL = {"equal": True, "differences": 0}
Lines = list[dict[str, Any]]


@pytest.fixture
async def replay(city: City) -> AsyncIterator[Callable[..., Any]]:
    """Replay a log: the name of the world that came of it, and what was said but for the progress."""
    made: list[str] = []

    async def replay(log: bytes) -> tuple[str, Lines]:
        answer = await city.client.post("/_luohu/worlds/replay", content=log, timeout=300)
        assert answer.status_code == 200, answer.text
        begun, *said = [orjson.loads(one) for one in answer.text.splitlines()]
        made.append(begun["world"])
        assert [one["done"] for one in said if "done" in one] == list(range(1, begun["inputs"] + 1))
        return begun["world"], [one for one in said if "done" not in one]

    yield replay
    for name in made:
        await city.client.delete(f"/_luohu/worlds/{name}")


async def log_of(city: City, world: str) -> bytes:
    answer = await city.client.get(f"/_luohu/worlds/{world}/log")
    assert answer.status_code == 200, answer.text
    return answer.content


async def digest(city: City, world: str) -> str:
    answer = await city.client.get(f"/_luohu/worlds/{world}/digest")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["digest"])


def parts_of(log: bytes) -> Lines:
    """The lines of a log, without the last."""
    return [orjson.loads(one) for one in gzip.decompress(log).splitlines()[:-1]]


def repacked(parts: Lines) -> bytes:
    packer = Packer()
    return b"".join([*(packer.add(line(part)) for part in parts), packer.end()])


async def rechecked(city: City, world: str, somebody: Applicant, decision: dict[str, Any]) -> int:
    """A recheck with evidence, found in the queue, taken and decided by an operator: how often they looked there."""
    item = somebody.item
    looks = 0
    document = {"content": page(["情况说明"]), "headers": {"Content-Type": "application/pdf"}}
    evidence = await somebody.ask("POST", f"/v1/declarations/{somebody.declaration}/evidence", **document)
    wish = {"disputes": "tax.penalty_recorded", "statement": "该处罚决定已撤销。", "evidence": [evidence.json()["id"]]}
    asked = await somebody.ask("POST", f"/v1/items/{item}/recheck", json=wish)
    assert asked.status_code == 202, asked.text
    operator = Applicant(city, world, await city.token("operator:tax", world))

    async def waiting() -> Any:
        nonlocal looks
        looks += 1
        found = await operator.ask("POST", "/agencies/tax/v1/rechecks/search", json={"state": "created"})
        return found.json()["items"]

    await until(lambda: _some(waiting))
    [task] = await waiting()
    here = f"/agencies/tax/v1/rechecks/{task['id']}"
    taken = await operator.ask("POST", f"{here}/assignment", headers={"If-Match": "*"})
    done = await operator.ask("POST", f"{here}/completion", headers={"If-Match": taken.headers["etag"]}, json=decision)
    assert done.status_code == 200, done.text
    return looks


async def _some(waiting: Callable[[], Any]) -> bool:
    return bool(await waiting())


async def test_faults_a_recheck_and_a_return_to_a_snapshot_are_lived_again(
    city: City, world: str, control: Any, replay: Callable[..., Any]
) -> None:
    await control("PUT", "/paces/tax", {"pace": "P14D"}, status=204)
    await control("PUT", "/faults/tax->declaration", {"duplicate": 1})
    outage = {"outage": {"to": "2021-07-03T09:00:00+08:00"}}
    await control("PUT", "/faults/declaration->tax", outage)
    somebody = await applicant(city, world, "tax-penalty")
    await somebody.verify(await somebody.file())
    half = {"content": b'{"half"', "headers": {"Content-Type": "application/json"}}
    refused = await somebody.ask("POST", f"/v1/declarations/{somebody.declaration}/tax", **half)
    assert 400 <= refused.status_code < 500
    assert (await city.client.post("/v1/declarations", headers={"Luohu-World": world}, json={})).status_code == 401
    await control("POST", "/clock/advance", {"by": "P20D", "grain": "PT1H"})
    await somebody.settled(somebody.item)
    taken = await control("POST", f"/worlds/{world}/snapshots", status=201)
    gone = await somebody.ask("DELETE", f"/v1/items/{somebody.item}", headers={"If-Match": "*"})
    assert gone.status_code == 204
    await control("POST", f"/worlds/{world}/snapshots/{taken['name']}/restore")
    looks = await rechecked(city, world, somebody, {"decision": "uphold", "note": "登记无误"})
    await until(lambda: somebody.status(somebody.item), "valid")

    log = await log_of(city, world)
    twin, said = await replay(log)
    assert said == [EQUAL]
    assert await digest(city, twin) == await digest(city, world)
    header, *_, ending = parts_of(log)
    assert header["stood"]
    assert header["inputs"] == looks + 15  # every request that could change something, and nothing else
    assert ending["ended"] == "2021-07-21T09:00:00+08:00"
    assert b"eyJ" not in gzip.decompress(log)  # no token, whatever its claims

    third, said = await replay(await log_of(city, twin))
    assert said == [EQUAL]
    await control("DELETE", f"/worlds/{third}", status=204)
    gone = await somebody.ask("DELETE", f"/v1/items/{somebody.item}", headers={"If-Match": "*"})
    assert gone.status_code == 204
    assert await digest(city, twin) != await digest(city, world)


PERSONAS = ("tax-one-year-valid", "tax-penalty", "tax-year-without-tax")


async def one_step(draw: Random, control: Any, people: list[Applicant]) -> None:
    """Something that somebody does, whether it may be done or not."""
    who = draw.choice(people)
    if not who.item:
        await who.file()
        return
    what = draw.choice(("verify", "verify", "file", "delete", "edit", "pace", "advance", "advance", "search"))
    if what in ("verify", "delete", "edit"):
        path, match = f"/v1/items/{who.item}", {"If-Match": "*"}
        if what == "verify":
            await who.ask("POST", f"{path}/verification")
            await control("POST", "/clock/advance", {"by": "PT1S"})  # answers when the city is at rest
        elif what == "delete":
            await who.ask("DELETE", path, headers=match)
        else:
            await who.ask("PUT", path, headers=match, json={"authorised": draw.random() < 0.7})
    elif what == "file":
        filed = await who.ask("POST", f"/v1/declarations/{who.declaration}/tax", json={"authorised": True})
        who.item = filed.json().get("id", who.item)
    elif what == "pace":
        await control("PUT", "/paces/tax", {"pace": draw.choice(("immediate", "P2D", "PT90S"))}, status=204)
    elif what == "advance":
        await control("POST", "/clock/advance", {"by": draw.choice(("PT1H", "P1D", "PT90S"))})
    else:
        await who.ask("GET", f"/v1/declarations/{who.declaration}")


@pytest.mark.parametrize("seed", [7])
async def test_whatever_people_do_one_after_the_other_is_lived_again(
    city: City, world: str, control: Any, replay: Callable[..., Any], seed: int
) -> None:
    draw = Random(seed)  # noqa: S311 - a story, no secret
    people = [await applicant(city, world, persona) for persona in PERSONAS]
    for _ in range(14):
        await one_step(draw, control, people)
    _, said = await replay(await log_of(city, world))
    assert said == [EQUAL]


async def test_what_people_do_while_the_clock_moves_is_lived_again(
    city: City, world: str, control: Any, replay: Callable[..., Any]
) -> None:
    await control("PUT", "/paces/tax", {"pace": "P10D"}, status=204)
    people = [await applicant(city, world, persona) for persona in PERSONAS]
    await asyncio.gather(*(one.file() for one in people))
    await asyncio.gather(*(one.verify(one.item) for one in people[:2]))
    await asyncio.gather(control("POST", "/clock/advance", {"by": "P12D"}), people[2].verify(people[2].item))
    await control("POST", "/clock/advance", {"by": "P12D"})
    for one, status in zip(people, ("valid", "valid", "invalid"), strict=True):
        await one.settled(one.item, status)
    _, said = await replay(await log_of(city, world))
    assert said == [EQUAL]


async def test_a_clock_that_ran_is_lived_again_without_its_instants(
    city: City, control: Any, replay: Callable[..., Any]
) -> None:
    made = await city.client.post("/_luohu/worlds", json={"admission": "open"})
    world = made.json()["name"]
    somebody = await applicant(city, world)
    await somebody.verify(await somebody.file())
    await somebody.settled(somebody.item)
    await city.client.post("/_luohu/clock/scale", json={"world": world, "rate": 60})
    await city.client.post("/_luohu/clock/freeze", json={"world": world})
    log = await log_of(city, world)
    assert not parts_of(log)[0]["stood"]
    _, said = await replay(log)
    assert said == [EQUAL]
    await control("DELETE", f"/worlds/{world}", status=204)


async def test_a_register_that_was_changed_differently_is_told_apart(
    city: City, world: str, replay: Callable[..., Any]
) -> None:
    somebody = await applicant(city, world, "tax-penalty")
    await somebody.verify(await somebody.file())
    await somebody.settled(somebody.item)
    operator = Applicant(city, world, await city.token("operator:tax", world))
    me = (await somebody.ask("GET", "/identity/v1/people/me")).json()["id_number"]
    query = {"kind": "penalty", "id_number": me}
    record = (await operator.ask("GET", "/agencies/tax/v1/records", params=query)).json()["items"][0]
    change = {"kind": "penalty", "fields": {**record["fields"], "revoked": True}}
    path, match = f"/agencies/tax/v1/records/{record['id']}", {"If-Match": "*"}
    assert (await operator.ask("PUT", path, headers=match, json=change)).status_code == 200
    log = await log_of(city, world)
    _, said = await replay(log)
    assert said == [EQUAL]
    parts = parts_of(log)
    [changed] = [part for part in parts if part.get("method") == "PUT"]
    changed["body"] = changed["body"].replace("true", "false")
    _, said = await replay(repacked(parts))
    assert {one["unlike"]["what"] for one in said[:-1]} >= {"tax: penalty", "tax: agency.record_history"}
    assert all(one["unlike"]["what"].startswith("tax: ") for one in said[:-1])
    assert not said[-1]["equal"]


async def refusal(city: City, content: bytes, name: str = "never") -> tuple[int, str]:
    answer = await city.client.post("/_luohu/worlds/replay", params={"name": name}, content=content)
    return answer.status_code, slug_of(answer)


async def test_a_log_that_is_not_whole_makes_no_world(city: City, world: str, control: Any) -> None:
    await control("PUT", "/paces/tax", {"pace": "P1D"}, status=204)
    log = await log_of(city, world)
    header, *rest = parts_of(log)
    assert await refusal(city, log[: len(log) // 2]) == (422, "log-damaged")
    assert await refusal(city, log[:40] + bytes([log[40] ^ 1]) + log[41:]) == (422, "log-damaged")
    assert await refusal(city, b"") == (422, "log-damaged")
    assert await refusal(city, repacked([{**header, "format": 2}, *rest])) == (409, "log-version")
    assert await refusal(city, repacked([{**header, "version": "0.0.9"}, *rest])) == (409, "log-version")
    assert await refusal(city, log, world) == (409, "world-exists")
    assert (await city.client.get("/_luohu/worlds/never")).status_code == 404


async def test_a_world_whose_journal_has_not_all_of_it_has_no_log(city: City, world: str, control: Any) -> None:
    async def refused() -> httpx.Response:
        answer = await city.client.get(f"/_luohu/worlds/{world}/log")
        assert (answer.status_code, slug_of(answer)) == (409, "log-incomplete")
        return answer

    async with city.apps["tax"].state.runtime.everywhere() as connection:
        lost = "INSERT INTO kit.journal_cut (world, hops, inputs, until) VALUES (:w, 9, 1, '2026-01-02T03:04:05Z')"
        await connection.execute(text(lost), {"w": world})
        await connection.commit()
    assert "tax" in (told := (await refused()).json()["detail"])
    assert "2026-01-02T11:04:05+08:00" in told
    await control("POST", f"/worlds/{world}/reset")
    assert parts_of(await log_of(city, world))[0]["inputs"] == 0
    export = await city.client.get(f"/_luohu/worlds/{world}/export")
    await control("DELETE", f"/worlds/{world}", status=204)
    query = {"name": world}
    assert (await city.client.post("/_luohu/worlds/import", params=query, content=export.content)).status_code == 201
    assert "made of a file" in (await refused()).json()["detail"]
