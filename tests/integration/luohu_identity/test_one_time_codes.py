"""The one-time code that proves an account: to whom it goes, how often it is tried and sent, and what stays of it."""

import asyncio

import pytest
from sqlalchemy import text

from luohu_identity.sign_in import authorization, one_time
from luohu_testbed.identity_desk import Identity
from luohu_testbed.signed_in import change, code_in, signed_in
from luohu_testbed.signing_in import PERSON, Arrive, Visitor, error_beside, labels_of, told_in


@pytest.mark.parametrize("account", ["", "990116197505200111", "operator:army", "window:0", "x" * 400, "a\x01b"])
async def test_what_can_be_no_account_is_said_beside_the_field(visitor: Visitor, account: str) -> None:
    page = await visitor.ask_for_code(account, ui_locales="en")
    assert page.status_code == 422
    assert "no account" in error_beside(page, "account")
    assert "<title>Error: " in page.text


async def test_a_sandbox_says_who_is_not_there(visitor: Visitor) -> None:
    page = await visitor.ask_for_code("990101198506150020")
    assert (page.status_code, error_beside(page, "account")) == (422, "此沙箱世界中没有该账号。")


async def test_a_sandbox_says_where_codes_are_read(visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    assert 'href="http://gateway/_luohu/messages?world=main"' in page.text
    assert labels_of(page) == {"account": "账号", "sms_code": "手机验证码"}
    assert 'autocomplete="one-time-code"' in page.text


async def test_guessing_ends_after_five_attempts(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    right = await code_in(identity)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    said = []
    for _ in range(5):
        page = await visitor.type_code(page, PERSON, wrong)
        said.append(error_beside(page, "sms_code"))
    assert said == [*(f"验证码错误，还可尝试{left}次。" for left in (4, 3, 2, 1)), "验证码已失效，请重新获取。"]
    page = await visitor.type_code(page, PERSON, right)
    assert (page.status_code, error_beside(page, "sms_code")) == (422, "验证码已失效，请重新获取。")


async def test_attempts_at_once_are_counted_one_by_one(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    right = int(await code_in(identity))
    guesses = [f"{(right + number) % 10**6:06}" for number in range(1, 13)]
    pages = await asyncio.gather(*(visitor.type_code(page, PERSON, guess) for guess in guesses))
    left = sorted(error_beside(each, "sms_code") for each in pages)
    assert sum("还可尝试" in each for each in left) == 4


async def test_a_one_time_code_is_used_once(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    code = await code_in(identity)
    spaced = f" {code[:3]} {code[3:]} "
    assert "code" in told_in(await visitor.type_code(page, PERSON, spaced))
    again = await visitor.type_code(page, PERSON, code)
    assert (again.status_code, error_beside(again, "sms_code")) == (422, "验证码已失效，请重新获取。")


async def test_a_one_time_code_is_good_for_five_minutes(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    code = await code_in(identity)
    await change(identity, "UPDATE sign_in_code SET expires_at = clock_timestamp()")
    assert error_beside(await visitor.type_code(page, PERSON, code), "sms_code") == "验证码已失效，请重新获取。"


async def test_a_code_signs_in_only_the_account_that_it_was_sent_to(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    other = await visitor.type_code(page, "administrator", await code_in(identity))
    assert (other.status_code, error_beside(other, "sms_code")) == (422, "验证码已失效，请重新获取。")


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "x" * 300])
async def test_what_can_be_no_code_costs_no_attempt(identity: Identity, visitor: Visitor, code: str) -> None:
    page = await visitor.ask_for_code(PERSON)
    page = await visitor.type_code(page, PERSON, code)
    assert (page.status_code, error_beside(page, "sms_code")) == (422, "请填写短信中的6位数字。")
    async with identity.running.runtime.begin("main") as work:
        newest = "SELECT attempts FROM sign_in_code ORDER BY sent_at DESC LIMIT 1"
        assert await work.scalar(text(newest)) == 0


async def test_another_code_can_be_sent(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    page = await visitor.post(page, account=PERSON, sms_code="", step="send")
    assert "code" in told_in(await visitor.type_code(page, PERSON, await code_in(identity)))


async def test_an_account_gets_so_many_codes_in_ten_minutes(
    identity: Identity, arrive: Arrive, world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_time.Limits, "of", lambda settings: one_time.Limits(3, 5, 4))
    for _ in range(3):
        assert (await arrive().ask_for_code("window", world=world)).status_code == 200
    page = await arrive().ask_for_code("window", world=world)
    assert (page.status_code, page.headers["retry-after"]) == (429, "600")
    assert "频繁" in error_beside(page, "account")
    assert (await arrive().ask_for_code("window:2", world=world)).status_code == 200
    from_here = await arrive().ask_for_code("window:3", world=world)
    assert from_here.status_code == 429, "one address gets so many, for whomever"
    elsewhere = arrive()
    elsewhere.client.headers["X-Forwarded-For"] = "192.0.2.7"
    assert (await elsewhere.ask_for_code("window:3", world=world)).status_code == 200
    await change(identity, "UPDATE sign_in_code SET sent_at = sent_at - interval '11 minutes'", world)
    for _ in range(2):
        assert (await arrive().ask_for_code("window", world=world)).status_code == 200
    page = await arrive().ask_for_code("window", world=world)
    assert (page.status_code, page.headers["retry-after"]) == (429, "86400")


async def test_what_is_over_is_swept(identity: Identity, visitor: Visitor, world: str) -> None:
    headers = await identity.headers("administrator", world)
    await identity.client.post("/v1/people", json={"name": "王伟", "id_number": "990101198506150012"}, headers=headers)
    await signed_in(identity, visitor, "990101198506150012", world=world)
    runtime = identity.running.runtime
    await one_time.sweep(runtime)
    await authorization.sweep(runtime)
    count = text("SELECT (SELECT count(*) FROM sign_in_code), (SELECT count(*) FROM authorization_code)")
    async with runtime.begin(world) as work:
        assert tuple((await work.rows(count))[0]) == (1, 1)
    await change(identity, "UPDATE sign_in_code SET sent_at = sent_at - interval '25 hours'", world)
    await change(identity, "UPDATE authorization_code SET expires_at = expires_at - interval '15 minutes'", world)
    await one_time.sweep(runtime)
    await authorization.sweep(runtime)
    async with runtime.begin(world) as work:
        assert tuple((await work.rows(count))[0]) == (0, 0)


async def test_rows_hold_no_code_and_no_number(identity: Identity, visitor: Visitor) -> None:
    given = await signed_in(identity, visitor)
    async with identity.running.runtime.everywhere() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM authorization_code")).all()
        rows += (await connection.exec_driver_sql("SELECT id, account, address, code, masked FROM sign_in_code")).all()
    kept = str(rows)
    assert given.partition(".")[2] not in kept
    assert PERSON not in kept
    assert "990***" in kept
