"""The pages around the items over the routes: basic information, saved marks, the job-housing area."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from luohu_contract.claim import Sex
from luohu_contract.standing import ConductFindings, InsuranceFindings, RegisteredIdentity
from luohu_filing import bodies
from luohu_filing.counter import Counter, answer, home_found
from luohu_filing.records import insured, known
from luohu_testbed.waiting import until

Json = dict[str, Any]
INDICATORS = (
    "employment",
    "housing",
    "education",
    "job_housing_area",
    "innovation",
    "tax",
    "age",
    "honour",
    "law_abiding",
)
CHILD = {"name": "王小宝", "id_number": "990101201005010016"}


async def get(counter: Counter, path: str, status: int = 200) -> Json:
    body: Json = (await counter.must("GET", path, status)).json()
    return body


async def put(counter: Counter, path: str, body: Any, status: int = 200) -> Json:
    answered: Json = (await counter.must("PUT", path, status, json=body)).json()
    return answered


async def read_records(
    counter: Counter,
    declaration: str,
    insurance: InsuranceFindings | None = None,
    conduct: ConductFindings | None = None,
) -> None:
    """Both records are asked for and answered."""
    asked = await counter.must("POST", f"/v1/declarations/{declaration}/eligibility", 202)
    answers = (
        ("employment", "social-insurance", insurance or insured()),
        ("law_abiding", "public-security", conduct or known()),
    )
    for kind, agency, findings in answers:
        item = asked.json()["readings"][kind]
        about = counter.agencies[agency].about
        attempt = (await counter.item(item))["attempt"]
        await until(lambda about=about, item=item: len(about(item)), attempt)  # type: ignore[misc]
        assert await counter.decide(answer(about(item)[-1], findings=findings), by=agency) == ["moved"]


async def page(counter: Counter, declaration: str, indicator: str) -> Json:
    rows = (await get(counter, f"/v1/declarations/{declaration}/indicators"))["items"]
    found: Json = next(row for row in rows if row["indicator"] == indicator)
    return found


async def area_choice(counter: Counter, declaration: str, *, committed: bool = True) -> Json:
    captcha = await get(counter, f"/v1/declarations/{declaration}/captcha")
    return {
        "saved": True,
        "committed": committed,
        "captcha": {"token": captcha["token"], "answer": captcha["answer"]},
    }


async def test_all_nine_pages_and_the_first_one_turn_to_saved(counter: Counter) -> None:
    declaration = await counter.open()
    me = f"/v1/declarations/{declaration}"
    listed = await get(counter, f"{me}/indicators")
    assert [row["indicator"] for row in listed["items"]] == list(INDICATORS)
    assert [row["label"] for row in listed["items"]][3:5] == ["职住区域", "创新创业"]
    assert listed["unsaved"] == ["basics", *INDICATORS]
    await read_records(counter, declaration)
    await put(counter, f"{me}/basics", {"disclosure_consent": False})
    for indicator in INDICATORS:
        body = await area_choice(counter, declaration) if indicator == "job_housing_area" else {"saved": True}
        saved = await put(counter, f"{me}/indicators/{indicator}", body)
        assert (saved["saved"], saved["saved_at"][:19]) == (True, "2021-07-05T12:00:00")
    done = await get(counter, f"{me}/indicators")
    assert (done["basics_saved"], done["unsaved"]) == (True, [])
    assert [row["indicator"] for row in done["items"] if row["read_only"]] == ["employment", "age", "law_abiding"]
    assert [row["area_committed"] for row in done["items"]][3] is True


async def test_read_only_pages_show_their_figure(counter: Counter) -> None:
    declaration = await counter.open()
    assert (await page(counter, declaration, "employment"))["computed"] is None
    shown = (await page(counter, declaration, "age"))["computed"]
    assert shown["zh"] == "您的出生日期是1985-06-15，截止到2020-01-01，您的年龄为34周岁"
    await read_records(counter, declaration, insured("2013-03", "2020-12"))
    row = await page(counter, declaration, "employment")
    figure = {name: row["computed"][name] for name in ("as_of", "years", "months", "insurance", "back_paid_months")}
    assert figure == {
        "as_of": "2020-12-31",
        "years": 7,
        "months": 10,
        "insurance": "pension",
        "back_paid_months": 0,
    }
    item = await counter.item(row["items"][0]["id"])
    assert (item["computed"], item["recheck"]["allowed"]) == (row["computed"], False)
    assert item["recheck"]["instead"] == ["fix_at_source"]
    assert (await page(counter, declaration, "law_abiding"))["computed"]["detentions"] == 0


@pytest.mark.parametrize("indicator", ["employment", "law_abiding"])
async def test_a_figure_is_saved_only_after_it_was_read(counter: Counter, indicator: str) -> None:
    declaration = await counter.open()
    path = f"/v1/declarations/{declaration}/indicators/{indicator}"
    assert (await put(counter, path, {"saved": True}, 409))["type"] == "/problems/reading-missing"
    await counter.must("POST", f"/v1/declarations/{declaration}/eligibility", 202)
    assert (await put(counter, path, {"saved": True}, 409))["type"] == "/problems/reading-missing"


async def test_a_change_on_a_page_makes_it_unsaved_and_a_verdict_does_not(counter: Counter) -> None:
    declaration = await counter.open()
    path = f"/v1/declarations/{declaration}/indicators/housing"

    async def mark() -> tuple[bool, str]:
        row = await page(counter, declaration, "housing")
        return row["saved"], row["state"]

    await put(counter, path, {"saved": True})
    assert await mark() == (True, "none")
    home = await counter.file(declaration, "residences", bodies.own_home())
    assert await mark() == (False, "draft")
    await put(counter, path, {"saved": True})
    [question] = await counter.verify(home)
    assert await mark() == (True, "pending")
    await counter.decide(answer(question, findings=home_found()))
    assert await mark() == (True, "decided")
    etag = {"If-Match": (await counter.must("GET", f"/v1/items/{home}", 200)).headers["ETag"]}
    edited = await counter.must("PUT", f"/v1/items/{home}", 200, json=bodies.own_home(to="2016-12"), headers=etag)
    assert await mark() == (False, "draft")
    await put(counter, path, {"saved": True})
    await counter.must("DELETE", f"/v1/items/{home}", 204, headers={"If-Match": edited.headers["ETag"]})
    assert await mark() == (False, "none")


async def test_a_fresh_reading_is_saved_anew(counter: Counter) -> None:
    declaration = await counter.open()
    await read_records(counter, declaration)
    await put(counter, f"/v1/declarations/{declaration}/indicators/employment", {"saved": True})
    await read_records(counter, declaration, insured("2012-01", "2020-12"))
    row = await page(counter, declaration, "employment")
    assert (row["saved"], row["computed"]["years"]) == (False, 9)


async def test_the_age_is_the_one_that_public_security_has(counter: Counter) -> None:
    declaration = await counter.open()
    me = f"/v1/declarations/{declaration}"
    missing = await counter.must("PUT", f"{me}/indicators/age", 409, json={"saved": True})
    assert missing.json()["type"] == "/problems/reading-missing"
    await read_records(counter, declaration)
    await put(counter, f"{me}/indicators/age", {"saved": True})
    before = (await counter.must("POST", f"{me}/simulation", 200)).json()
    corrected = RegisteredIdentity(name="王伟", birth_date=date(1970, 6, 15), sex=Sex.MALE)
    await read_records(counter, declaration, conduct=known(identity=corrected))
    row = await page(counter, declaration, "age")
    assert (row["saved"], row["computed"]["birth_date"], row["computed"]["age"]) == (False, "1970-06-15", 49)
    assert (await get(counter, f"{me}/basics"))["birth_date"] == "1970-06-15"
    after = (await counter.must("POST", f"{me}/simulation", 200)).json()
    points = [next(line["points"] for line in each["lines"] if line["line"] == "age") for each in (before, after)]
    assert Decimal(points[0]) == 20
    assert Decimal(points[1]) < 20


async def test_saving_the_innovation_page_sends_what_the_lists_answer(counter: Counter) -> None:
    declaration = await counter.open()
    award = await counter.file(declaration, "innovation", bodies.invention())
    shares = await counter.file(declaration, "innovation", {"type": "shareholding"})
    saved = await put(counter, f"/v1/declarations/{declaration}/indicators/innovation", {"saved": True})
    assert (saved["saved"], saved["state"]) == (True, "pending")
    await until(lambda: len(counter.agencies["honours-registry"].about(award)), 1)
    assert [(await counter.item(each))["status"] for each in (award, shares)] == ["pending", "draft"]
    again = await put(counter, f"/v1/declarations/{declaration}/indicators/innovation", {"saved": True})
    assert again["saved"]
    assert len(counter.agencies["honours-registry"].about(award)) == 1


BAD_SAVES: list[tuple[str, Any, str]] = [
    ("tax", {}, "#/saved"),
    ("tax", {"saved": False}, "#/saved"),
    ("tax", {"saved": True, "points": 3}, "#/points"),
    ("tax", [], "#"),
    ("shoe_size", {"saved": True}, "path:indicator"),
    ("job_housing_area", {"saved": True}, "#/committed"),
    ("job_housing_area", {"saved": True, "committed": True}, "#/captcha"),
    (
        "job_housing_area",
        {"saved": True, "committed": True, "captcha": {"token": "x", "answer": "1"}},
        "#/captcha/token",
    ),
    (
        "job_housing_area",
        {"saved": True, "committed": True, "captcha": {"token": str(uuid4()), "answer": "-1"}},
        "#/captcha/answer",
    ),
    ("tax", {"saved": True, "committed": True, "captcha": {"token": str(uuid4()), "answer": "1"}}, "#/committed"),
]


@pytest.mark.parametrize(("indicator", "body", "pointer"), BAD_SAVES)
async def test_a_bad_save_is_refused_and_marks_nothing(
    counter: Counter, indicator: str, body: Any, pointer: str
) -> None:
    declaration = await counter.open()
    me = f"/v1/declarations/{declaration}/indicators"
    refused = await put(counter, f"{me}/{indicator}", body, 422)
    assert pointer in [each["pointer"] for each in refused["errors"]]
    assert len((await get(counter, me))["unsaved"]) == 10


async def test_a_captcha_of_another_declaration_is_wrong(counter: Counter) -> None:
    declaration = await counter.open()
    stranger = counter.stranger()
    other = (await counter.client.post("/v1/declarations", headers=stranger)).json()["id"]
    captcha = (await counter.client.get(f"/v1/declarations/{other}/captcha", headers=stranger)).json()
    mine = [await area_choice(counter, declaration) for _ in range(4)]
    assert len({each["captcha"]["token"] for each in mine}) == 4
    body = {"saved": True, "committed": True, "captcha": {"token": captcha["token"], "answer": "0"}}
    refused = await put(counter, f"/v1/declarations/{declaration}/indicators/job_housing_area", body, 422)
    assert refused["type"] == "/problems/captcha-wrong"


async def test_either_answer_to_the_consent_changes_nothing_and_one_is_needed(counter: Counter) -> None:
    path = f"/v1/declarations/{await counter.open()}/basics"
    before = await get(counter, path)
    assert (before["disclosure_consent"], before["saved_at"], before["employer_name"]) == (None, None, None)
    assert (before["name"], before["birth_date"], before["sex"]) == ("王伟", "1985-06-15", "male")
    assert (await put(counter, path, {}, 422))["errors"][0]["pointer"] == "#/disclosure_consent"
    yes = await put(counter, path, {"disclosure_consent": True})
    no = await put(counter, path, {"disclosure_consent": False})
    assert {**yes, "disclosure_consent": False} == no


async def test_the_mobile_number_comes_with_the_sign_in(counter: Counter) -> None:
    path = f"/v1/declarations/{await counter.open()}/basics"
    headers = counter.person(mobile="10000000001")
    assert (await counter.client.get(path, headers=headers)).json()["mobile"] == "10000000001"
    assert (await counter.client.get(path, headers=counter.window())).json()["mobile"] is None


async def test_children_are_kept_and_replaced(counter: Counter) -> None:
    path = f"/v1/declarations/{await counter.open()}/basics"
    saved = await put(counter, path, {"accompanying_children": [CHILD], "disclosure_consent": True})
    assert saved["accompanying_children"] == [CHILD]
    assert (await put(counter, path, {"disclosure_consent": True}))["accompanying_children"] == []


BAD_CHILDREN: list[tuple[Any, str]] = [
    ([{**CHILD, "id_number": "990101201005010017"}], "#/accompanying_children/0/id_number"),
    ([CHILD, {**CHILD, "name": "王二宝"}], "#/accompanying_children/1/id_number"),
    ([{"name": "王伟", "id_number": "990101198506150012"}], "#/accompanying_children/0/id_number"),
    ([{"name": "李大", "id_number": "990101200212310017"}], "#/accompanying_children/0/id_number"),
    ([{**CHILD, "name": ""}], "#/accompanying_children/0/name"),
    ([{**CHILD, "school": "x"}], "#/accompanying_children/0/school"),
    ([CHILD] * 11, "#/accompanying_children"),
    ("none", "#/accompanying_children"),
]


@pytest.mark.parametrize(("children", "pointer"), BAD_CHILDREN)
async def test_children_who_are_none_are_refused(counter: Counter, children: Any, pointer: str) -> None:
    path = f"/v1/declarations/{await counter.open()}/basics"
    refused = await put(counter, path, {"accompanying_children": children, "disclosure_consent": True}, 422)
    assert pointer in [each["pointer"] for each in refused["errors"]]
    assert (await get(counter, path))["saved_at"] is None


async def test_the_area_follows_homes_and_insurance(counter: Counter) -> None:
    declaration = await counter.open()
    path = f"/v1/declarations/{declaration}/area"
    assert (await get(counter, path, 409))["type"] == "/problems/reading-missing"
    await read_records(counter, declaration, insured("2011-01", "2020-12", "通州区"))
    before = await get(counter, path)
    assert [each["code"] for each in before["reasons"]] == ["area.not_outside_in_december", "area.months_below_twelve"]
    form = bodies.own_home(**{"district": "通州区", "from": "2014-08", "to": "2020-12"})
    home = await counter.file(declaration, "residences", form)
    [question] = await counter.verify(home)
    assert (await get(counter, path))["waits_for"] == [home]
    await counter.decide(answer(question, findings=home_found(expired=None)))
    now = await get(counter, path)
    assert (now["both_months"], now["both_years"], now["points"], now["committed"]) == (36, 3, "9.00", None)
    assert (now["months"][0], len(now["months"])) == ({"month": "2018-01", "lives": "outside", "works": "outside"}, 36)
    save = f"/v1/declarations/{declaration}/indicators/job_housing_area"
    await put(counter, save, await area_choice(counter, declaration, committed=False))
    assert ((await get(counter, path))["points"], (await page(counter, declaration, "job_housing_area"))["state"]) == (
        "0.00",
        "none",
    )
    await put(counter, save, await area_choice(counter, declaration))
    assert (await page(counter, declaration, "job_housing_area"))["state"] == "decided"
    etag = {"If-Match": (await counter.must("GET", f"/v1/items/{home}", 200)).headers["ETag"]}
    await counter.must("PUT", f"/v1/items/{home}", 200, json={**form, "to": "2020-11"}, headers=etag)
    assert (await get(counter, path))["points"] == "0.00"


async def test_nothing_of_somebody_else_is_seen_or_saved(counter: Counter) -> None:
    me = f"/v1/declarations/{await counter.open()}"
    for method, path, body in (
        ("GET", "/basics", None),
        ("PUT", "/basics", {"disclosure_consent": True}),
        ("GET", "/indicators", None),
        ("PUT", "/indicators/tax", {"saved": True}),
        ("GET", "/area", None),
        ("GET", "/captcha", None),
    ):
        response = await counter.client.request(method, me + path, json=body, headers=counter.stranger())
        assert (response.status_code, response.json()["type"]) == (404, "/problems/not-found"), (method, path)
