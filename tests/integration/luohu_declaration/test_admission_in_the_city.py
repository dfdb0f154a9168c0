"""Eligibility with the real agencies: what their seeds hold of the people of the stories, judged here."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from luohu_filing import bodies
from luohu_filing.counter import Counter
from luohu_kit.admission import Admission
from luohu_public_security.app import HISTORIES as SECURITY
from luohu_public_security.app import create_app as public_security
from luohu_social_insurance.app import HISTORIES as INSURANCE
from luohu_social_insurance.app import create_app as social_insurance
from luohu_testbed.city import make_world, one_service
from luohu_testbed.databases import Databases

Json = dict[str, Any]
Ask = Callable[..., Awaitable[Json]]

WORLD = "seeded"
OFFICES = (("social-insurance", social_insurance, INSURANCE), ("public-security", public_security, SECURITY))


@pytest.fixture
async def ask(counter: Counter, databases: Databases) -> AsyncIterator[Ask]:
    """Ask the declaration service as somebody of the seeds; the two offices beside it are the real ones."""

    async def asked(who: tuple[str, str], method: str, path: str, status: int, **request: Any) -> Json:
        name, number = who
        claims = {"sub": f"person-{number}", "name": name, "id_number": number, "world": WORLD}
        headers = {**counter.person(**claims, **_of(number)), **request.pop("headers", {})}
        response = await counter.client.request(method, path, headers=headers, **request)
        assert response.status_code == status, (path, response.status_code, response.text)
        body: Json = response.json()
        return body

    async with AsyncExitStack() as stack:
        for office, create, histories in OFFICES:
            running = await stack.enter_async_context(
                one_service(databases, office, create, histories, network=counter.network, worlds=())
            )
            await make_world(running.runtime, WORLD, personas=True)
        await make_world(counter.running.runtime, WORLD, personas=True, admission=Admission.HANDBOOK)
        yield asked


def _of(number: str) -> Json:
    """Birth date and sex of an id number."""
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return {"birth_date": born, "sex": "male" if int(number[16]) % 2 else "female"}


async def eligibility(ask: Ask, who: tuple[str, str]) -> Json:
    """Open, ask, and wait for both offices."""
    opened = await ask(who, "POST", "/v1/declarations", 201)
    path = f"/v1/declarations/{opened['id']}/eligibility"
    await ask(who, "POST", path, 202)
    return await ask(who, "GET", path, 200, headers={"Prefer": "wait=20"})


REFUSED = [
    (("卫东", "990105198504122718"), ["eligibility.insurance_gap"]),
    (("施雨", "990106199003212820"), ["eligibility.insurance_short"]),
    (("傅强", "990107198308302933"), ["eligibility.back_payment_over_limit"]),
    (("尤勇", "990101198002283233"), ["eligibility.criminal_record"]),
    (("江月", "990108198810093045"), ["eligibility.permit_too_late"]),
    (("秦淑华", "990102197006153163"), ["eligibility.retirement_age"]),
    (("柳青", "990105198607193340"), ["eligibility.permit_missing"]),
]


async def test_people_of_the_seeds_are_refused_for_what_the_registers_hold(ask: Ask) -> None:
    for who, codes in REFUSED:
        found = await eligibility(ask, who)
        assert (found["state"], [each["code"] for each in found["reasons"]]) == ("not_eligible", codes), who
        refused = await ask(
            who, "POST", f"/v1/declarations/{found['declaration_id']}/residences", 409, json=bodies.own_home()
        )
        assert refused["missing"] == ["eligibility"]


async def test_somebody_of_the_seeds_goes_the_whole_way(ask: Ask) -> None:
    who = ("林森", "990105197909111019")
    found = await eligibility(ask, who)
    assert (found["state"], found["reasons"]) == ("eligible", [])
    me = f"/v1/declarations/{found['declaration_id']}"
    pages = {row["indicator"]: row for row in (await ask(who, "GET", f"{me}/indicators", 200))["items"]}
    assert pages["age"]["computed"]["zh"] == "您的出生日期是1979-09-11，截止到2020-01-01，您的年龄为40周岁"
    assert pages["employment"]["computed"]["years"] >= 7
    assert pages["law_abiding"]["computed"]["years"] == [2016, 2017, 2018, 2019, 2020]
    basics = await ask(who, "PUT", f"{me}/basics", 200, json={"disclosure_consent": True})
    assert basics["employer_name"] == "北京示例科技有限公司"
    await ask(who, "POST", f"{me}/residences", 201, json=bodies.own_home())
    assert (await ask(who, "GET", f"{me}/area", 200))["months"][0]["works"] in ("inside", "outside")
