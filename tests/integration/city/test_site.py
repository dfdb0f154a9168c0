"""The frame of all pages: sessions, forms of our own, languages, and what a browser is told."""

import base64
import hashlib
import re
from datetime import timedelta

import pytest

from luohu_contract.texts.pages import PAGES
from luohu_gateway.site.app import SECTIONS, create_site
from luohu_gateway.site.kept import FOLDER
from luohu_gateway.site.session import COOKIE, IDLE, Seals
from luohu_gateway.upstream import Upstreams
from luohu_kit.auth.listing import dependencies, routes_of
from luohu_kit.clock import machine_now
from luohu_testbed.browser import Browser, Page, browsing
from luohu_testbed.city import City

PERSON = "990116197505200110"  #: 何怀山, of the seeds
TEMPLATES = FOLDER.parent / "templates"


def sealed(browser: Browser) -> str:
    return str(browser.client.cookies[COOKIE])


async def test_one_click_signs_a_persona_in_and_one_out(browser: Browser) -> None:
    page = await browser.open("/city/sign-in")
    assert "市" in page.words
    await browser.submit(page, "/sign-in", press=("persona", "window"))
    front = await browser.open("/city/")
    assert "window" in front.words
    out = await browser.submit(front, "/sign-out")
    assert COOKIE not in browser.client.cookies
    assert "登录" in out.words


async def test_the_form_of_the_identity_service_signs_a_person_in(city: City, browser: Browser) -> None:
    browser.client.cookies.set("luohu-world", "main", domain="gateway.local", path="/city")
    left = await browser.open("/city/sign-in/form?next=/city/season")
    assert left.path.startswith("/identity/authorize?")
    sent = await browser.submit(left, "", account=PERSON, step="send")
    messages = await city.client.get("/_luohu/messages", params={"world": "main", "account": PERSON})
    code = messages.json()["items"][0]["sms_code"]
    back = await browser.submit(sent, "", sms_code=code, step="sign_in")
    assert back.path == "/city/season"
    assert "何怀山" in back.words


async def test_a_code_that_was_not_asked_for_here_signs_nobody_in(browser: Browser) -> None:
    for query in ("code=x&state=y", "error=access_denied", ""):
        page = await browser.open(f"/city/sign-in/callback?{query}")
        assert (page.status, COOKIE in browser.client.cookies) == (400, False)
        assert "登录请求已失效" in page.words


async def test_an_employer_of_the_city_signs_in_with_one_click(browser: Browser) -> None:
    page = await browser.open("/city/sign-in")
    assert "北京示例科技有限公司" in page.words
    sent = await browser.submit(page, "/sign-in", press=("persona", "employer:91990105MA0LUH014J"))
    assert sent.path == "/city/employer"


async def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_comes_back(browser: Browser) -> None:
    page = await browser.open("/city/desk?state=created")
    assert page.path.startswith("/city/sign-in?next=/city/desk")
    back = await browser.submit(page, "/sign-in", press=("persona", "operator:tax"))
    assert back.path == "/city/desk?state=created"


async def test_a_role_that_a_page_is_not_for_is_told_so(browser: Browser) -> None:
    await browser.sign_in("operator:tax")
    page = await browser.open("/city/me")
    assert page.status == 403
    assert "本页不面向您的身份" in page.words


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/city/\\example.org", "/v1/x", "/city/\t//a"]
)
async def test_nobody_is_sent_elsewhere_after_signing_in(browser: Browser, elsewhere: str) -> None:
    page = await browser.open("/city/sign-in")
    sent = await browser.submit(page, "/sign-in", press=("persona", "window"), next=elsewhere)
    assert sent.path.startswith("/city/")


async def test_a_form_of_another_browser_is_not_taken(city: City, world: str, browser: Browser) -> None:
    page = await browser.open("/city/sign-in")
    async with browsing(city, world) as other:
        theirs = await other.open("/city/sign-in")
    token = dict(theirs.form("/sign-in").fields)["csrf"]
    for given in (token, "", "0" * 64, "印"):
        sent = await browser.submit(page, "/sign-in", press=("persona", "window"), csrf=given)
        assert (sent.status, COOKIE in browser.client.cookies) == (403, False)


async def test_a_form_that_another_site_sent_is_not_taken(browser: Browser) -> None:
    page = await browser.open("/city/sign-in")
    browser.client.headers["Sec-Fetch-Site"] = "cross-site"
    assert (await browser.submit(page, "/sign-in", press=("persona", "window"))).status == 403


async def test_a_form_made_before_signing_in_is_not_taken_afterwards(browser: Browser) -> None:
    before = await browser.open("/city/")
    await browser.sign_in("window")
    assert (await browser.submit(before, "/language/en")).status == 403


async def test_a_problem_of_the_api_is_shown_with_what_to_do(browser: Browser) -> None:
    page = await browser.open("/city/sign-in")
    sent = await browser.submit(page, "/sign-in", having={"persona": ""}, persona="nobody-at-all")
    assert sent.status == 422
    assert "nobody-at-all" in sent.words
    assert "persona-unknown" in sent.words


async def test_a_seal_that_was_touched_opens_nothing(browser: Browser) -> None:
    await browser.sign_in("window")
    good = sealed(browser)
    turned = good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1]
    for spoilt in (turned, good[1:], "a.b.c.d.e", "x", good + "="):
        browser.client.cookies.clear()
        page = await browser.open("/city/window", Cookie=f"{COOKIE}={spoilt}")
        assert page.path.startswith("/city/sign-in")


async def test_a_session_ends_when_nobody_came_for_half_an_hour(city: City, browser: Browser) -> None:
    await browser.sign_in("window")
    seals, now = Seals(city.settings), machine_now()
    session = seals.open(sealed(browser), now)
    assert session is not None
    assert seals.open(sealed(browser), now + IDLE + timedelta(seconds=1)) is None
    touched = session.touched(now + IDLE / 2)
    assert touched is not None
    assert seals.open(seals.seal(touched), now + IDLE + timedelta(seconds=1)) is not None
    assert touched.over(now + timedelta(hours=9))  # the token itself is at its end


async def test_a_session_of_a_world_that_is_gone_ends(city: City, browser: Browser) -> None:
    made = await city.client.post("/_luohu/worlds", json={})
    browser.client.cookies.set("luohu-world", made.json()["name"], domain="gateway.local", path="/city")
    await browser.sign_in("window")
    await city.client.delete(f"/_luohu/worlds/{made.json()['name']}")
    assert (await browser.open("/city/")).status < 500


async def test_the_switch_changes_every_word_and_the_page_says_so(browser: Browser) -> None:
    page = await browser.open("/city/")
    assert '<html lang="zh-CN">' in page.html
    english = await browser.submit(page, "/language/en")
    assert '<html lang="en">' in english.html
    assert "Where to begin" in english.words
    again = await browser.submit(english, "/language/zh")
    assert "从这里开始" in again.words


async def test_another_world_is_looked_at_and_one_that_is_not_there_is_a_problem(city: City, browser: Browser) -> None:
    page = await browser.open("/city/")
    gone = await browser.submit(page, "/world", world="no-such-world")
    assert gone.status == 422
    assert "no-such-world" in gone.words
    other = await browser.submit(page, "/world", world="main")
    assert "main" in other.words


async def test_a_service_that_is_away_is_waited_for(city: City, browser: Browser) -> None:
    app = city.apps["sandbox"]
    city.network.detach("sandbox")
    try:
        page = await browser.open("/city/sign-in")
        assert (page.status, "正在等待" in page.words, "hx-trigger" in page.html) == (200, True, True)
        part = await browser.part("/city/sign-in")
        assert "<html" not in part.html
        assert "正在等待" in part.words
    finally:
        city.network.attach("sandbox", app)
    assert (await browser.open("/city/sign-in")).status == 200


@pytest.mark.parametrize("path", ["/city/", "/city/sign-in", "/city/nothing", "/city/static/style.css"])
async def test_a_browser_is_told_what_it_may_load(browser: Browser, path: str) -> None:
    page = await browser.open(path)
    policy = page.answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.answer.headers["x-content-type-options"] == "nosniff"
    assert not loads(page) - {"/city"}


def loads(page: Page) -> set[str]:
    """The hosts, or first segments of paths, that a page loads anything from."""
    found = re.findall(r'<(?:script|img|iframe|link)[^>]*?(?:src|href)="([^"]+)"', page.html)
    return {"/" + one.split("/")[1] if one.startswith("/") else one for one in found}


async def test_what_is_kept_for_good_has_an_address_that_changes(browser: Browser) -> None:
    page = await browser.open("/city/")
    [sheet] = re.findall(r'href="(/city/static/style\.css\?v=\w+)"', page.html)
    kept = await browser.open(sheet)
    assert "immutable" in kept.answer.headers["cache-control"]
    assert page.answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/city/", "/city/sign-in"])
async def test_a_first_page_needs_no_second_request_to_be_seen(browser: Browser, path: str) -> None:
    page = await browser.open(path)
    [sheet] = re.findall(r"<style>(.*?)</style>", page.html, re.DOTALL)
    allowed = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{allowed}';" in page.answer.headers["content-security-policy"]
    waited_for = [kind for kind, _ in re.findall(r'<(script|link rel="stylesheet")([^>]*)', page.html)]
    assert waited_for == []
    ahead = re.findall(r'<link rel="prefetch" href="([^"]+)"', page.html)
    for address in ahead:
        assert (await browser.open(address)).status == 200
    inner = await browser.open("/city/season")
    assert [address for address in ahead if address not in inner.html] == [], "what the next page loads"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_beside_a_field_stands_nothing_while_nothing_is_wrong_with_it(browser: Browser, language: str) -> None:
    if language == "en":
        await browser.submit(await browser.open("/city/"), "/language/en")
    for path in ("/city/", "/city/sign-in"):
        places = re.findall(r'<p class="fault"[^>]*>(.*?)</p>', (await browser.open(path)).html, re.DOTALL)
        assert places
        assert not any(places), "a sheet marks whatever is not empty"


def test_no_template_holds_what_the_policy_forbids() -> None:
    forbidden = re.compile(
        r"<style(?!>\{\{ sheet \}\}</style>)|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|\bhx-on|javascript:|https?://(?!www\.w3\.org/)"
    )
    guilty = {
        f"{file.name}: {found[0]}"
        for file in TEMPLATES.rglob("*.html")
        for found in [forbidden.search(file.read_text())]
        if found
    }
    assert not guilty


def test_every_word_of_a_template_is_in_the_catalogue() -> None:
    """Between tags stands nothing but what an expression gives; a sign and a name that is the same everywhere may."""
    chinese = re.compile(r"[\u4e00-\u9fff]+")
    spoken = {
        f"{file.name}: {found}"
        for file in TEMPLATES.rglob("*.html")
        for found in chinese.findall(re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.DOTALL))
    }
    assert spoken <= {"base.html: 落户", "base.html: 中文"}


def test_every_text_of_the_pages_is_used_and_every_used_one_is_there() -> None:
    files = [*TEMPLATES.rglob("*.html"), *FOLDER.parent.rglob("*.py")]
    written = "\n".join(file.read_text() for file in files)
    used = set(re.findall(r"""\b(?:t|other)\(["']([\w.-]+)["'][,)]""", written))
    assert not used - PAGES.keys()
    named = set(re.findall(r"""["']([\w-]+\.[\w.-]+)["']""", written))
    named |= {f"{key}_about" for key in named}
    begun = (
        *re.findall(r"""["']([\w.-]+[._-])["']\s*(?:~|\+)""", written),
        *re.findall(r'f"([\w.-]+[._-])\{', written),
        *re.findall(r'Phrases\("([\w.-]+\.)"\)', written),
    )
    assert not {key for key in PAGES if key not in used | named and not key.startswith(begun)}


async def test_every_page_has_exactly_one_guard(city: City) -> None:
    site = create_site(city.settings, Upstreams(city.settings))
    for route in routes_of(site):
        guards = [call for call in dependencies(route.dependant) if hasattr(call, "guard")]
        assert len(guards) == 1, f"{sorted(route.methods)} {route.path} has {len(guards)} guards"
    assert len(SECTIONS) > 2
