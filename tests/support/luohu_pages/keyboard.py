"""The hand on a keyboard: Tab, Shift+Tab, arrows, Enter, Space and typing, and nothing else.

It finds its way by really tabbing. Wherever the focus comes to on the way, it must be seen: an outline around the
element or its label, inside of the window, with nothing over it. (In a date, the browser itself marks the part.)
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.async_api import Locator

from luohu_pages.hand import Hand

PARTS = 8  #: stops that one element may have: a date has four
FURTHEST = 600  #: steps of an arrow inside of one widget, at most

# What the focus is on, as seen from the element that is looked for. Nothing, where that was drawn again meanwhile.
_FOCUS = """(wanted) => {
    if (!wanted.isConnected) return null;
    const at = document.activeElement;
    if (!at || at === document.body) return {there: false, at: null};
    const path = [];
    for (let each = at; each.parentElement; each = each.parentElement)
        path.unshift(each.id ? `#${each.id}` : `${each.localName}:${[...each.parentElement.children].indexOf(each)}`);
    const widget = at.closest(["tablist", "radiogroup", "listbox", "menu", "menubar", "toolbar", "tree", "grid"]
        .map((role) => `[role=${role}]`).join());
    const ours = [at, ...(at.labels || [])];
    const parted = at.matches("input:is([type=date], [type=month], [type=time], [type=datetime-local])");
    const ringed = (each) => {
        const {outlineStyle: style, outlineWidth: width, outlineColor: colour} = getComputedStyle(each);
        return style !== "none" && parseFloat(width) > 0 && !/^rgba.*, 0\\)$|\\/ 0\\)$/.test(colour);
    };
    const box = at.getClientRects()[0] || new DOMRect();
    const inside = box.width > 0 && box.height > 0
        && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const open = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].some(([across, down]) => {
        const spot = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
        return spot && ours.some((each) => each.contains(spot));
    });
    return {
        there: at === wanted,
        at: path.join(">"),
        beside: !!widget && widget.contains(wanted),
        behind: !!(at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING),
        told: `${at.localName} ${at.getAttribute("aria-label") || at.innerText || at.name || ""}`.trim().slice(0, 80),
        wrong: !inside ? "is outside of the window"
            : !parted && !ours.some(ringed) ? "has no outline"
            : !open ? "is covered" : "",
    };
}"""


@dataclass(frozen=True, slots=True)
class _Focus:
    there: bool
    at: str | None  #: a path, to know an element again; None: nothing has the focus
    beside: bool = False  #: in the same tablist, menu, … as what is looked for: arrows lead there
    behind: bool = False  #: past it
    told: str = ""
    wrong: str = ""  #: with how it shows


class Keyboard(Hand):
    """Keys alone."""

    name = "keyboard"

    async def _focus(self, element: Locator) -> None:
        """Raises AssertionError when it cannot be reached, or when the focus cannot be seen on the way."""
        focus = await self._now(element)
        key = "Shift+Tab" if focus.behind else "Tab"
        way: list[_Focus] = []
        while not focus.there:
            way.append(focus)
            if focus.beside:
                return await self._along(element)
            if _in_circles(way):
                raise AssertionError(f"{key} does not lead to {await _told(element)}, but to {_listed(way)}")
            await self.page.keyboard.press(key)
            focus = await self._now(element)
            assert not focus.wrong, f"the focus {focus.wrong} at: {focus.told}"
        return None

    async def _press(self, element: Locator) -> None:
        await self._focus(element)
        await self.page.keyboard.press("Enter")

    async def _choose(self, chooser: Locator, option: str) -> None:
        await self._focus(chooser)
        told: list[str] = await chooser.evaluate(
            "(list) => [...list.options].filter((each) => !each.disabled).map((each) => each.label.trim())"
        )
        assert option in told, f"{option} cannot be chosen, only {told}"
        chosen: int = await chooser.evaluate("(list) => list.selectedIndex")
        if chosen == told.index(option):
            return
        await self.page.keyboard.press("Space")  # unfolds it: the page hears of the choice alone, not of the way to it
        await self.page.keyboard.press("Home")
        for _ in range(told.index(option)):
            await self.page.keyboard.press("ArrowDown")
        await self.page.keyboard.press("Enter")

    async def _choose_button(self, button: Locator) -> None:
        """Tab leads to the chosen button of a group, or to its first; arrows lead on."""
        name = await button.get_attribute("name")
        group = self.page.locator(f'input[type=radio][name="{name}"]')
        chosen = group.and_(self.page.locator(":checked"))
        await self._focus(chosen if await chosen.count() else group.first)
        for _ in range(await group.count()):
            if (await self._now(button)).there:
                break
            await self.page.keyboard.press("ArrowDown")
        if not await button.is_checked():
            await self.page.keyboard.press("Space")

    async def _tick(self, box: Locator) -> None:
        await self._focus(box)
        await self.page.keyboard.press("Space")

    async def _along(self, element: Locator) -> None:
        """Inside of a widget that is one stop of Tab."""
        for key in ("ArrowRight", "ArrowDown"):
            began = (await self._now(element)).at
            for _ in range(FURTHEST):
                await self.page.keyboard.press(key)
                focus = await self._now(element)
                if focus.there:
                    assert not focus.wrong, f"the focus {focus.wrong} at: {focus.told}"
                    return
                if focus.at == began:
                    break
        raise AssertionError(f"no arrow leads to {await _told(element)}")

    async def _now(self, element: Locator) -> _Focus:
        found: dict[str, Any] | None = None
        while found is None:  # each time, the element is looked for anew
            found = await element.evaluate(_FOCUS)
        return _Focus(**found)


def _in_circles(way: list[_Focus]) -> bool:
    """Whether the focus comes to an element where it was before, having been elsewhere, or moves no more."""
    stops = [focus.at for focus in way]
    last = stops[-1]
    stays = stops[-PARTS:] == [last] * PARTS
    return stays or (last is not None and any(stop == last != after for stop, after in pairwise(stops)))


async def _told(element: Locator) -> str:
    return str(await element.evaluate("(each) => each.outerHTML.slice(0, 120)"))


def _listed(way: list[_Focus]) -> str:
    return ", ".join(dict.fromkeys(focus.told for focus in way if focus.at)) or "nothing"
