"""People of a population have their cases handed in and decided, as their truth says."""

import json
from collections.abc import Iterable
from typing import Any

from luohu_casework.bureau import CENTRE, WINDOW, Bureau, overturn, overturn_with
from luohu_client.pdf import page

Json = dict[str, Any]


async def made(bureau: Bureau, seed: int, size: int) -> list[Json]:
    """Fill the world with people; their truths."""
    here = {"Luohu-World": bureau.world, "Prefer": "wait=60"}
    ask = bureau.city.client
    answer = await ask.post("/_luohu/population", json={"seed": seed, "size": size}, headers=here)
    assert (answer.status_code, answer.json()["state"]) == (200, "ready"), answer.text
    told = await ask.get("/_luohu/population/truth", headers=here)
    return [json.loads(line) for line in told.text.splitlines()]


def employer_of(one: Json) -> str:
    """The persona of somebody's employer."""
    return f"employer:{one['person']['employer']['uscc']}"


async def accounts(bureau: Bureau, people: Iterable[Json]) -> None:
    """The account of every employer that needs one first."""
    for who, form in {employer_of(one): one["employer_account"] for one in people}.items():
        account = (await bureau.must(who, "POST", "/v1/cases", form))["id"]
        await bureau.step(CENTRE, account, "hand_in")
        await bureau.step(CENTRE, account, "approve")


async def opened(bureau: Bureau, one: Json) -> str | None:
    """The case that the truth names; None where it may not even be opened, and the truth says why."""
    if (one["refused"] or {}).get("step") == "opened":
        problem = await bureau.refused(employer_of(one), "POST", "/v1/cases", one["case"], 409, "not-yet")
        assert [each["code"] for each in problem["lacking"]] == one["refused"]["lacking"]
        return None
    case = str((await bureau.must(employer_of(one), "POST", "/v1/cases", one["case"]))["id"])
    await bureau.decided(case)
    return case


async def delivered(bureau: Bureau, one: Json, case: str) -> None:
    """All papers lie on the windows, and everything is decided."""
    for each in one["records"]:
        if each["papers"] and each["entered"]:
            path = f"/v1/cases/{case}/records/{each['indicator']}/{each['department']}/material"
            await bureau.must(employer_of(one), "POST", path)
    await bureau.decided(case)


async def rechecked(bureau: Bureau, one: Json, case: str, only: set[str] | None = None) -> None:
    """What the truth has put right, by an operator with the register corrected. only: of these indicators."""
    who = employer_of(one)
    for each in one["records"]:
        then = each.get("then")
        if then is None or (only is not None and each["indicator"] not in only):
            continue
        pdf = {"Content-Type": "application/pdf"}
        evidence = f"/v1/cases/{case}/evidence"
        paper = await bureau.ask(who, "POST", evidence, content=page(then["papers"]), headers=pdf)
        wish = {"disputes": then["disputes"], "statement": then["statement"], "evidence": [paper.json()["id"]]}
        path = f"/v1/cases/{case}/records/{each['indicator']}/{each['department']}/recheck"
        await bureau.must(who, "POST", path, wish)
        await _put_right(bureau, then["change"])
        await bureau.decided(case)


async def _put_right(bureau: Bureau, change: Json) -> None:
    agency, kind, find = change["agency"], change["record"]["kind"], change["record"]["find"]
    if find is None:
        await overturn_with(bureau, agency, {"kind": kind, "fields": change["fields"]})
        return
    which = "&".join(f"{name}={value}" for name, value in find.items())
    await overturn(bureau, agency, kind, which, **change["fields"])


async def stands(bureau: Bureau, one: Json, case: str, *, last: bool) -> None:
    """Every verdict and all points are those of the truth."""
    state = "last" if last else "first"
    records = (await bureau.must(WINDOW, "GET", f"/v1/cases/{case}/records"))["items"]
    found = {(each["indicator"], each["department"]): each["reason"] for each in records}
    wanted = {(each["indicator"], each["department"]): each[state]["reason"] for each in one["records"]}
    assert {key: found[key] for key in wanted} == wanted, one["person"]
    points = await bureau.must(WINDOW, "GET", f"/v1/cases/{case}/points")
    document, truth = points["document"], one[state]
    assert (document["lines"], document["vetoed"]) == (truth["lines"], truth["vetoed"]), one["person"]
    assert points["total"] == truth["total"]
