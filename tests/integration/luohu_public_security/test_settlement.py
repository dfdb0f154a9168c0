"""After the award: permits end, households are registered in Beijing, registrations are cancelled. Each once."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from luohu_testbed.office import Office
from luohu_testbed.problems import slug_of

HAN = "990105197707071717"
TANG = "990108199208281822"
NOBODY = "990101198506150012"
CHILD = "990101201506150017"
AT = datetime(2021, 10, 31, 17, 0, tzinfo=UTC).isoformat()  #: the first hour of November in Beijing
PERMITS = "/v1/permits/cancellations"
HOUSEHOLDS = "/v1/registrations"
BACK = "/v1/registrations/cancellations"


def permit_end(id_number: str = HAN, **fields: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "id_number": id_number, "reason": "积分落户", "at": AT, **fields}


def household(id_number: str = HAN, name: str = "韩冰", **fields: Any) -> dict[str, Any]:
    person = {"name": name, "id_number": id_number}
    place = {"address": "朝阳区落户路1号", "district": "朝阳", "move_in_permit_number": "京公准迁字第990001号"}
    return {"id": str(uuid4()), "person": person, "children": [], **place, "at": AT, **fields}


def back(id_number: str = HAN, **fields: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "id_number": id_number, "reason": "提供虚假材料", **fields}


async def post(office: Office, path: str, *changes: dict[str, Any], **sent: Any) -> dict[str, Any]:
    noun = "registrations" if path == HOUSEHOLDS else "cancellations"
    answer = await office.signed("POST", path, {noun: list(changes)}, **sent)
    assert answer.status_code == 200, answer.text
    acknowledgement: dict[str, Any] = answer.json()
    return acknowledgement


def accepted(*changes: dict[str, Any]) -> dict[str, Any]:
    return {"accepted": sorted(change["id"] for change in changes), "refused": []}


def told(acknowledgement: dict[str, Any]) -> dict[str, Any]:
    return {**acknowledgement, "accepted": sorted(acknowledgement["accepted"])}


async def resident(office: Office, id_number: str = HAN) -> dict[str, Any]:
    [record] = await office.records("resident", id_number=id_number)
    fields: dict[str, Any] = record["fields"]
    return fields


async def changes_of(office: Office, kind: str, id_number: str = HAN) -> list[str]:
    [record] = await office.records(kind, id_number=id_number)
    answer = await office.client.get(f"/v1/records/{record['id']}/history", headers=office.operator())
    return [change["actor"] for change in answer.json()["items"]]


async def test_a_permit_ends_once_on_the_day_in_beijing(office: Office) -> None:
    end = permit_end()
    assert await post(office, PERMITS, end) == accepted(end)
    assert await post(office, PERMITS, end) == accepted(end)
    later = permit_end()
    assert await post(office, PERMITS, later) == accepted(later)

    [permit] = await office.records("permit", id_number=HAN)
    assert (permit["fields"]["status"], permit["fields"]["cancelled_on"]) == ("cancelled", "2021-11-01")
    assert await changes_of(office, "permit") == ["service:declaration"]


async def test_a_household_is_registered_once_with_the_children(office: Office) -> None:
    home = household(children=[{"name": "韩小冰", "id_number": CHILD}])
    assert await post(office, HOUSEHOLDS, home) == accepted(home)
    assert await post(office, HOUSEHOLDS, home) == accepted(home)

    parent, child = await resident(office), await resident(office, CHILD)
    for one in (parent, child):
        assert (one["household_province"], one["household_in_beijing"]) == ("北京市朝阳区", True)
    assert (child["birth_date"], child["sex"]) == ("2015-06-15", "male")
    [registration] = await office.records("registration", moved_with=HAN)
    assert registration["fields"]["former_household"] == "吉林省延边朝鲜族自治州"
    assert registration["fields"]["registered_on"] == "2021-11-01"
    assert await changes_of(office, "resident") == ["service:declaration"]


async def test_a_cancelled_registration_moves_parent_and_child_back(office: Office) -> None:
    await post(office, HOUSEHOLDS, household(children=[{"name": "韩小冰", "id_number": CHILD}]))
    end = back()
    assert await post(office, BACK, end) == accepted(end)
    assert await post(office, BACK, end) == accepted(end)

    for number in (HAN, CHILD):
        one = await resident(office, number)
        assert (one["household_province"], one["household_in_beijing"]) == ("吉林省延边朝鲜族自治州", False)
        [registration] = await office.records("registration", id_number=number)
        assert registration["fields"]["cancelled_on"] == "2021-07-05"
        assert registration["fields"]["cancellation"] == "提供虚假材料"
    again = household()
    assert await post(office, HOUSEHOLDS, again) == accepted(again)


@pytest.mark.parametrize(
    ("path", "bad", "slug"),
    [
        pytest.param(PERMITS, permit_end(NOBODY), "record-not-found", id="no permit"),
        pytest.param(
            PERMITS, permit_end(at="2001-01-01T00:00:00+08:00"), "validation-failed", id="a day before the permit"
        ),
        pytest.param(HOUSEHOLDS, household(NOBODY, "王伟"), "record-not-found", id="nobody of this number"),
        pytest.param(HOUSEHOLDS, household(HAN, "韩水"), "validation-failed", id="another name"),
        pytest.param(
            HOUSEHOLDS,
            household(children=[{"name": "韩小冰", "id_number": "990101201506150015"}]),
            "validation-failed",
            id="a child's number with a wrong check character",
        ),
        pytest.param(
            HOUSEHOLDS,
            household(children=[{"name": "韩冰", "id_number": HAN}]),
            "record-conflict",
            id="a child who is the parent",
        ),
        pytest.param(BACK, back(HAN), "record-not-found", id="no registration"),
    ],
)
async def test_a_bad_change_is_refused_by_its_id_and_the_others_are_made(
    office: Office, path: str, bad: dict[str, Any], slug: str
) -> None:
    await post(office, HOUSEHOLDS, household("990106197807152510", "曾华"))
    good = {PERMITS: permit_end(TANG), HOUSEHOLDS: household(TANG, "唐莉"), BACK: back("990106197807152510")}[path]
    before = await resident(office)

    answer = await post(office, path, bad, good)

    assert answer["accepted"] == [good["id"]]
    assert [(one["id"], one["slug"]) for one in answer["refused"]] == [(bad["id"], slug)]
    assert await resident(office) == before
    assert await office.records("registration", id_number=HAN) == []


async def test_a_second_household_is_refused(office: Office) -> None:
    await post(office, HOUSEHOLDS, household())
    second = await post(office, HOUSEHOLDS, household())
    assert [one["slug"] for one in second["refused"]] == ["record-conflict"]


async def test_a_refused_change_may_come_again_when_its_cause_is_gone(office: Office) -> None:
    home = household(NOBODY, "王伟")
    assert (await post(office, HOUSEHOLDS, home))["accepted"] == []
    known = {
        "id_number": NOBODY,
        "name": "王伟",
        "birth_date": "1985-06-15",
        "sex": "male",
        "household_province": "河北省",
    }
    assert (await office.add("resident", known)).status_code == 201

    assert await post(office, HOUSEHOLDS, home) == accepted(home)


async def test_a_batch_that_comes_twice_at_once_is_done_once(office: Office) -> None:
    ends = [permit_end(HAN), permit_end(TANG), permit_end("990106197807152510")]
    both = await asyncio.gather(post(office, PERMITS, *ends), post(office, PERMITS, *reversed(ends)))

    assert [told(one) for one in both] == [accepted(*ends)] * 2
    assert await changes_of(office, "permit") == ["service:declaration"]


async def test_a_change_stays_in_its_world(office: Office) -> None:
    assert (await post(office, PERMITS, permit_end(), world="other"))["accepted"] == []
    [permit] = await office.records("permit", id_number=HAN)
    assert permit["fields"]["status"] == "valid"


@pytest.mark.parametrize("path", [PERMITS, HOUSEHOLDS, BACK])
async def test_only_the_declaration_service_may_ask(office: Office, path: str) -> None:
    change = household() if path == HOUSEHOLDS else permit_end()
    body = {"registrations" if path == HOUSEHOLDS else "cancellations": [change]}
    stranger = await office.signed("POST", path, body, sender="tax")
    unsigned = await office.client.post(path, json=body, headers=office.operator())
    for answer in (stranger, unsigned):
        assert (answer.status_code, slug_of(answer)) == (401, "signature-invalid")
    assert (await resident(office))["household_in_beijing"] is False


@pytest.mark.parametrize(
    ("path", "body"),
    [
        pytest.param(PERMITS, {"cancellations": []}, id="nothing"),
        pytest.param(PERMITS, {"cancellations": [permit_end()] * 501}, id="more than 500"),
        pytest.param(PERMITS, {"cancellations": [permit_end(at="2021-10-31T00:00:00")]}, id="a time without a zone"),
        pytest.param(HOUSEHOLDS, {"registrations": [household(district="浦东新区")]}, id="another city's district"),
        pytest.param(HOUSEHOLDS, {"registrations": [household(id=str(UUID(int=1)), pets=[])]}, id="an unknown field"),
        pytest.param(BACK, {"cancellations": [back(reason="")]}, id="no reason"),
    ],
)
async def test_a_batch_that_does_not_validate_is_refused_whole(office: Office, path: str, body: dict[str, Any]) -> None:
    answer = await office.signed("POST", path, body)
    assert (answer.status_code, slug_of(answer)) == (422, "validation-failed")
