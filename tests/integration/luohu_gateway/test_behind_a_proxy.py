"""The pages where a proxy before the gateway holds the certificate: what was asked came as plain HTTP."""

from urllib.parse import parse_qs, urlsplit

from luohu_kit.settings import Mode
from luohu_testbed.doors import gateway_to

OUTSIDE = "https://luohu.example"


async def test_cookies_are_for_tls_alone_and_the_way_back_is_the_outside_one() -> None:
    async with gateway_to({}, Mode.PRODUCTION, public_origin=OUTSIDE) as client:
        left = await client.get("/city/sign-in/form?next=/city/me")
        asked = parse_qs(urlsplit(left.headers["location"]).query)
        assert asked["redirect_uri"] == [f"{OUTSIDE}/city/sign-in/callback"]
        assert all("Secure" in each for each in left.headers.get_list("set-cookie"))


async def test_without_a_proxy_the_address_that_was_asked_is_the_way_back() -> None:
    async with gateway_to({}) as client:
        left = await client.get("/city/sign-in/form")
        asked = parse_qs(urlsplit(left.headers["location"]).query)
        assert asked["redirect_uri"] == [f"{str(client.base_url).rstrip('/')}/city/sign-in/callback"]
        assert not any("Secure" in each for each in left.headers.get_list("set-cookie"))


async def test_production_has_no_personas_and_no_map() -> None:
    async with gateway_to({}, Mode.PRODUCTION, public_origin=OUTSIDE) as client:
        page = await client.get("/city/sign-in")
        assert (page.status_code, 'name="persona"' in page.text, "/city/map" in page.text) == (200, False, False)
        for path in ("/city/map", "/city/map/worlds"):
            assert (await client.get(path)).status_code == 404
