"""A token is good only if the issuer signed it for us, with the one algorithm, and for no longer than it says."""

import asyncio
import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, OKPKey

from luohu_kit.auth import Keys, KeysUnavailable, Role, TokenRefused, read_token
from luohu_kit.settings import Settings
from luohu_testbed.issuer import APPLICANT, ISSUER, Issuer
from luohu_testbed.waiting import until


def now() -> datetime:
    """The machine's time as the test asks: collected tests may wait for minutes."""
    return datetime.now(UTC)


SETTINGS = Settings(service="tax", urls={"identity": ISSUER})


class Shop:
    """An issuer whose keys are fetched over a counted line that can be cut."""

    def __init__(self) -> None:
        self.issuer = Issuer()
        self.shown: list[Any] = [self.issuer.key.as_dict(private=False)]
        self.fetches = 0
        self.away = False
        self.keys = Keys(SETTINGS, httpx.AsyncClient(transport=httpx.MockTransport(self._answer)))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        self.fetches += 1
        await asyncio.sleep(0)
        if self.away:
            raise httpx.ConnectError("nobody is there")
        return httpx.Response(200, json={"keys": self.shown})

    def rotate(self, kid: str) -> Issuer:
        """Show another key as well; the issuer that signs with it."""
        new = Issuer(kid)
        self.shown.append(new.key.as_dict(private=False))
        return new


@pytest.fixture
def shop() -> Shop:
    return Shop()


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=").decode()


def signed_with_the_public_key(issuer: Issuer) -> str:
    """The classic forgery: HS256, with the issuer's public key as the shared secret."""
    public = base64.urlsafe_b64decode(issuer.key.as_dict(private=False)["x"] + "==")
    claims = {"iss": ISSUER, "aud": "luohu", "exp": 9_999_999_999, "world": "main", **APPLICANT}
    header = {"alg": "HS256", "kid": issuer.key.kid}
    return jwt.encode(header, claims, OctKey.import_key(public), algorithms=["HS256"])


def unsigned(issuer: Issuer) -> str:
    claims = {"iss": ISSUER, "aud": "luohu", "exp": 9_999_999_999, "world": "main", **APPLICANT}
    return f"{part({'alg': 'none', 'kid': issuer.key.kid})}.{part(claims)}."


def changed(issuer: Issuer) -> str:
    head, claims, signature = issuer.token(**APPLICANT).split(".")
    other = orjson.loads(base64.urlsafe_b64decode(claims + "==")) | {"role": "administrator"}
    return f"{head}.{part(other)}.{signature}"


async def test_a_good_token_names_its_holder(shop: Shop) -> None:
    caller = await shop.keys.caller(shop.issuer.token(**APPLICANT), now())
    assert (caller.role, caller.world, caller.name, caller.acr) == (Role.APPLICANT, "main", "王伟", "L3")
    assert caller.birth_date is not None
    assert caller.birth_date.isoformat() == "1985-06-15"


@pytest.mark.parametrize(
    ("make", "slug", "why"),
    [
        pytest.param(lambda i: i.token(**APPLICANT, lives=-timedelta(minutes=1)), "token-expired", "expired", id="old"),
        pytest.param(lambda i: Issuer().token(**APPLICANT), "token-invalid", "signed", id="forged under the same kid"),
        pytest.param(lambda i: Issuer("other").token(**APPLICANT), "token-invalid", "does not show", id="unknown key"),
        pytest.param(lambda i: i.token(**APPLICANT, iss="http://x"), "token-invalid", "another issuer", id="issuer"),
        pytest.param(lambda i: i.token(**APPLICANT, aud="x"), "token-invalid", "not meant for", id="audience"),
        pytest.param(lambda i: i.token(**APPLICANT, aud={"luohu": 1}), "token-invalid", "meant", id="odd audience"),
        pytest.param(unsigned, "token-invalid", "signed", id="alg none"),
        pytest.param(signed_with_the_public_key, "token-invalid", "signed", id="HS256 with the public key"),
        pytest.param(changed, "token-invalid", "signed", id="another role in the same token"),
        pytest.param(lambda i: i.token(**APPLICANT | {"role": "king"}), "token-invalid", "king", id="unknown role"),
        pytest.param(lambda i: i.token(sub="p", world="main"), "token-invalid", "role", id="no role"),
        pytest.param(lambda i: i.token(**APPLICANT, world=""), "token-invalid", "world", id="empty world"),
        pytest.param(lambda i: i.token(**APPLICANT | {"sub": "a\x00"}), "token-invalid", "sub", id="NUL"),
        pytest.param(lambda i: i.token(**APPLICANT, exp="soon"), "token-invalid", "exp", id="exp in words"),
        pytest.param(lambda i: i.token(**APPLICANT, exp=True), "token-invalid", "exp", id="exp true"),
        pytest.param(lambda i: i.token(**APPLICANT, exp=float("inf")), "token-invalid", "exp", id="exp never"),
        pytest.param(lambda i: i.token(**APPLICANT, nbf=9_999_999_999), "token-invalid", "nbf", id="not yet"),
        pytest.param(lambda i: i.token(**APPLICANT | {"birth_date": "x"}), "token-invalid", "isoformat", id="birth"),
        pytest.param(lambda i: "a.b.c", "token-invalid", "no signed JWT", id="letters"),
        pytest.param(lambda i: "", "token-invalid", "no signed JWT", id="nothing"),
        pytest.param(lambda i: "é.é.é", "token-invalid", "no signed JWT", id="not ASCII"),
        pytest.param(lambda i: f"{part({'alg': 'Ed25519'})}.{part({})}.x", "token-invalid", "kid", id="no kid"),
    ],
)
async def test_a_token_of_the_wrong_sort_is_refused(
    shop: Shop, make: Callable[[Issuer], str], slug: str, why: str
) -> None:
    with pytest.raises(TokenRefused, match=why) as refused:
        await shop.keys.caller(make(shop.issuer), now())
    assert refused.value.slug == slug


@given(header=st.recursive(st.none() | st.booleans() | st.text(max_size=9), st.lists), claims=st.binary(max_size=40))
def test_garbage_is_refused_and_never_an_error(header: Any, claims: bytes) -> None:
    key = OKPKey.generate_key("Ed25519", {"kid": "k"})
    for head in (header, {"alg": header, "kid": "k"}, {"alg": "Ed25519", "kid": "k", "crit": header}):
        text = f"{part(head)}.{base64.urlsafe_b64encode(claims).decode()}.AAAA"
        with pytest.raises(TokenRefused):
            read_token(text, KeySet([key]), issuer=ISSUER, now=now())


async def test_a_token_is_verified_once_and_kept_no_longer_than_it_lives(shop: Shop) -> None:
    text = shop.issuer.token(**APPLICANT, lives=timedelta(minutes=10))
    first = await shop.keys.caller(text, now())
    assert await shop.keys.caller(text, now() + timedelta(minutes=9)) is first
    with pytest.raises(TokenRefused, match="expired"):
        await shop.keys.caller(text, now() + timedelta(minutes=11))


async def test_a_new_key_is_fetched_when_the_first_token_of_it_comes(shop: Shop) -> None:
    await shop.keys.caller(shop.issuer.token(**APPLICANT), now())
    rotated = shop.rotate("test-2")
    assert (await shop.keys.caller(rotated.token(**APPLICANT), now())).role is Role.APPLICANT
    assert (await shop.keys.caller(shop.issuer.token(**APPLICANT | {"sub": "p2"}), now())).subject == "p2"
    assert shop.fetches == 2


async def test_made_up_key_names_do_not_send_us_to_the_issuer_again_and_again(shop: Shop) -> None:
    await shop.keys.caller(shop.issuer.token(**APPLICANT), now())
    for number in range(20):
        with pytest.raises(TokenRefused):
            await shop.keys.caller(Issuer(f"made-up-{number}").token(**APPLICANT), now())
    assert shop.fetches == 2


async def test_known_keys_are_good_while_the_issuer_is_away(shop: Shop) -> None:
    await shop.keys.caller(shop.issuer.token(**APPLICANT), now())
    shop.away = True
    assert (await shop.keys.caller(shop.issuer.token(**APPLICANT | {"sub": "p2"}), now())).subject == "p2"
    with pytest.raises(TokenRefused):
        await shop.keys.caller(Issuer("other").token(**APPLICANT), now())


async def test_without_any_key_nobody_is_refused_for_good(shop: Shop) -> None:
    shop.away = True
    with pytest.raises(KeysUnavailable):
        await shop.keys.caller(shop.issuer.token(**APPLICANT), now())
    shop.away = False
    assert (await shop.keys.caller(shop.issuer.token(**APPLICANT), now())).role is Role.APPLICANT


async def test_all_who_wait_for_the_keys_share_one_fetch(shop: Shop) -> None:
    shop.away = True
    waiting = [shop.keys.caller(shop.issuer.token(**APPLICANT), now()) for _ in range(20)]
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {KeysUnavailable}
    assert shop.fetches == 1


async def test_a_client_that_hangs_up_does_not_take_the_fetch_from_the_others(shop: Shop) -> None:
    text = shop.issuer.token(**APPLICANT)
    hasty = asyncio.create_task(shop.keys.caller(text, now()))
    patient = asyncio.create_task(shop.keys.caller(text, now()))
    await asyncio.sleep(0)
    hasty.cancel()
    assert (await patient).role is Role.APPLICANT
    assert shop.fetches == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB"}, id="RSA"),
        pytest.param({"kty": "made-up", "kid": "m"}, id="a kind nobody knows"),
        pytest.param({"kty": "oct", "kid": "test-1", "k": "c2VjcmV0"}, id="a shared secret under our kid"),
        pytest.param("text", id="no key at all"),
    ],
)
async def test_keys_of_other_kinds_beside_ours_do_no_harm(shop: Shop, other: Any) -> None:
    shop.shown.insert(0, other)
    assert (await shop.keys.caller(shop.issuer.token(**APPLICANT), now())).role is Role.APPLICANT
    with pytest.raises(TokenRefused):
        await shop.keys.caller(signed_with_the_public_key(shop.issuer), now())


@pytest.mark.parametrize("document", [[], {}, {"keys": 1}, {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "%"}]}])
async def test_a_document_that_is_no_key_set_is_no_answer(document: Any) -> None:
    answer = httpx.MockTransport(lambda request: httpx.Response(200, json=document))
    keys = Keys(SETTINGS, httpx.AsyncClient(transport=answer))
    with pytest.raises(KeysUnavailable):
        await keys.caller(Issuer().token(**APPLICANT), now())


async def test_a_key_that_is_shown_no_more_has_retired_with_all_its_tokens(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = shop.issuer.token(**APPLICANT)
    new = shop.rotate("test-2")
    for token in (old, new.token(**APPLICANT)):
        assert (await shop.keys.caller(token, now())).role is Role.APPLICANT
    del shop.shown[0]
    monkeypatch.setattr("luohu_kit.auth.keys._FRESH", -1.0)
    await shop.keys.caller(old, now())  # what is at hand is good until the next look, which this has begun
    await until(lambda: shop.fetches, 2, at_least=True)
    for _ in range(3):
        await asyncio.sleep(0)
    with pytest.raises(TokenRefused, match="does not show"):
        await shop.keys.caller(old, now())
    assert (await shop.keys.caller(new.token(**APPLICANT), now())).role is Role.APPLICANT
