"""What a front end asks for and the form that comes back: where nobody is sent, what is no markup, whose form it is."""

import base64
import hashlib
import re

import pytest

from luohu_testbed.identity_desk import Identity, problem
from luohu_testbed.signed_in import code_in, exchange, signed_in
from luohu_testbed.signing_in import CALLBACK, PERSON, Arrive, Visitor, error_beside, labels_of, told_in


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
