"""Twelve people of each city that works by cases go the whole way, and come to what their truth says."""

import asyncio
from typing import Any

from luohu_casework import crowd
from luohu_casework.bureau import CENTRE, WINDOW, Bureau, bureau
from luohu_testbed.city import City

SEED, SIZE = 3, 12
Json = dict[str, Any]


async def test_the_people_of_tianjin_come_to_what_their_truth_says(city: City) -> None:
    tianjin = await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00")
    people = await crowd.made(tianjin, SEED, SIZE)
    assert {"rejected", "on_list"} <= {one["comes_to"] for one in people}
    assert any("then" in each for one in people if one["last"] for each in one["records"])
    await asyncio.gather(*(_reviewed(tianjin, one) for one in people))
    for one in people:
        await _scored(tianjin, one)
    await tianjin.advance(to="2016-06-16T00:00:00+08:00")
    for one in people:
        await tianjin.comes_to(one["case_id"], one["comes_to"])
    await city.client.delete(f"/_luohu/worlds/{tianjin.world}")


async def _reviewed(tianjin: Bureau, one: Json) -> None:
    """Up to the first verdicts; rejected by the window whoever lacks something."""
    case = one["case_id"] = str(await crowd.opened(tianjin, one))
    if one["refused"]:
        assert await tianjin.lacking(WINDOW, case, "accept") == one["refused"]["lacking"], one["person"]
        await tianjin.step(WINDOW, case, "reject", said={"opinion": "不符合申请条件"})
        return
    await tianjin.step(WINDOW, case, "accept")
    if one["comes_to"] == "vetoed":
        await tianjin.comes_to(case, "vetoed")
        return
    await crowd.delivered(tianjin, one, case)
    await crowd.stands(tianjin, one, case, last=False)


async def _scored(tianjin: Bureau, one: Json) -> None:
    """What can be put right is, and all proofs are handed in."""
    if one["comes_to"] in ("rejected", "vetoed"):
        return
    await crowd.rechecked(tianjin, one, one["case_id"])
    await crowd.stands(tianjin, one, one["case_id"], last=True)
    scored = await tianjin.step(crowd.employer_of(one), one["case_id"], "hand_in_proofs")
    assert scored["status"] == "scored"


async def test_the_people_of_shanghai_come_to_what_their_truth_says(city: City) -> None:
    shanghai = await bureau(city, "shanghai-2017", "2017-03-01T09:00:00+08:00")
    people = await crowd.made(shanghai, SEED, SIZE)
    assert {"rejected", "approved", "filled"} <= {one["comes_to"] for one in people}
    await crowd.accounts(shanghai, people)
    await asyncio.gather(*(_submitted(shanghai, one) for one in people))
    going = [one for one in people if not one["refused"]]
    await shanghai.advance(by="P7D")
    for one in going:
        await shanghai.step(CENTRE, one["case_id"], "hand_in")
        await shanghai.decided(one["case_id"])
        await crowd.rechecked(shanghai, one, one["case_id"], {"education", "personnel_file"})
    await shanghai.advance(by="P22D")
    checked = [one for one in going if await _checked(shanghai, one)]
    for one in checked:
        await shanghai.decided(one["case_id"])
        await crowd.rechecked(shanghai, one, one["case_id"], set(one["last"]["lines"]) - {"education"})
        await crowd.stands(shanghai, one, one["case_id"], last=True)
    await shanghai.advance(by="P35D")
    for one in checked:
        await shanghai.comes_to(one["case_id"], one["comes_to"])
    await city.client.delete(f"/_luohu/worlds/{shanghai.world}")


async def _submitted(shanghai: Bureau, one: Json) -> None:
    """The account, the form, and everything up to the day of hand-in."""
    case = await crowd.opened(shanghai, one)
    if case is None:
        return
    one["case_id"] = case
    who, mine = one["person"]["persona"], {"said": {"password": one["case"]["password"]}}
    await shanghai.step(who, case, "fill", form=one["case"]["form"], **mine)
    if one["refused"]:
        assert await shanghai.lacking(who, case, "submit", **mine) == one["refused"]["lacking"], one["person"]
        assert await shanghai.status(case) == one["comes_to"]
        return
    await shanghai.step(who, case, "submit", **mine)
    await shanghai.step(crowd.employer_of(one), case, "pass")
    await shanghai.step(crowd.employer_of(one), case, "apply")


async def _checked(shanghai: Bureau, one: Json) -> bool:
    """Whether file and degrees bore it; the centre refuses the others."""
    case = one["case_id"]
    bad = [each for each in one["records"] if each["indicator"] in ("education", "personnel_file")]
    if all(each["last"]["status"] == "valid" for each in bad):
        assert await shanghai.status(case) == "in_approval"
        return True
    refused = await shanghai.step(CENTRE, case, "refuse_checks", said={"opinion": "核查未通过"})
    assert refused["status"] == one["comes_to"] == "rejected"
    return False
