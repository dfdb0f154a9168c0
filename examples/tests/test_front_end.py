"""The front end against the whole city: a slow agency, one that is away, one that says it twice, a refused spouse."""

import httpx

from front_end.app import create_app
from luohu_client.pdf import page

TITLE, THEIRS = "X京房权证怀字第11111111号", "X京房权证朝字第99000005号"
HOME = {"kind": "own_home", "relation": "self", "certificate_format": "x_house_title", "certificate_number": TITLE}
HOME |= {"district": "怀柔区", "from": "2005-10", "to": "2010-10"}
SPOUSE = {"name": "王建业", "id_type": "resident_id", "id_number": "99010519800202021X", "married_from": "2006-04-01"}


async def visit(world, persona):
    """A browser at the front end, signed in."""
    me = await (await world.applicant(persona)).authorisation()
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(world.url)), base_url="http://page", headers=me)


async def test_a_recheck_takes_two_weeks(world, clock, operator):
    user = await visit(world, "huairou-home-not-found")
    home = (await user.post("/residences/verified", json=HOME)).json()["id"]
    await world.journal.wait(topic="verdicts", item=home)
    assert "<button>申请复查" in (await user.get(f"/items/{home}")).text
    await user.post(f"/items/{home}/recheck", content=page(["房屋所有权证", TITLE]))
    await clock.advance("P14D")
    assert "<h1>复查中" in (await user.get(f"/items/{home}")).text
    title = await operator("housing-registry").record("title", certificate_number=TITLE)
    correction = title.corrected(archive_incomplete=False, registered_on="2005-10-18")
    await operator("housing-registry").overturn(home, corrected=correction)
    await world.journal.wait(2, topic="verdicts", item=home)
    assert "<h1>有效" in (await user.get(f"/items/{home}")).text


async def test_an_agency_is_away_for_two_days(world, clock, faults):
    await faults.put("declaration->tax", outage={"to": "2021-07-03T09:00:00+08:00"})
    user = await visit(world, "tax-one-year-valid")
    tax = (await user.post("/tax/verified", json={"authorised": True})).json()["id"]
    assert "<h1>待审核" in (await user.get(f"/items/{tax}")).text
    await clock.advance("P2D")
    assert "<h1>有效(1年)" in (await user.get(f"/items/{tax}")).text


async def test_a_verdict_comes_twice(world, faults):
    await faults.put("tax->declaration", duplicate=1)
    user = await visit(world, "tax-one-year-valid")
    tax = (await user.post("/tax/verified", json={"authorised": True})).json()["id"]
    assert await world.journal.wait(2, topic="verdicts", item=tax) == 2
    assert (await user.get(f"/items/{tax}")).text.count("<li>审核结果") == 1


async def test_a_spouse_is_refused(world):
    user = await visit(world, "spouse-certificate-mismatch")
    spouse = (await user.post("/spouses", json=SPOUSE | {"document": page(["结婚证"]).hex()})).json()["id"]
    form = HOME | {"relation": "spouse", "spouse_id": spouse, "certificate_number": THEIRS, "district": "朝阳区"}
    home = (await user.post("/residences/verified", json=form | {"from": "2008-03", "to": "2016-04"})).json()["id"]
    await world.window().reject(spouse, "spouse.period_mismatch")
    assert "<h1>无效(配偶信息无效)" in (await user.get(f"/items/{home}")).text
    assert (await user.post(f"/items/{home}/recheck", content=page(["结婚证"]))).status_code == 409
