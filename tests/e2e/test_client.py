"""The client against the running city: what applicants, operators and testers do with it, through faults as well."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from luohu_client import City, Event, NothingToDispute, NotSettled, Problem, TaskMissing, World, forms
from luohu_client.filing import degree, qualification
from luohu_client.pdf import page
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

TITLE = "X京房权证怀字第11111111号"
SCAN = page(["房屋所有权证", TITLE])


@pytest.fixture
async def here(city: RealCity) -> AsyncIterator[City]:
    async with City(city.url) as here:
        yield here


@pytest.fixture
async def open_world(here: City) -> AsyncIterator[World]:
    async with await here.new_world(admission="open", seed=7) as world:
        yield world


async def test_a_whole_declaration_in_two_requests(open_world: World) -> None:
    applicant = await open_world.applicant("tax-penalty")
    opened = await applicant.open_declaration([forms.tax()], verify=True, eligibility=True, within=30)
    assert {item.state.kind for item in opened.items} == {"tax", "employment", "law_abiding", "tax_penalties"}
    again = await applicant.open_declaration(eligibility=True)  # it is open: the records are read anew
    assert again.id == opened.id
    await again.settled()
    child = {"name": "唐小莉", "id_number": "990101201005010016"}
    with pytest.raises(Problem, match="not-saved"):
        await again.submit()
    assert (await again.submit(save_all=True, children=[child], area=True)).status == "submitted"
    assert (await again.withdraw()).status == "draft"
    assert (await again.submit()).status == "submitted"  # every page is saved


async def test_an_item_from_filing_to_the_overturned_recheck(open_world: World) -> None:
    applicant = await open_world.applicant("huairou-home-not-found")
    declaration = await applicant.open_declaration()
    assert (await applicant.open_declaration()).id == declaration.id  # the one that is open already
    home = await declaration.file_home(TITLE, district="怀柔区", first="2005-10", last="2010-10")
    with pytest.raises(NothingToDispute):
        await home.recheck(evidence=SCAN)
    await home.verify()
    with pytest.raises(Problem, match="item-locked"):
        await home.delete()
    await home.settled()
    assert (home.status, home.display, home.reason) == ("invalid", "invalid(property)", "property.not_matched")

    await home.recheck(evidence=[SCAN, await declaration.upload(SCAN)])
    with pytest.raises(NotSettled, match=r"复查中.*advance it"):
        await home.settled(within=0.5)
    register = open_world.operator("housing-registry")
    await register.ask_for_more(home, "请补充身份证明")
    await home.settled()
    assert home.state.evidence_requested == "请补充身份证明"
    await home.add_evidence(SCAN)
    task = await register.task_of(home)
    await task.take()
    [first, *_] = task.state.context["evidence"]
    assert await task.evidence(first["id"]) == SCAN
    await task.give_back()
    title = await register.record("title", certificate_number=TITLE)
    correction = title.corrected(archive_incomplete=False, registered_on="2005-10-18", expired_on="2010-10-22")
    await register.overturn(home, note="已核对历史档案", corrected=correction)
    await home.settled()
    assert (home.label, home.computed["months"]) == ("有效", 61)
    with pytest.raises(TaskMissing):
        await register.task_of(home, within=0.1)
    assert "verdicts: valid" in await home.journey()


async def test_a_whole_declaration_settles_and_every_event_is_told_once(open_world: World) -> None:
    applicant = await open_world.applicant("tax-one-year-valid")
    declaration = await applicant.open_declaration()
    tax = await declaration.file_tax()
    rental = await declaration.file_rental("1101020000000000000", district="西城区", first="2020-08", last="2020-10")
    told = asyncio.create_task(_until_both_are_decided(declaration.events()))
    await declaration.verify()
    await declaration.settled()
    assert {item.id: item.status for item in declaration.items} == {tax.id: "valid", rental.id: "invalid"}
    heard = [event async for event in declaration.events(until_settled=True)]
    assert [event.event for event in heard if event.item_id == tax.id] == ["filed", "verification_asked", "found_valid"]
    assert [event.event for event in await rental.history()] == [e.event for e in heard if e.item_id == rental.id]
    assert [event.id async for event in declaration.events(until_settled=True, after=heard[1].id)] == [
        event.id for event in heard[2:]
    ]
    assert [event.id for event in await told] == [event.id for event in heard]
    await rental.refresh()
    await rental.delete()
    with pytest.raises(Problem, match="precondition-failed"):
        await tax.edit({"authorised": False})  # it was last seen before its verdict
    await (await tax.refresh()).edit({"authorised": False})
    assert tax.status == "draft"


async def _until_both_are_decided(events: AsyncIterator[Event]) -> list[Event]:
    """The events of a stream that would never end by itself."""
    heard: list[Event] = []
    async for event in events:
        heard.append(event)
        if sum(each.event.startswith("found_") for each in heard) == 2:
            break
    return heard


async def test_a_post_whose_answer_is_lost_is_done_once(open_world: World) -> None:
    applicant = await open_world.applicant("tax-one-year-valid")
    declaration = await applicant.open_declaration()
    put = await open_world.faults.put(
        "gateway->declaration", drop="answer", fail_first=2, match={"method": "POST", "path_prefix": "/v1/declarations"}
    )
    assert (put.edge, put.hits) == ("gateway->declaration", 0)
    item = await declaration.file_tax()
    [fault] = await open_world.faults.all()
    assert fault.hits == 2
    await declaration.refresh()
    assert [each.id for each in declaration.items] == [item.id]
    await open_world.faults.clear()
    assert await open_world.faults.all() == []


async def test_the_clock_the_pace_and_the_journal(open_world: World) -> None:
    await open_world.paces.put("tax", "P14D")
    declaration = await (await open_world.applicant("tax-one-year-valid")).open_declaration()
    item = await declaration.file_tax()
    await item.verify()
    begun = await open_world.clock.now()
    week = await open_world.clock.advance("P7D")
    assert (week.fired, (week.now - begun).days) == ((), 7)
    assert (await open_world.clock.read()).next_due is not None
    rest = await open_world.clock.advance(until="idle")
    assert "tax" in {each.service for each in rest.fired}
    await item.settled()
    assert item.label == "有效(1年)"
    match = {"topic": "verdicts", "item": item.id}
    assert await open_world.journal.wait(**match) == await open_world.journal.count(**match) == 1
    [hop] = await open_world.journal.find(**match)
    assert (hop.sender, hop.receiver, hop.status) == ("tax", "declaration", 200)


async def test_a_spouse_at_the_window_and_an_education_in_two_halves(open_world: World) -> None:
    declaration = await (await open_world.applicant("spouse-certificate-mismatch")).open_declaration()
    spouse = await declaration.file_spouse(
        "王建业", id_number="99010519800202021X", married_from="2006-04-01", married_to="2016-04-01", evidence=SCAN
    )
    home = await declaration.file_home(
        "X京房权证朝字第99000005号", district="朝阳区", first="2008-03", last="2016-04", spouse=spouse
    )
    person = {"name": "王建业", "sex": "male", "birth_date": "1980-02-02"}
    education = await declaration.file_education(
        qualification=qualification(
            "102471201105123456", level="undergraduate", id_number="99010519800202021X", **person
        ),
        degree=degree(
            "1024742011123456", level="bachelor", granted_by="同济大学", method="registration_number",
            method_number="1024742011123456", **person,
        ),
    )  # fmt: skip
    assert education.state.kind.value == "domestic_education"
    await home.verify()
    await open_world.window().reject(spouse, "spouse.period_mismatch", note="时间不一致")
    await home.settled()
    assert home.display == "invalid(spouse)"
    with pytest.raises(Problem) as refused:
        await home.recheck(disputes="spouse.period_mismatch", evidence=SCAN)
    assert refused.value.slug == "recheck-not-allowed"


async def test_worlds_are_made_kept_brought_back_and_taken_away(here: City) -> None:
    assert await here.ready()
    assert ("tax-penalty", "beijing") in {(each.name, each.programme) for each in await here.personas()}
    name = f"mine-{uuid4().hex[:8]}"
    async with await here.new_world(name, programme="beijing-2020", clock="running", admission="open") as world:
        assert (world.state.programme, world.state.year, world.state.mode) == ("beijing", 2020, "running")
        with pytest.raises(Problem, match="world-exists"):
            await here.new_world(name)
        await world.clock.freeze()
        kept = await world.snapshot()
        declaration = await (await world.applicant("tax-penalty")).open_declaration()
        await world.restore(kept)
        with pytest.raises(Problem, match="not-found"):
            await declaration.refresh()
        with pytest.raises(Problem, match="persona-unknown") as refused:
            await world.applicant("nobody")
        assert "tax-penalty" in refused.value.body["valid"]
    await world.delete()  # a second time is no error
    with pytest.raises(Problem) as gone:
        await world.read()
    assert gone.value.status == 404
