"""A page that is hard to use is found out: by axe-core in both colour schemes, and by its width."""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser

from luohu_pages.axe import audit
from luohu_pages.examine import examine, shoot
from luohu_pages.gallery import index_of
from luohu_pages.stage import POLICY, Stage
from luohu_pages.visitor import visiting

pytestmark = pytest.mark.sockets

FAULTS = {
    "label": '<input type="text">',
    "button-name": "<button></button>",
    "image-alt": '<img src="/dot.png">',
    "heading-order": "<h4>Too deep</h4>",
    "target-size": '<button class="small">1</button><button class="small">2</button>',
    "landmark-unique": '<nav aria-label="Same"></nav><nav aria-label="Same"></nav>',
}


async def test_what_axe_core_finds_is_told_by_its_rules_under_a_strict_policy(browser: Browser, stage: Stage) -> None:
    assert "unsafe" not in POLICY
    stage.body = "".join(FAULTS.values())
    stage.style = ".small { width: 12px; height: 12px; padding: 0 }"
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        with pytest.raises(AssertionError, match="axe-core finds") as failed:
            await audit(visitor.page)

    assert set(re.findall(r"^- ([a-z-]+) ", str(failed.value), re.MULTILINE)) == set(FAULTS)


async def test_a_contrast_that_is_too_weak_in_the_dark_alone_is_found(browser: Browser, stage: Stage) -> None:
    stage.body = "<p>Hard to read</p>"
    stage.style = "@media (prefers-color-scheme: dark) { body { background: #333; color: #444 } }"
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        with pytest.raises(AssertionError, match=r"^axe-core finds at .*\n- color-contrast \(serious, dark\)"):
            await audit(visitor.page)


async def test_the_audit_leaves_nothing_in_the_page(browser: Browser, stage: Stage) -> None:
    stage.body = "<p>All is well.</p>"
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        await audit(visitor.page)
        assert await visitor.page.evaluate("typeof window.axe") == "undefined"


async def test_what_does_not_fit_a_phone_is_named(browser: Browser, stage: Stage) -> None:
    stage.body = "<pre id='wide'>" + "word " * 60 + "</pre>"
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        with pytest.raises(AssertionError, match=r'does not fit into 390 px:\n\d+ px\n<pre id="wide">'):
            await shoot(visitor, "wide", ["zh"])


async def test_what_scrolls_inside_of_its_own_box_fits(browser: Browser, stage: Stage) -> None:
    stage.body = "<pre>" + "word " * 60 + "</pre>"
    stage.style = "pre { overflow-x: auto }"
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        await shoot(visitor, "wide", ["zh"])


async def test_a_page_that_stays_in_one_language_is_noticed(browser: Browser, stage: Stage) -> None:
    async with visiting(browser, stage.origin, "en") as visitor:
        await visitor.go("/")
        with pytest.raises(AssertionError, match="is in en, not in zh"):
            await shoot(visitor, "one-language")


async def test_pictures_are_taken_of_every_width_and_shown_together(
    browser: Browser, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGES", str(tmp_path))
    stage.body = "<p>All is well.</p><label>Name <input></label>"
    async with visiting(browser, stage.origin, "en") as visitor:
        await visitor.go("/")
        await examine(visitor, "well", ["en"])
        assert await visitor.page.locator("[style]").count() == 0

    assert sorted(os.listdir(tmp_path)) == ["well.en.1280.png", "well.en.390.png"]
    shown = index_of(tmp_path).read_text(encoding="utf-8")
    assert 'src="well.en.1280.png"' in shown
    assert 'src="well.en.390.png"' in shown
