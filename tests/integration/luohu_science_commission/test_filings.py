"""The commission's own filing system: who may do what, what is refused, and how a recheck changes the result."""

from typing import Any

from luohu_testbed.city import Running
from luohu_testbed.issuer import Issuer

FILINGS = "/v1/filings"
QUEUE = "/v1/filing-rechecks"
PRIZE = {
    "type": "competition_national_startup",
    "company": "91990112MA0LUH1038",
    "company_name": "北京白杨生物技术有限公司",
    "edition": 2018,
    "grade": "third",
}
SHARES = {"type": "shareholding", "company": "91990108MA0LUH1019", "company_name": "北京云杉智能科技有限公司"}


def peng(issuer: Issuer, **claims: Any) -> dict[str, str]:
    """彭雪, who is on the list of winners and has paid a cent too little."""
    return issuer.applicant(**{"sub": "peng", "name": "彭雪", "id_number": "99010919760614242X", **claims})


def operator(issuer: Issuer, subject: str = "clerk-1") -> dict[str, str]:
    return issuer.staff("operator", subject, agency="science-commission")


async def filed(commission: Running, headers: dict[str, str], form: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = await commission.client.post(FILINGS, json=form or PRIZE, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{FILINGS}/{answer.json()['id']}"
    filing: dict[str, Any] = answer.json()
    return filing


async def taken(commission: Running, issuer: Issuer) -> tuple[str, dict[str, str]]:
    """The one open task, taken by clerk-1: its address, and the headers to complete it with."""
    clerk = operator(issuer)
    found = await commission.client.post(f"{QUEUE}/search", json={"state": "created"}, headers=clerk)
    (task,) = found.json()["items"]
    assert "***" in task["person"]["id_number"]
    url = f"{QUEUE}/{task['id']}"
    read = await commission.client.get(url, headers=clerk)
    given = await commission.client.post(f"{url}/assignment", headers={**clerk, "If-Match": read.headers["ETag"]})
    return url, {**clerk, "If-Match": given.headers["ETag"]}


async def test_a_filing_shows_its_result_at_once(commission: Running, issuer: Issuer) -> None:
    filing = await filed(commission, peng(issuer))

    assert filing["result"]["outcome"] == "invalid"
    assert filing["result"]["reason"] == "award.income_tax_below_limit"
    assert filing["recheck"] == {"state": "none", "statement": "", "opinion": ""}
    assert [paper["documents"][-1] for paper in filing["papers"]] == [
        "social_organisation_certificate",
        "award_certificate",
        "labour_contract",
        "award_proof",
    ]


async def test_one_filing_for_a_person_and_a_type(commission: Running, issuer: Issuer) -> None:
    me = peng(issuer)
    await filed(commission, me)
    second = await commission.client.post(FILINGS, json={**PRIZE, "edition": 2019}, headers=me)
    assert second.status_code == 409
    assert second.json()["type"] == "/problems/filing-exists"

    shares = await filed(commission, me, SHARES)
    turned = await commission.client.put(f"{FILINGS}/{shares['id']}", json=PRIZE, headers={**me, "If-Match": '"1"'})
    assert turned.json()["type"] == "/problems/filing-exists"

    listed = await commission.client.get(FILINGS, headers=me)
    # Both were filed at the same instant of a frozen clock, so neither comes first.
    types = {filing["type"] for filing in listed.json()["items"]}
    assert types == {"competition_national_startup", "shareholding"}


async def test_a_filing_is_changed_on_its_current_version_only(commission: Running, issuer: Issuer) -> None:
    me = peng(issuer)
    filing = await filed(commission, me)
    url = f"{FILINGS}/{filing['id']}"
    second = {**PRIZE, "grade": "second"}

    assert (await commission.client.put(url, json=second, headers=me)).status_code == 428
    assert (await commission.client.put(url, json=second, headers={**me, "If-Match": '"9"'})).status_code == 412
    changed = await commission.client.put(url, json=second, headers={**me, "If-Match": '"1"'})

    assert changed.headers["ETag"] == '"2"'
    assert changed.json()["result"]["reason"] == "award.not_matched"


async def test_nobody_sees_or_changes_the_filing_of_another(commission: Running, issuer: Issuer) -> None:
    filing = await filed(commission, peng(issuer))
    url, stranger = f"{FILINGS}/{filing['id']}", issuer.applicant()
    elsewhere = peng(issuer, world="other")

    for headers in (stranger, elsewhere):
        assert (await commission.client.get(url, headers=headers)).status_code == 404
        put = await commission.client.put(url, json=PRIZE, headers={**headers, "If-Match": '"1"'})
        assert put.status_code == 404
        recheck = await commission.client.post(f"{url}/recheck", json={"statement": "x"}, headers=headers)
        assert recheck.status_code == 404
        assert (await commission.client.get(FILINGS, headers=headers)).json() == {"items": []}
    assert (await commission.client.get(url, headers=operator(issuer))).status_code == 403
    assert (await commission.client.get(url)).status_code == 401


async def test_a_recheck_that_corrects_the_list_makes_the_filing_valid(commission: Running, issuer: Issuer) -> None:
    me = peng(issuer)
    filing = await filed(commission, me)
    url = f"{FILINGS}/{filing['id']}"
    asked = await commission.client.post(f"{url}/recheck", json={"statement": "附完税证明"}, headers=me)
    assert asked.status_code == 202, asked.text
    assert asked.json()["recheck"]["state"] == "asked"

    again = await commission.client.post(f"{url}/recheck", json={"statement": "附完税证明"}, headers=me)
    assert again.json()["type"] == "/problems/recheck-open"
    locked = await commission.client.put(url, json=PRIZE, headers={**me, "If-Match": '"2"'})
    assert locked.json()["type"] == "/problems/item-locked"

    task, headers = await taken(commission, issuer)
    tax = await commission.client.get(
        "/v1/records", params={"kind": "income_tax", "id_number": "99010919760614242X"}, headers=operator(issuer)
    )
    correction = {"record_id": tax.json()["items"][0]["id"], "fields": {"amount": "35000.00"}}
    done = await commission.client.post(
        f"{task}/completion",
        json={"decision": "overturn", "note": "已更正", "corrected_fields": correction},
        headers=headers,
    )
    assert done.status_code == 200, done.text

    now = (await commission.client.get(url, headers=me)).json()
    assert now["result"] == {
        "outcome": "valid",
        "reason": None,
        "findings": {
            "kind": "science_award",
            "filed_type": "competition_national_startup",
            "grade": "三等奖",
            "competition_year": 2018,
            "role": "core_team_member",
            "registered_in_beijing": True,
            "income_tax": "35000.00",
            "company_kind": None,
            "shareholding_percent": None,
            "full_year": None,
            "equity_raised": None,
        },
    }
    assert now["recheck"]["state"] == "overturned"
    assert now["recheck"]["opinion"] == "已更正"
    needless = await commission.client.post(f"{url}/recheck", json={"statement": "x"}, headers=me)
    assert needless.json()["type"] == "/problems/recheck-not-allowed"


async def test_an_upheld_recheck_leaves_the_result_and_may_be_asked_again(commission: Running, issuer: Issuer) -> None:
    me = peng(issuer)
    url = f"{FILINGS}/{(await filed(commission, me))['id']}"
    await commission.client.post(f"{url}/recheck", json={"statement": "请复查"}, headers=me)
    task, headers = await taken(commission, issuer)

    done = await commission.client.post(
        f"{task}/completion", json={"decision": "uphold", "note": "不足35000元"}, headers=headers
    )

    assert done.json()["outcome"] == "upheld"
    now = (await commission.client.get(url, headers=me)).json()
    assert (now["recheck"]["state"], now["result"]["reason"]) == ("upheld", "award.income_tax_below_limit")
    again = await commission.client.post(f"{url}/recheck", json={"statement": "再查"}, headers=me)
    assert again.status_code == 202


async def test_a_decision_that_does_not_fit_changes_nothing(commission: Running, issuer: Issuer) -> None:
    me = peng(issuer)
    url = f"{FILINGS}/{(await filed(commission, me))['id']}"
    await commission.client.post(f"{url}/recheck", json={"statement": "请复查"}, headers=me)
    task, headers = await taken(commission, issuer)
    other_year = {"id_number": "99010919760614242X", "year": 2019, "amount": "1.00"}
    misfits: dict[str, dict[str, Any]] = {
        "nothing corrected": {"decision": "overturn"},
        "no help": {"decision": "overturn", "corrected_fields": {"kind": "income_tax", "fields": other_year}},
        "corrected all the same": {"decision": "uphold", "corrected_fields": {"fields": {"amount": "1"}}},
        "no such register": {"decision": "overturn", "corrected_fields": {"kind": "lease", "fields": {"amount": "1"}}},
    }

    for name, completion in misfits.items():
        refused = await commission.client.post(f"{task}/completion", json=completion, headers=headers)

        assert refused.status_code == 422, name
        assert refused.json()["type"] == "/problems/decision-not-possible", name
    assert (await commission.client.get(url, headers=me)).json()["recheck"]["state"] == "asked"
    records = await commission.client.get("/v1/records", params={"kind": "income_tax"}, headers=operator(issuer))
    assert records.json()["total"] == 2


async def test_a_wrong_form_is_refused_with_its_field(commission: Running, issuer: Issuer) -> None:
    me = peng(issuer)

    refused = await commission.client.post(FILINGS, json={**PRIZE, "company": "91990112MA0LUH1039"}, headers=me)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/company"
    assert (await commission.client.get(FILINGS, headers=me)).json() == {"items": []}
