"""Front ends: which addresses are registered, where signing out leads, and what they read of the service beforehand."""

from typing import Any

import pytest

from luohu_testbed.identity_desk import Identity, problem
from luohu_testbed.signed_in import code_in, exchange, signed_in
from luohu_testbed.signing_in import PERSON, Visitor


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
