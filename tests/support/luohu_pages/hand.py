"""A hand: how somebody does something at a page. A journey is written once, with these verbs, and done by each hand.

Elements are named as a person or a screen reader names them: by role and accessible name. A name is met by the element
that bears exactly it, else by the one that has it in its name; two such elements are one too many.
"""

import asyncio
import re
from abc import ABC, abstractmethod
from pathlib import Path
from re import Pattern
from typing import Any, Self

from playwright.async_api import Locator, Page, expect
from playwright.async_api import TimeoutError as Late

from luohu_pages.visitor import SECONDS, Visitor

Name = str | Pattern[str]
LEGIBLE = 3000  #: signs of a page in a message


class Hand(ABC):
    """What both hands have. `within` makes one for a part of the page alone."""

    name: str

    def __init__(self, visitor: Visitor, part: Locator | None = None) -> None:
        self.visitor = visitor
        self._part = part

    @property
    def page(self) -> Page:
        return self.visitor.page

    # Verbs

    async def press(self, role: Any, name: Name) -> None:
        """Press a button, follow a link, open a summary, choose a tab: whatever the element does when it is pressed."""
        await self._press(await self._one("role", role, name))
        await self.visitor.settled()

    async def fill(self, label: Name, text: str) -> None:
        """Replace what stands in a field by a text; dates are written as 2020-09-30, months as 2020-09."""
        field = await self._one("label", label)
        await self._focus(field)
        await self._type(field, text)
        held = await field.input_value()
        assert held == text, f"{label} holds {held!r}, not {text!r}"
        await self.visitor.settled()

    async def choose(self, label: Name, option: str) -> None:
        """Choose an option of a list, or one of the round buttons of a group, by the texts that are shown."""
        chooser = await self._one("choice", label)
        if await chooser.evaluate("(element) => element.tagName") == "SELECT":
            await self._choose(chooser, option)
            shown = await chooser.evaluate("(list) => list.selectedOptions[0]?.label.trim()")
            assert shown == option, f"{label} shows {shown}, not {option}"
        else:
            button = chooser.get_by_role("radio", name=option, exact=True)
            await self._choose_button(button)
            await expect(button).to_be_checked(timeout=SECONDS * 1000)
        await self.visitor.settled()

    async def tick(self, label: Name, *, on: bool = True) -> None:
        """Tick a box, or take the tick away."""
        box = await self._one("role", "checkbox", label)
        if await box.is_checked() != on:
            await self._tick(box)
            assert await box.is_checked() == on, f"{label} is {'not ' if on else ''}ticked"
        await self.visitor.settled()

    async def upload(self, label: Name, *files: Path) -> None:
        """Choose files for a field."""
        field = await self._one("label", label)
        async with self.page.expect_file_chooser() as chooser:
            await self._press(field)
        await (await chooser.value).set_files(list(files))
        await self.visitor.settled()

    async def downloads(self, role: Any, name: Name) -> bytes:
        """Press what gives a file; what is in it."""
        async with self.page.expect_download() as download:
            await self.press(role, name)
        path = await (await download.value).path()
        return await asyncio.to_thread(path.read_bytes)

    async def sees(self, text: Name) -> None:
        """Wait until a text is shown."""
        found = self._root.get_by_text(text).filter(visible=True).first
        try:
            await found.wait_for()
        except Late as error:
            raise AssertionError(f"{text!r} is not shown; there is:\n{await self._shown()}") from error
        self.visitor.watch.check()

    async def misses(self, text: Name) -> None:
        """Wait until a text is shown no longer."""
        await expect(self._root.get_by_text(text).filter(visible=True)).to_have_count(0, timeout=SECONDS * 1000)
        self.visitor.watch.check()

    def within(self, role: Any, name: Name) -> Self:
        """The same hand, in a part of the page: a region, a row, a dialog, a group."""
        return type(self)(self.visitor, self._root.get_by_role(role, name=name))

    # What each does in its way

    @abstractmethod
    async def _focus(self, element: Locator) -> None:
        """Bring the focus to an element."""

    @abstractmethod
    async def _press(self, element: Locator) -> None: ...

    @abstractmethod
    async def _choose(self, chooser: Locator, option: str) -> None:
        """Choose an option of a `select`."""

    @abstractmethod
    async def _choose_button(self, button: Locator) -> None:
        """Choose a radio button."""

    @abstractmethod
    async def _tick(self, box: Locator) -> None: ...

    async def _type(self, field: Locator, text: str) -> None:
        """Type into the field that has the focus, over what it holds."""
        kind = await field.get_attribute("type")
        if kind in ("date", "month"):  # in parts, in the order of the browser's own language, which is English
            year, *rest = text.split("-")
            await self.page.keyboard.type("".join(rest))
            if kind == "month":  # the name of a month may be longer than what was typed
                await self.page.keyboard.press("ArrowRight")
            await self.page.keyboard.type(year)
            return
        await self.page.keyboard.press("Control+A")
        if text:
            await self.page.keyboard.type(text)
        else:
            await self.page.keyboard.press("Delete")

    # Finding

    @property
    def _root(self) -> Page | Locator:
        return self._part or self.page

    async def _one(self, way: str, *told: Any) -> Locator:
        """The one element that is meant, once it is there. Raises AssertionError when there is none, or more."""
        exact, loose = (self._meant(way, *told, exact=exactly).filter(visible=True) for exactly in (True, False))
        try:
            await loose.first.wait_for()
        except Late as error:
            raise AssertionError(f"there is no {' '.join(map(str, told))}; there is:\n{await self._shown()}") from error
        found = exact if await exact.count() else loose
        if (count := await found.count()) != 1:
            raise AssertionError(f"{count} elements are meant by {' '.join(map(str, told))}:\n{await self._shown()}")
        return found

    def _meant(self, way: str, *told: Any, exact: bool) -> Locator:
        root = self._root
        if way == "label":
            return root.get_by_label(told[0], exact=exact)
        if way == "choice":
            named = {"name": told[0], "exact": exact}
            groups = root.get_by_role("group", **named).or_(root.get_by_role("radiogroup", **named))
            return root.get_by_role("combobox", **named).or_(root.get_by_role("listbox", **named)).or_(groups)
        if told[0] == "summary":  # which has no role of its own
            return root.locator("summary").filter(has_text=_whole(told[1]) if exact else told[1])
        return root.get_by_role(told[0], name=told[1], exact=exact)

    async def _shown(self) -> str:
        """The page as a screen reader has it, as much of it as fits into a message."""
        shown = await (self._part or self.page.locator("body")).aria_snapshot(timeout=2000)
        return shown if len(shown) < LEGIBLE else f"{shown[:LEGIBLE]} ..."


def _whole(name: Name) -> Name:
    """What has this text and no more."""
    return re.compile(rf"^\s*{re.escape(name)}\s*$") if isinstance(name, str) else name
