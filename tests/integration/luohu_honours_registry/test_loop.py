"""The whole loop of an award and of an honour, between the real counter and the real lists."""

from typing import Any

from luohu_filing import bodies
from luohu_filing.counter import Counter
from luohu_testbed.office import Office
from luohu_testbed.waiting import until

LU = {"sub": "lu", "name": "鲁明", "id_number": "990108196708124010", "birth_date": "1967-08-12"}
#: On the list under the officer's card that he had then.
MATERIALS = {
    "type": "award_science",
    "award_kind": "国家自然科学奖",
    "project_name": "极端条件材料结构",
    "project_number": "Z-99003-2-02",
    "grade": "二等奖",
    "place": 3,
    "year": 2016,
}


class Applicant:
    """Somebody at the counter."""

    def __init__(self, counter: Counter, **claims: Any) -> None:
        self._counter = counter
        self._headers = counter.person(**claims)

    async def must(self, method: str, path: str, status: int, **request: Any) -> Any:
        headers = {**self._headers, **request.pop("headers", {})}
        answer = await self._counter.must(method, path, status, headers=headers, **request)
        return answer.json() if answer.content else None

    async def declare(self) -> str:
        return str((await self.must("POST", "/v1/declarations", 201))["id"])

    async def file(self, declaration: str, path: str, body: Any) -> str:
        return str((await self.must("POST", f"/v1/declarations/{declaration}/{path}", 201, json=body))["id"])

    async def verify(self, item: str) -> Any:
        """在线审核; the item once its verdict is there."""
        sent = await self.must("POST", f"/v1/items/{item}/verification", 202)
        assert sent["status"] == "pending"
        return await self.settled(item)

    async def settled(self, item: str) -> Any:
        return await self.must("GET", f"/v1/items/{item}", 200, headers={"Prefer": "wait=20"})

    async def upload(self, declaration: str) -> str:
        path = f"/v1/declarations/{declaration}/evidence"
        sent = await self.must(
            "POST", path, 201, content=bodies.pdf("award"), headers={"Content-Type": "application/pdf"}
        )
        return str(sent["id"])


async def overturn(office: Office, correction: dict[str, Any]) -> Any:
    """An operator of the lists takes the one open recheck, corrects the list and overturns; the task as it was read."""
    clerk = office.operator()
    found = await office.client.post("/v1/rechecks/search", json={"state": "created"}, headers=clerk)
    [task] = found.json()["items"]
    url = f"/v1/rechecks/{task['id']}"
    read = await office.client.get(url, headers=clerk)
    taken = await office.client.post(f"{url}/assignment", headers={**clerk, "If-Match": read.headers["ETag"]})
    done = await office.client.post(
        f"{url}/completion",
        json={"decision": "overturn", "note": "已核对军官证", "corrected_fields": correction},
        headers={**clerk, "If-Match": taken.headers["ETag"]},
    )
    assert done.status_code == 200, done.text
    return read.json()


async def test_an_award_under_an_officers_card_is_invalid_rechecked_and_valid(office: Office, counter: Counter) -> None:
    lu = Applicant(counter, **LU)
    declaration = await lu.declare()
    award = await lu.file(declaration, "innovation", MATERIALS)

    invalid = await lu.verify(award)
    assert (invalid["display"], invalid["label"]) == ("invalid(award)", "无效")
    assert invalid["reason"]["code"] == "award.not_matched"
    assert invalid["recheck"]["papers"][0]["documents"] == [
        ["award_certificate"],
        ["identity_document", "officer_card"],
    ]

    scan = await lu.upload(declaration)
    wanted = {"disputes": "award.not_matched", "statement": "获奖时使用军官证", "evidence": [scan]}
    assert (await lu.must("POST", f"/v1/items/{award}/recheck", 202, json=wanted))["status"] == "recheck"

    async def queued() -> int:
        search = await office.client.post("/v1/rechecks/search", json={"state": "created"}, headers=office.operator())
        return len(search.json()["items"])

    await until(queued, 1)
    [line] = await office.records("award", project_number="Z-99003-2-02")
    task = await overturn(
        office,
        {"kind": "award", "record_id": line["id"], "fields": {"id_type": "resident_id", "id_number": LU["id_number"]}},
    )
    assert task["context"]["register_says"]["cause"] == "person_not_on_list"

    valid = await lu.settled(award)
    assert (valid["display"], valid["findings"]["whole"]["opinion"]) == ("valid", "已核对军官证")
    assert valid["findings"]["whole"]["findings"]["place"] == 3


async def test_an_award_with_a_wrong_place_is_corrected_and_filed_again(office: Office, counter: Counter) -> None:
    zeng = Applicant(counter, sub="zeng", name="曾华", id_number="990106197807152510", birth_date="1978-07-15")
    award = await zeng.file(await zeng.declare(), "innovation", bodies.invention(place=4))
    invalid = await zeng.verify(award)
    assert invalid["display"] == "invalid(award)"
    assert invalid["findings"]["whole"]["findings"]["place"] == 5
    assert set(invalid["reason"]["remedies"]) == {"recheck", "refile"}

    edited = await zeng.must(
        "PUT",
        f"/v1/items/{award}",
        200,
        json=bodies.invention(place=5),
        headers={"If-Match": f'"{invalid["version"]}"'},
    )
    assert edited["status"] == "draft"
    assert (await zeng.verify(award))["display"] == "valid"


async def test_an_honour_of_before_2000_is_found_under_its_name_of_then(office: Office, counter: Counter) -> None:
    wang = Applicant(counter, sub="wang-lx", name="王立新", id_number="990102197403080316", birth_date="1974-03-08")
    declaration = await wang.declare()
    honour = await wang.file(declaration, "honours", {"type": "capital_good_samaritan"})
    valid = await wang.verify(honour)
    assert valid["display"] == "valid"
    assert valid["findings"]["whole"]["findings"]["name"] == "首都见义勇为好卫士"

    other = await wang.file(declaration, "honours", {"type": "model_worker"})
    assert (await wang.verify(other))["display"] == "invalid(honour)"
