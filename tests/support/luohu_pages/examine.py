"""A page looked at from all sides: both languages, a wide window and a phone's, both colour schemes, and axe-core.

With `PAGES` in the environment, as `make pages` has it, every look is kept there as a picture.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page

from luohu_gateway.site.visit import Language
from luohu_pages.axe import audit
from luohu_pages.visitor import HEIGHT, NARROW, WIDE, Visitor

FOLDER = "PAGES"  #: in the environment: where pictures go
WIDTHS = (NARROW, WIDE)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# The innermost elements that stand out to the right, without those that scroll inside of a box.
_TOO_WIDE = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const scrolls = (each) => getComputedStyle(each).overflowX !== "visible";
    const out = [...document.body.querySelectorAll("*")].filter((each) => {
        for (let around = each; around !== document.body; around = around.parentElement)
            if (scrolls(around)) return false;
        const {left, right} = each.getBoundingClientRect();
        return Math.max(right, left + each.scrollWidth) > root.clientWidth + 0.5;
    });
    const inner = out.filter((each) => !out.some((other) => other !== each && each.contains(other)));
    return [`${root.scrollWidth} px`, ...inner.slice(0, 5).map((each) => each.outerHTML.slice(0, 160))];
}"""


_EXAMINED = set[str]()  #: names: journeys are taken by mouse and by keyboard, and come by the same pages


async def examine(visitor: Visitor, name: str, languages: Sequence[Language] = LANGUAGES) -> None:
    """Shoot and audit a page, once in a process; afterwards it is as it was, in the visitor's language.

    name: of its pictures, and of what the page shows: under a name, one page in one state.
    It is loaded again for its other language: pages that only a form brings take `languages=[visitor.language]`.
    """
    if name in _EXAMINED:
        return
    await shoot(visitor, name, languages)
    await audit(visitor.page)
    _EXAMINED.add(name)


async def shoot(visitor: Visitor, name: str, languages: Sequence[Language] = LANGUAGES) -> None:
    """Look at a page in each language and width. Raises AssertionError when something stands out to the right."""
    assert _NAME.fullmatch(name), f"{name} is no name of a picture: small letters, digits and hyphens"
    before = visitor.language
    for language in sorted(languages, key=lambda each: each != before):
        await _show(visitor, language)
        for width in WIDTHS:
            await visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
            await _fits(visitor.page, width)
            if folder := os.environ.get(FOLDER):
                picture = Path(folder) / f"{name}.{language}.{width}.png"
                # To hide the caret would leave a `style` at every field, which htmx then copies, against the policy.
                await visitor.page.screenshot(path=picture, full_page=True, animations="disabled", caret="initial")
    await _show(visitor, before)


async def _show(visitor: Visitor, language: Language) -> None:
    if visitor.language == language:
        return
    await visitor.speak(language)
    await visitor.page.reload()
    await visitor.settled()
    told = await visitor.page.evaluate("document.documentElement.lang")
    assert told.startswith(language), f"{visitor.page.url} is in {told or 'no language'}, not in {language}"


async def _fits(page: Page, width: int) -> None:
    wide = await page.evaluate(_TOO_WIDE)
    assert not wide, "\n".join([f"{page.url} does not fit into {width} px:", *wide])
