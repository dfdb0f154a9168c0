"""Accounts: what is typed into the form names one, and those of production are registered."""

import pytest

from luohu_identity.accounts import find as find_account
from luohu_identity.accounts import parse
from luohu_kit.settings import Mode
from luohu_testbed.identity_desk import Identity, problem
from luohu_testbed.signing_in import EMPLOYER


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("990116197505200110", "id_number:990116197505200110"),
        (" 9901 1619 7505 2001 10", "id_number:990116197505200110"),
        (EMPLOYER, f"employer:{EMPLOYER}"),
        ("window:1", "window"),
        ("WINDOW:12", "window:12"),
        ("operator:nobody", None),
        ("employer:", None),
        ("person:1", None),
        ("id_number:990116197505200110", None),
    ],
)
def test_accounts_are_named_in_one_way(typed: str, name: str | None) -> None:
    assert parse(typed) == name


async def test_an_account_of_production_is_registered(identity: Identity, world: str) -> None:
    headers = await identity.headers("administrator", world)
    new = {"account": "operator:tax:3", "name": "赵税", "mobile": "10000000077"}
    made = await identity.client.post("/v1/accounts", json=new, headers=headers)
    assert (made.status_code, made.headers["location"], made.json()) == (201, "/v1/accounts/operator:tax:3", new)
    problem(await identity.client.post("/v1/accounts", json=new, headers=headers), 409, "record-conflict")
    employer = {"account": f"employer:{EMPLOYER}", "name": "北京示例科技有限公司", "mobile": "10000000078"}
    await identity.client.post("/v1/accounts", json=employer, headers=headers)
    listed = (await identity.client.get("/v1/accounts", headers=headers)).json()["items"]
    assert listed == [employer, new]
    async with identity.running.runtime.begin(world) as work:
        found = await find_account(work, "operator:tax:3", Mode.PRODUCTION)
        assert found is not None
        assert (found.mobile, found.claims["name"], found.claims["agency"]) == ("10000000077", "赵税", "tax")
        company = await find_account(work, f"employer:{EMPLOYER}", Mode.PRODUCTION)
        assert company is not None
        assert company.claims["sub"] == (await identity.claims(await identity.token(employer["account"])))["sub"]
        assert await find_account(work, "operator:tax", Mode.PRODUCTION) is None
    for _ in range(2):
        gone = await identity.client.delete("/v1/accounts/operator:tax:3", headers=headers)
    problem(gone, 404, "not-found")
    for wrong in ("operator:army", "990101198506150012", "applicant", "window:100", ""):
        answer = await identity.client.post("/v1/accounts", json={**new, "account": wrong}, headers=headers)
        problem(answer, 422, "validation-failed")
