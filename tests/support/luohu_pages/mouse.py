"""The hand on a mouse: it clicks what can be seen and hit, and types where it clicked."""

from playwright.async_api import Locator

from luohu_pages.hand import Hand


class Mouse(Hand):
    """Clicks, and typing."""

    name = "mouse"

    async def _focus(self, element: Locator) -> None:
        if await element.get_attribute("type") in ("date", "month"):
            await element.click(position={"x": 12, "y": 12})  # the first part of it
        else:
            await element.click()

    async def _press(self, element: Locator) -> None:
        await element.click()

    async def _choose(self, chooser: Locator, option: str) -> None:
        await chooser.select_option(label=option)  # the list that unfolds is the system's, no part of the page

    async def _choose_button(self, button: Locator) -> None:
        await button.click()

    async def _tick(self, box: Locator) -> None:
        await box.click()
