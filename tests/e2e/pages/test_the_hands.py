"""A mouse and a keyboard do the same things, and each fails where somebody with it alone could not go on."""

from pathlib import Path

import pytest
from playwright.async_api import Browser
from playwright.async_api import TimeoutError as Late
from starlette.responses import HTMLResponse

from luohu_pages.hand import Hand
from luohu_pages.keyboard import Keyboard
from luohu_pages.mouse import Mouse
from luohu_pages.stage import Stage
from luohu_pages.visitor import visiting

pytestmark = pytest.mark.sockets
HANDS = pytest.mark.parametrize("kind", [Mouse, Keyboard], ids=lambda kind: kind.name)
THANKS = "<!doctype html><title>sent</title><link rel=icon href=/icon.svg><p>Thanks"
FORM = """<form method="post" action="/sent" enctype="multipart/form-data">
<label for="name">姓名</label><input id="name" name="name" value="nobody">
<label for="note">Note</label><textarea id="note" name="note">old</textarea>
<label for="from">From</label><input type="date" id="from" name="from">
<label for="month">Month</label><input type="month" id="month" name="month">
<label for="kind">Kind</label><select id="kind" name="kind">
  <option value="">Choose</option><option value="a">甲</option><option value="b">乙</option></select>
<fieldset><legend>Where</legend><label><input type="radio" name="where" value="home"> home</label>
  <label><input type="radio" name="where" value="abroad"> abroad</label></fieldset>
<label><input type="checkbox" name="sure"> sure</label>
<label for="scan">Scan</label><input type="file" id="scan" name="scan">
<button>Send</button></form>"""


@HANDS
async def test_a_form_is_filled_and_sent(kind: type[Hand], browser: Browser, stage: Stage, tmp_path: Path) -> None:
    stage.body = FORM
    stage.answers["/sent"] = lambda: HTMLResponse(THANKS)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF")
    async with visiting(browser, stage.origin) as visitor:
        hand = kind(visitor)
        await visitor.go("/")
        await hand.fill("姓名", "王小明")
        await hand.fill("Note", "new\nlines")
        await hand.fill("From", "2020-09-30")
        await hand.fill("Month", "2019-12")
        await hand.choose("Kind", "乙")
        await hand.choose("Where", "abroad")
        await hand.tick("sure")
        await hand.upload("Scan", scan)
        await hand.press("button", "Send")
        await hand.sees("Thanks")
        await hand.misses("姓名")

    sent = dict(stage.forms[0])
    assert str(sent.pop("note")).splitlines() == ["new", "lines"]
    assert sent == {
        "name": "王小明", "from": "2020-09-30", "month": "2019-12", "kind": "b", "where": "abroad", "sure": "on",
        "scan": "scan.pdf",
    }  # fmt: skip


@HANDS
async def test_the_page_hears_of_a_choice_once(kind: type[Hand], browser: Browser, stage: Stage) -> None:
    stage.body = FORM + '<p id="heard"></p>'
    stage.script = """kind.addEventListener("change", () => { heard.textContent += `(${kind.value})` })"""
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        await kind(visitor).choose("Kind", "乙")
        assert await visitor.page.inner_text("#heard") == "(b)"


@HANDS
async def test_a_name_that_two_elements_bear_is_one_too_many(kind: type[Hand], browser: Browser, stage: Stage) -> None:
    stage.body = "<ul><li><button>Take 1</button></li><li><button>Take 2</button></li></ul>"
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        with pytest.raises(AssertionError, match="2 elements are meant by button Take"):
            await kind(visitor).press("button", "Take")


@HANDS
async def test_a_part_of_the_page_is_all_that_a_hand_within_it_has(
    kind: type[Hand], browser: Browser, stage: Stage
) -> None:
    rows = "".join(f'<tr><th scope="row">{who}</th><td><button>Take</button></td></tr>' for who in ("One", "Two"))
    stage.body = f'<table>{rows}</table><p id="taken"></p>'
    stage.script = """onclick = (event) => { taken.textContent = event.target.closest("tr").innerText }"""
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        await kind(visitor).within("row", "Two").press("button", "Take")
        assert (await visitor.page.inner_text("#taken")).split() == ["Two", "Take"]


@HANDS
async def test_a_page_that_comes_late_is_waited_for(kind: type[Hand], browser: Browser, stage: Stage) -> None:
    stage.body = '<button id="go">Go</button><p id="more"></p>'
    stage.script = """go.onclick = () => setTimeout(() => { more.innerHTML = "<button>Further</button>" }, 300)"""
    async with visiting(browser, stage.origin) as visitor:
        hand = kind(visitor)
        await visitor.go("/")
        await hand.press("button", "Go")
        await hand.press("button", "Further")


async def test_arrows_lead_through_tabs(browser: Browser, stage: Stage) -> None:
    tabs = "".join(f'<button role="tab" tabindex="{0 if n == 0 else -1}">{n}</button>' for n in range(3))
    stage.body = f'<div role="tablist" id="tabs">{tabs}</div>'
    stage.script = """tabs.onkeydown = ({key}) => {
        const step = {ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling"}[key];
        if (step && document.activeElement[step]) document.activeElement[step].focus();
    }; tabs.onclick = ({target}) => { target.ariaSelected = "true" }"""
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        await Keyboard(visitor).press("tab", "2")
        assert await visitor.page.locator("[aria-selected=true]").inner_text() == "2"


REACHED = {
    "no stop of Tab": ('<div role="button" id="it">Go</div>', "", "Tab does not lead to .*it"),
    "taken out of the order": ('<button tabindex="-1">Go</button>', "", "Tab does not lead to"),
    "in a trap before it": (
        '<input aria-label="trap" id="trap"><button>Go</button>',
        "trap.onkeydown = (event) => { if (event.key === 'Tab') event.preventDefault() }",
        "Tab does not lead to",
    ),
}


async def test_the_way_goes_on_from_where_what_had_the_focus_is_gone(browser: Browser, stage: Stage) -> None:
    stage.body = '<button id="one">One</button><button id="two">Two</button><button>Three</button>'
    stage.script = """one.onclick = () => { document.title = "Reached" }; two.onclick = () => two.remove()"""
    async with visiting(browser, stage.origin) as visitor:
        hand = Keyboard(visitor)
        await visitor.go("/")
        await hand.press("button", "Two")
        await hand.press("button", "One")
        assert await visitor.page.title() == "Reached"


@pytest.mark.parametrize("case", REACHED)
async def test_what_no_key_reaches_is_noticed(case: str, browser: Browser, stage: Stage) -> None:
    stage.body, stage.script, told = REACHED[case]
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        with pytest.raises(AssertionError, match=told):
            await Keyboard(visitor).press("button", "Go")


UNSEEN = {
    "has no outline": "button { outline: none }",
    "is outside of the window": "button { position: fixed; left: -999px }",
    "is covered": "main::after { content: ''; position: fixed; inset: 0; background: white }",
}


@pytest.mark.parametrize("wrong", UNSEEN)
async def test_a_focus_that_cannot_be_seen_is_noticed(wrong: str, browser: Browser, stage: Stage) -> None:
    stage.body, stage.style = "<button>Before</button><a href='/next'>Next</a>", UNSEEN[wrong]
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        with pytest.raises(AssertionError, match=f"the focus {wrong} at: button Before"):
            await Keyboard(visitor).press("link", "Next")


async def test_what_no_mouse_can_hit_is_noticed(browser: Browser, stage: Stage) -> None:
    stage.body = "<button>Go</button>"
    stage.style = UNSEEN["is covered"]
    async with visiting(browser, stage.origin) as visitor:
        visitor.page.set_default_timeout(500)
        await visitor.go("/")
        with pytest.raises(Late, match="intercepts pointer events"):
            await Mouse(visitor).press("button", "Go")
