"""Awards and honours at the counter: who is asked, what is shown, and which papers a recheck wants."""

from decimal import Decimal
from typing import Any

import pytest

from luohu_contract.claim import AwardClaim, HonourClaim, ScienceAwardClaim
from luohu_contract.finding import AwardFindings, HonourFindings
from luohu_contract.honours import HonourType
from luohu_contract.message import QuestionKind
from luohu_filing.bodies import invention
from luohu_filing.counter import Counter, answer
from luohu_testbed.waiting import until

FILM = {
    "type": "award_culture",
    "award_kind": "精神文明建设“五个一工程”奖",
    "project_name": "远方的灯火",
    "grade": "电影",
    "role": "编剧",
}
SKILLS = {"type": "skills_national", "award_kind": "国家级一类职业技能竞赛", "project_name": "电工", "place": 3}
CONTEST = {
    "type": "competition_culture_creative",
    "award_kind": "北京文化创意大赛",
    "project_name": "纸上胡同",
    "grade": "单项奖",
}


async def found_invalid(counter: Counter, path: str, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """An item that the lists did not bear out; its id, and how it is shown."""
    item = await counter.file(await counter.open(), path, body)
    [question] = await counter.verify(item)
    code = "honour.not_matched" if path == "honours" else "award.not_matched"
    assert await counter.decide(answer(question, code), by="honours-registry") == ["moved"]
    return item, await counter.item(item)


async def test_an_award_is_asked_of_the_lists_as_it_was_entered(counter: Counter) -> None:
    award = await counter.file(await counter.open(), "innovation", invention())
    [question] = await counter.verify(award)

    assert counter.agencies["honours-registry"].about(award) == [question]
    assert question.claim == AwardClaim.model_validate(invention())


async def test_an_award_that_the_lists_bear_out_shows_what_they_hold(counter: Counter) -> None:
    award = await counter.file(await counter.open(), "innovation", invention())
    [question] = await counter.verify(award)
    held = AwardFindings(award_kind="国家技术发明奖", grade="二等奖", place=5, year=2018, employer="落户科学研究院")
    await counter.decide(answer(question, findings=held), by="honours-registry")

    item = await counter.item(award)
    assert (item["status"], item["label"], item["recheck"]["allowed"]) == ("valid", "有效", False)
    assert item["findings"]["whole"]["findings"]["place"] == 5
    assert item["recheck"]["papers"] == []


@pytest.mark.parametrize(
    ("path", "body", "case"),
    [
        pytest.param("innovation", invention(), "science", id="science"),
        pytest.param("innovation", FILM, "culture_work", id="a work of culture"),
        pytest.param("innovation", SKILLS, "skills", id="skills"),
        pytest.param("innovation", CONTEST, "contest", id="a contest"),
        pytest.param("honours", {"type": "model_worker"}, "model_worker", id="a model worker"),
        pytest.param("honours", {"type": "capital_good_samaritan"}, "good_samaritan", id="courage"),
    ],
)
async def test_each_family_is_told_which_papers_a_recheck_wants(
    counter: Counter, path: str, body: dict[str, Any], case: str
) -> None:
    _, item = await found_invalid(counter, path, body)

    assert item["display"] in {"invalid(award)", "invalid(honour)"}
    assert item["recheck"]["allowed"]
    [papers] = item["recheck"]["papers"]
    assert (papers["case"], papers["disputes"]) == (case, item["reason"]["code"])
    assert all(papers["documents"])


async def test_an_award_that_was_not_matched_is_rechecked_here(counter: Counter) -> None:
    award, item = await found_invalid(counter, "innovation", invention())
    scan = await counter.upload(item["declaration_id"])
    wanted = {"disputes": "award.not_matched", "statement": "附获奖证书", "evidence": [scan]}
    await counter.must("POST", f"/v1/items/{award}/recheck", 202, json=wanted)
    lists = counter.agencies["honours-registry"]
    await until(lambda: len(lists.about(award)), 2)

    recheck = lists.about(award)[-1]
    assert (recheck.kind, recheck.disputes) == (QuestionKind.RECHECK, "award.not_matched")
    held = AwardFindings(award_kind="国家技术发明奖", grade="二等奖", place=5, year=2018)
    assert await counter.decide(answer(recheck, findings=held), by="honours-registry") == ["moved"]
    assert (await counter.item(award))["status"] == "valid"


async def test_what_the_commission_did_not_match_is_rechecked_there(counter: Counter) -> None:
    declaration = await counter.open()
    shares = await counter.file(declaration, "innovation", {"type": "shareholding"})
    [question] = await counter.verify(shares)
    assert isinstance(question.claim, ScienceAwardClaim)
    await counter.decide(answer(question, "award.not_matched"), by="science-commission")
    scan = await counter.upload(declaration)

    wanted = {"disputes": "award.not_matched", "statement": "请复查", "evidence": [scan]}
    refused = (await counter.must("POST", f"/v1/items/{shares}/recheck", 409, json=wanted)).json()
    assert refused["type"] == "/problems/recheck-not-allowed"
    assert refused["recheck_at"].startswith("/agencies/science-commission/")


async def test_an_award_edited_into_a_type_of_the_commission_asks_the_commission(counter: Counter) -> None:
    award, item = await found_invalid(counter, "innovation", invention())
    edited = await counter.must(
        "PUT",
        f"/v1/items/{award}",
        200,
        json={"type": "shareholding"},
        headers={"If-Match": f'"{item["version"]}"'},
    )
    assert (edited.json()["status"], edited.json()["entered"]) == (
        "draft",
        {"kind": "innovation", "type": "shareholding"},
    )
    [question] = await counter.verify(award)
    assert isinstance(question.claim, ScienceAwardClaim)


async def test_an_honour_is_asked_of_the_lists(counter: Counter) -> None:
    honour = await counter.file(await counter.open(), "honours", {"type": "model_worker", "name": "北京市劳动模范"})
    [question] = await counter.verify(honour)
    assert question.claim == HonourClaim(type=HonourType.MODEL_WORKER, name="北京市劳动模范")

    held = HonourFindings(type=HonourType.MODEL_WORKER, name="北京市劳动模范", year=2020)
    await counter.decide(answer(question, findings=held), by="honours-registry")
    item = await counter.item(honour)
    assert (item["kind"], item["status"]) == ("honour", "valid")
    assert item["findings"]["whole"]["findings"]["year"] == 2020


async def test_several_awards_and_honours_stand_side_by_side_and_none_twice(counter: Counter) -> None:
    declaration = await counter.open()
    for path, body in (
        ("innovation", invention()),
        ("innovation", FILM),
        ("innovation", {"type": "shareholding"}),
        ("honours", {"type": "model_worker"}),
        ("honours", {"type": "capital_moral_model"}),
    ):
        await counter.file(declaration, path, body)
        refused = await counter.must("POST", f"/v1/declarations/{declaration}/{path}", 409, json=body)
        assert refused.json()["type"] == "/problems/filing-exists"
    shown = (await counter.must("GET", f"/v1/declarations/{declaration}", 200)).json()
    # All were filed at the same instant of a frozen clock, so none comes first.
    assert sorted(item["kind"] for item in shown["items"]) == ["honour"] * 2 + ["innovation"] * 3
    assert shown["links"]["honours"] == f"/v1/declarations/{declaration}/honours"


async def test_who_has_no_honour_says_so_and_nobody_is_asked(counter: Counter) -> None:
    declaration = await counter.open()
    none = await counter.file(declaration, "honours", {"type": "none"})
    item = await counter.item(none)
    assert (item["status"], "verification" in item["links"]) == ("draft", False)
    refused = (await counter.must("POST", f"/v1/items/{none}/verification", 409)).json()
    assert refused["type"] == "/problems/verification-not-possible"
    saved = await counter.must("PUT", f"/v1/declarations/{declaration}/indicators/honour", 200, json={"saved": True})
    assert saved.json()["saved"]
    lines = (await counter.must("POST", f"/v1/declarations/{declaration}/simulation", 200)).json()["lines"]
    assert [Decimal(each["points"]) for each in lines if each["line"] == "honour"] == [0]
    assert counter.agencies["honours-registry"].questions == []
