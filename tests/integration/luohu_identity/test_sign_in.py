"""Signing in by form: from the request of a front end to its tokens, and everything that is refused on the way."""

import asyncio
import base64
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import text
from structlog.testing import capture_logs

from luohu_identity.accounts import find as find_account
from luohu_identity.accounts import parse
from luohu_identity.sign_in import authorization, one_time
from luohu_kit.settings import Mode
from luohu_testbed.city import make_world
from luohu_testbed.identity_desk import Identity, problem
from luohu_testbed.issuer import bearer
from luohu_testbed.signing_in import CALLBACK, PERSON, Visitor, error_beside, labels_of, told_in

Arrive = Callable[[], Visitor]
EMPLOYER = "91990105MA0LUH014J"


@pytest.fixture
async def arrive(identity: Identity) -> AsyncIterator[Arrive]:
    """Lets somebody new come, with a browser of their own."""
    clients: list[httpx.AsyncClient] = []

    def come() -> Visitor:
        transport = httpx.ASGITransport(identity.running.app, raise_app_exceptions=False)
        clients.append(httpx.AsyncClient(transport=transport, base_url="http://identity"))
        return Visitor(clients[-1])

    yield come
    for client in clients:
        await client.aclose()


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    return arrive()


async def code_in(identity: Identity, world: str = "main") -> str:
    """The newest one-time code of a world, as its sandbox shows it."""
    async with identity.running.runtime.begin(world) as work:
        return str((await one_time.readable(work, identity.running.settings, None, 1))[0]["sms_code"])


async def signed_in(identity: Identity, visitor: Visitor, account: str = PERSON, **changed: str | None) -> str:
    """The code that a front end gets for somebody."""
    page = await visitor.ask_for_code(account, **changed)
    code = await code_in(identity, changed.get("world") or "main")
    return told_in(await visitor.type_code(page, account, code))["code"]


def exchange(identity: Identity, visitor: Visitor, given: str, **changed: str | None) -> Awaitable[httpx.Response]:
    return identity.client.post("/token", data=visitor.form_for(**{"code": given, **changed}))


def lasting(claims: dict[str, Any]) -> dict[str, Any]:
    """What two tokens of one person have in common."""
    return {name: value for name, value in claims.items() if name not in ("exp", "iat", "jti")}


async def change(identity: Identity, statement: str, world: str = "main") -> None:
    async with identity.running.runtime.begin(world) as work:
        await work.execute(statement)
        await work.commit()


async def test_a_person_signs_in_and_the_front_end_gets_tokens(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    back = told_in(await visitor.type_code(page, PERSON, await code_in(identity)))
    assert (back["state"], back["iss"]) == (visitor.state, "http://identity")
    answer = await exchange(identity, visitor, back["code"])
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    given = answer.json()
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 3600, "openid applicant")

    persona = await identity.claims(await identity.token("huairou-home-not-found"))
    access = await identity.claims(given["access_token"])
    assert lasting(access) == lasting(persona)
    assert (await identity.client.get("/userinfo", headers=bearer(given["access_token"]))).json()["name"] == "何怀山"

    keys = KeySet.import_key_set((await identity.client.get("/.well-known/jwks.json")).json())
    said = jwt.decode(given["id_token"], keys, algorithms=["Ed25519"]).claims
    rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": "http://identity"},
        aud={"essential": True, "value": "luohu-pages"},
        nonce={"essential": True, "value": visitor.nonce},
        exp={"essential": True},
    )
    rules.validate(said)
    assert (said["sub"], said["name"], said["acr"]) == (access["sub"], "何怀山", "L3")
    assert abs(said["auth_time"] - said["iat"]) < 30


async def test_an_id_token_opens_no_service(identity: Identity, visitor: Visitor) -> None:
    given = (await exchange(identity, visitor, await signed_in(identity, visitor))).json()
    problem(await identity.client.get("/userinfo", headers=bearer(given["id_token"])), 401, "token-invalid")


@pytest.mark.parametrize(
    ("account", "persona"),
    [
        pytest.param(EMPLOYER, f"employer:{EMPLOYER}", id="employer"),
        pytest.param(f" employer:{EMPLOYER.lower()} ", f"employer:{EMPLOYER}", id="employer, in other letters"),
        pytest.param("operator:tax", "operator:tax", id="operator"),
        pytest.param("Operator:tax:2", "operator:tax:2", id="second operator"),
        pytest.param("window", "window", id="window"),
        pytest.param("administrator", "administrator", id="administrator"),
        pytest.param("９９０１１６１９７５０５２００１１０", "huairou-home-not-found", id="full-width digits"),
    ],
)
async def test_everybody_gets_the_role_that_their_persona_has(
    identity: Identity, visitor: Visitor, account: str, persona: str
) -> None:
    given = (await exchange(identity, visitor, await signed_in(identity, visitor, account))).json()
    mine = await identity.claims(given["access_token"])
    theirs = await identity.claims(await identity.token(persona))
    assert lasting(mine) == lasting(theirs)


async def test_the_world_of_the_request_is_that_of_the_tokens(identity: Identity, visitor: Visitor, world: str) -> None:
    headers = await identity.headers("administrator", world)
    new = {"name": "王伟", "id_number": "990101198506150012", "level": "L1"}
    await identity.client.post("/v1/people", json=new, headers=headers)
    code = await signed_in(identity, visitor, new["id_number"], world=world)
    given = (await exchange(identity, visitor, code)).json()
    claims = await identity.claims(given["access_token"])
    assert (claims["world"], claims["name"], claims["acr"]) == (world, "王伟", "L1")


async def test_a_code_is_taken_once_and_for_nobody_else(identity: Identity, visitor: Visitor) -> None:
    code = await signed_in(identity, visitor)
    for changed in (
        {"code_verifier": "x" * 43},
        {"code_verifier": "short"},
        {"redirect_uri": CALLBACK + "/"},
        {"code": code[:-1]},
        {"code": "main.nothing"},
        {"code": code.replace("main.", "other.")},
        {"code": code.replace("main.", "nowhere.")},
    ):
        answer = await exchange(identity, visitor, code, **changed)
        assert problem(answer, 400, "grant-invalid")["error"] == "invalid_grant", changed
    answers = await asyncio.gather(*(exchange(identity, visitor, code) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    with capture_logs() as logged:
        assert problem(await exchange(identity, visitor, code), 400, "grant-invalid")["error"] == "invalid_grant"
    assert [line["event"] for line in logged] == ["authorization_code_replayed"]


async def test_another_front_end_cannot_use_a_code(identity: Identity, visitor: Visitor) -> None:
    new = {"client_id": "another-front-end", "name": "Another", "redirect_uris": ["https://another.example/back"]}
    headers = await identity.headers("administrator")
    assert (await identity.client.post("/v1/front-ends", json=new, headers=headers)).status_code == 201
    code = await signed_in(identity, visitor)
    problem(await exchange(identity, visitor, code, client_id="another-front-end"), 400, "grant-invalid")
    for unknown in ({"client_id": "nobody"}, {"client_id": "sandbox-tax"}, {"client_secret": "sandbox"}):
        answer = await exchange(identity, visitor, code, **unknown)
        assert problem(answer, 401, "client-invalid")["error"] == "invalid_client"
    for missing in ("code", "redirect_uri", "code_verifier"):
        answer = await exchange(identity, visitor, code, **{missing: None})
        assert problem(answer, 400, "malformed-request")["error"] == "invalid_request"
    assert (await exchange(identity, visitor, code)).status_code == 200


async def test_a_code_is_good_for_a_minute(identity: Identity, visitor: Visitor) -> None:
    code = await signed_in(identity, visitor)
    await change(identity, "UPDATE authorization_code SET expires_at = clock_timestamp() WHERE used_at IS NULL")
    problem(await exchange(identity, visitor, code), 400, "grant-invalid")


async def test_a_code_of_somebody_who_is_gone_gives_nothing(identity: Identity, visitor: Visitor) -> None:
    headers = await identity.headers("administrator")
    people = {"name": "王伟", "id_number": "990101198506150012"}
    await identity.client.post("/v1/people", json=people, headers=headers)
    code = await signed_in(identity, visitor, people["id_number"])
    await change(identity, "DELETE FROM person WHERE id_number = '990101198506150012'")
    problem(await exchange(identity, visitor, code), 400, "grant-invalid")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"client_id": "nobody"}, id="unknown client"),
        pytest.param({"client_id": None}, id="no client"),
        pytest.param({"client_id": "sandbox-window"}, id="a client with a secret"),
        pytest.param({"redirect_uri": None}, id="no address"),
        *(
            pytest.param({"redirect_uri": uri}, id=uri)
            for uri in (
                CALLBACK + "/",
                CALLBACK + "?next=1",
                CALLBACK + "#x",
                CALLBACK.replace("http", "https"),
                CALLBACK.upper(),
                "http://gateway/city/sign-in/callback/../../elsewhere",
                "http://gateway@evil.example/city/sign-in/callback",
                "http://gateway.evil.example/city/sign-in/callback",
                "//evil.example",
                "javascript:alert(1)",
                "/city/sign-in/callback",
                "",
            )
        ),
    ],
)
async def test_nobody_is_sent_where_nothing_is_registered(visitor: Visitor, changed: dict[str, str | None]) -> None:
    page = await visitor.open(**changed)
    assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "location" not in page.headers
    visitor.accept = "*/*"
    told = await visitor.open(**changed)
    assert told.status_code == 400
    assert told.json()["type"].endswith(("front-end-unknown", "malformed-request"))


async def test_a_request_that_says_twice_who_asks_is_sent_nowhere(visitor: Visitor) -> None:
    for name in ("client_id", "redirect_uri"):
        twice = [*visitor.query().items(), (name, visitor.query()[name])]
        answer = await visitor.client.get("/authorize", params=twice)
        problem(answer, 400, "malformed-request")
    for raw in ("client_id=%ff", "client_id=a%00b", "a=1&" * 41 + "client_id=luohu-pages"):
        problem(await visitor.client.get(f"/authorize?{raw}"), 400, "malformed-request")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"request": "eyJ"}, "request_not_supported"),
        ({"request_uri": "https://evil.example"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"world": "Main!"}, "invalid_request"),
        ({"world": "nowhere"}, "invalid_request"),
    ],
)
async def test_a_front_end_that_is_known_is_told_what_is_wrong(
    visitor: Visitor, changed: dict[str, str | None], error: str
) -> None:
    for answer in (
        await visitor.open(**changed),
        await visitor.client.post("/authorize", params=visitor.query(**changed)),
    ):
        told = told_in(answer)
        assert (told["error"], told["state"], told["iss"]) == (error, visitor.state, "http://identity")
        assert told["error_description"].isascii()
        assert "code" not in told


async def test_a_state_that_comes_twice_does_not_come_back(visitor: Visitor) -> None:
    twice = [*visitor.query().items(), ("state", "another")]
    told = told_in(await visitor.client.get("/authorize", params=twice))
    assert told["error"] == "invalid_request"
    assert "state" not in told


async def test_a_state_comes_back_letter_for_letter(identity: Identity, arrive: Arrive) -> None:
    visitor = arrive()
    visitor.state = "落户 &=?#%\r\nLocation: http://evil.example'\"<>"
    page = await visitor.ask_for_code(PERSON)
    answer = await visitor.type_code(page, PERSON, await code_in(identity))
    assert told_in(answer)["state"] == visitor.state


async def test_the_form_speaks_two_languages_and_runs_nothing(visitor: Visitor) -> None:
    chinese, english = await visitor.open(), await visitor.open(ui_locales="fr en")
    assert labels_of(chinese) == {"account": "账号"}
    assert labels_of(english) == {"account": "Account"}
    assert '<html lang="zh-CN">' in chinese.text
    assert '<html lang="en">' in english.text
    assert "ui_locales=en" in chinese.text
    assert "ui_locales=zh-CN" in english.text
    for page in (chinese, english):
        assert "<script" not in page.text
        policy = page.headers["content-security-policy"]
        style = re.findall("<style>(.*)</style>", page.text)
        allowed = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
        assert (len(style), " style=" in page.text) == (1, False)
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{allowed}';")
        assert "form-action 'self' http://gateway;" in policy
        assert "frame-ancestors 'none'" in policy
        assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
        assert page.text.count("autofocus") == 1
        cookie = page.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie


async def test_what_comes_in_is_never_markup(visitor: Visitor) -> None:
    page = await visitor.open(login_hint='"><script>alert(1)</script>', state='"><b>', ui_locales='"><i>')
    assert page.status_code == 200
    assert not {"<script", "<b>", "<i>"} & {found for found in ("<script", "<b>", "<i>") if found in page.text}
    again = await visitor.post(page, account="<script>alert(1)</script>", step="send")
    assert "<script" not in again.text
    assert error_beside(again, "account") == "账号有误，请核对后重新填写。"


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


async def test_a_form_of_another_browser_or_request_is_not_taken(
    identity: Identity, visitor: Visitor, arrive: Arrive
) -> None:
    page = await visitor.ask_for_code(PERSON)
    code = await code_in(identity)
    stranger, elsewhere = arrive(), arrive()
    without_cookie = await stranger.type_code(page, PERSON, code)
    await elsewhere.open()
    other_cookie = await elsewhere.type_code(page, PERSON, code)
    mixed = await visitor.open(state="another")
    hidden = page.text.partition('name="form_token" value="')[2].partition('"')[0]
    other_request = await visitor.post(mixed, form_token=hidden, account=PERSON, sms_code=code, step="sign_in")
    for refused in (without_cookie, other_cookie, other_request):
        assert refused.status_code == 400, refused.text
        assert "Cookie" in error_beside(refused, "form")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a" * 1900])
async def test_a_form_without_a_good_token_is_not_taken(visitor: Visitor, token: str) -> None:
    await visitor.open()
    answer = await visitor.client.post(
        "/authorize", params=visitor.query(), data={"form_token": token, "account": PERSON, "step": "send"}
    )
    told = problem(answer, 400, "form-expired")
    assert told["errors"][0]["pointer"] == "#/form_token"


async def test_no_access_token_and_no_id_token_is_a_form_token(identity: Identity, visitor: Visitor) -> None:
    given = (await exchange(identity, visitor, await signed_in(identity, visitor))).json()
    for name in ("access_token", "id_token"):
        form = {"form_token": given[name], "account": PERSON, "step": "send"}
        problem(await visitor.client.post("/authorize", params=visitor.query(), data=form), 400, "form-expired")


async def test_programs_are_told_problems(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    right = await code_in(identity)
    visitor.accept = "application/json"
    wrong = await visitor.type_code(page, PERSON, f"{(int(right) + 1) % 10**6:06}")
    told = problem(wrong, 422, "one-time-code-invalid")
    assert told["errors"] == [{"pointer": "#/sms_code", "detail": "This is not the code. Tries left: 4."}]
    problem(await visitor.post(page, account="nobody", step="send"), 422, "validation-failed")
    answer = await visitor.client.post("/authorize", params=visitor.query(), json={"account": PERSON})
    problem(answer, 400, "malformed-request")


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


@pytest.mark.parametrize(
    "uri",
    [
        "http://front.example/back",
        "https://user@front.example/back",
        "https://front.example/back#part",
        "https://*.front.example/back",
        "https:///back",
        "https://front.example;script-src/back",
        "https://front.example:port/back",
        "javascript:alert(1)",
        "front.example/back",
        "https://front.example/居民",
        "https://front.example/ back",
        "",
    ],
)
async def test_a_front_end_registers_plain_addresses_only(fresh: Identity, uri: str) -> None:
    headers = await fresh.headers("administrator")
    new = {"client_id": "front", "name": "Front", "redirect_uris": [uri]}
    problem(await fresh.client.post("/v1/front-ends", json=new, headers=headers), 422, "validation-failed")


async def test_front_ends_are_registered_listed_and_removed(identity: Identity, visitor: Visitor) -> None:
    headers = await identity.headers("administrator")
    new: dict[str, Any] = {
        "client_id": "own-front-end",
        "name": "My <front> end",
        "redirect_uris": ["http://127.0.0.1:3000/back?kept=1"],
        "post_logout_redirect_uris": ["http://127.0.0.1:3000/"],
    }
    made = await identity.client.post("/v1/front-ends", json=new, headers=headers)
    assert (made.status_code, made.json()) == (201, new)
    problem(await identity.client.post("/v1/front-ends", json=new, headers=headers), 409, "record-conflict")
    listed = (await identity.client.get("/v1/front-ends", headers=headers)).json()["items"]
    assert listed[0]["client_id"] == "luohu-pages"
    assert new in listed
    asked = {"client_id": new["client_id"], "redirect_uri": new["redirect_uris"][0]}
    page = await visitor.ask_for_code(PERSON, **asked)
    assert "My &lt;front&gt; end" in page.text
    assert "form-action 'self' http://127.0.0.1:3000;" in page.headers["content-security-policy"]
    back = await visitor.type_code(page, PERSON, await code_in(identity))
    assert back.headers["location"].startswith("http://127.0.0.1:3000/back?kept=1&code=main.")
    for client_id in ("luohu-pages", "luohu"):
        answer = await identity.client.post("/v1/front-ends", json={**new, "client_id": client_id}, headers=headers)
        problem(answer, 422, "validation-failed")
    gone = await identity.client.delete("/v1/front-ends/own-front-end", headers=headers)
    assert gone.status_code == 204
    assert (await visitor.open(**asked)).status_code == 400
    problem(await identity.client.delete("/v1/front-ends/luohu-pages", headers=headers), 404, "not-found")


async def test_who_signs_out_goes_where_the_front_end_registered(identity: Identity, visitor: Visitor) -> None:
    given = (await exchange(identity, visitor, await signed_in(identity, visitor))).json()
    hint, home = {"id_token_hint": given["id_token"]}, {"post_logout_redirect_uri": "http://gateway/city/"}
    for asked in (hint, {"client_id": "luohu-pages"}, {**hint, "client_id": "luohu-pages"}):
        answer = await visitor.client.get("/logout", params={**asked, **home, "state": "s&t"})
        assert (answer.status_code, answer.headers["location"]) == (303, "http://gateway/city/?state=s%26t")
    page = await visitor.client.get("/logout", params={**hint, "ui_locales": "en"})
    assert (page.status_code, "Signed out" in page.text) == (200, True)
    evil = {"post_logout_redirect_uri": "http://evil.example/"}
    for asked in (evil, {**hint, **evil}, home, {**home, "client_id": "nobody"}):
        problem(await visitor.client.get("/logout", params=asked), 400, "front-end-unknown")
    for asked in ({**hint, "client_id": "another"}, {"id_token_hint": "x"}, {"id_token_hint": given["access_token"]}):
        answer = await visitor.client.get("/logout", params={**asked, **home})
        assert answer.status_code == 400, asked


async def test_discovery_says_what_there_is(identity: Identity) -> None:
    found = (await identity.client.get("/.well-known/openid-configuration")).json()
    assert found["authorization_endpoint"] == "http://gateway/identity/authorize"
    assert found["end_session_endpoint"] == "http://gateway/identity/logout"
    assert (found["response_types_supported"], found["code_challenge_methods_supported"]) == (["code"], ["S256"])
    assert "authorization_code" in found["grant_types_supported"]
    assert "none" in found["token_endpoint_auth_methods_supported"]
    assert "openid" in found["scopes_supported"]


async def test_a_sign_in_is_of_its_world_alone(identity: Identity, visitor: Visitor, world: str) -> None:
    await make_world(identity.running.runtime, f"{world}-other")
    page = await visitor.ask_for_code("window", world=world)
    code = await code_in(identity, world)
    given = told_in(await visitor.type_code(page, "window", code))["code"]
    problem(await exchange(identity, visitor, given.replace(world, f"{world}-other")), 400, "grant-invalid")
    assert (await exchange(identity, visitor, given)).status_code == 200
