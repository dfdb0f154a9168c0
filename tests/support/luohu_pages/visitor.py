"""Somebody with a browser of their own: a context, one page, and a watch over both."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Page, Request
from playwright.async_api import Error as BrowserError

from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.visit import LANGUAGE, WORLD, Language
from luohu_pages.line import Line, laid
from luohu_pages.watch import Watch

LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
WIDE, NARROW = 1280, 390  #: pixels
HEIGHT = 900
SECONDS = 60.0  #: how long anything may take to be seen, on a machine that does much else

# Whether the page stands still: loaded, about to leave for no other, nothing in the hands of htmx.
_LEAVING = """if (self.navigation) navigation.addEventListener("navigate", (event) => {
    if (!event.hashChange && event.downloadRequest === null) self[Symbol.for("luohu.leaves")] = performance.now();
});"""
_STILL = """() => document.readyState === "complete"
    && !(performance.now() - self[Symbol.for("luohu.leaves")] < 1000)
    && !document.querySelector(".htmx-request:not([hx-get*='wait=']), .htmx-swapping, .htmx-settling, .htmx-added")"""
_ENDLESS = frozenset({"eventsource", "websocket", "ping", "media"})
_HELD_BACK = re.compile(r"[?&]wait=")  #: answered once somebody else has decided


@dataclass
class Visitor:
    """Opened by `visiting`. `page` is Playwright's; whatever is done with it is watched."""

    page: Page
    watch: Watch
    language: Language
    line: Line | None = None  #: to the server, if it may be cut
    patience: float = SECONDS

    def __post_init__(self) -> None:
        self._under_way: set[Request] = set()
        self.page.on("request", self._begun)
        self.page.on("requestfinished", self._ended)
        self.page.on("requestfailed", self._ended)

    async def go(self, path: str) -> None:
        """Open a page by its address."""
        await self.page.goto(path)
        await self.settled()

    async def speak(self, language: Language) -> None:
        """Choose a language, as its switch does; the next page is in it."""
        self.language = language
        await self.keep(LANGUAGE, language)

    async def look_at(self, world: str) -> None:
        """Choose a world, as its switch does."""
        await self.keep(WORLD, world)

    async def keep(self, cookie: str, value: str) -> None:
        """Put a cookie of the site into the browser."""
        host = self.watch.origin.partition("://")[2].partition(":")[0]
        await self.page.context.add_cookies([{"name": cookie, "value": value, "domain": host, "path": PREFIX}])

    async def sign_in(self, persona: str) -> None:
        """Become somebody, by the form of the page itself: a persona, `operator:tax`, `employer:…`, `window`."""
        await self.go(f"{PREFIX}/sign-in")
        field = self.page.locator("#persona")
        await field.fill(persona)
        await field.press("Enter")
        await self.settled()
        assert not self.page.url.endswith("/sign-in"), f"{persona} cannot sign in: {await self.page.inner_text('main')}"

    def expects(self, status: int) -> None:
        """This test has a page answered with a 4xx. Anything refused that no test expects is a failure."""
        self.watch.expect(status)

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """Without a connection, for the time of the block."""
        assert self.line, "this visitor's connection cannot be cut; take the one of the fixture `remote`"
        self.watch.let_go()
        self.line.cut()
        try:
            yield
        finally:
            self.line.mend()

    async def settled(self) -> None:
        """Wait until what was begun has come to its end: pages loaded, parts put in. Event streams go on.

        Raises AssertionError with what is still under way, or with what the page did that none may do.
        """
        latest = time.monotonic() + self.patience
        while not (await self._still() and not self._under_way):
            pending = [request.url for request in self._under_way]
            assert time.monotonic() < latest, f"{self.page.url} does not come to rest; under way: {json.dumps(pending)}"
            await asyncio.sleep(0.01)
        self.watch.check()

    async def _still(self) -> bool:
        try:
            return bool(await self.page.evaluate(_STILL))
        except BrowserError:  # the page has just made way for another
            return False

    def _begun(self, request: Request) -> None:
        if request.resource_type not in _ENDLESS and not _HELD_BACK.search(request.url):
            self._under_way.add(request)

    def _ended(self, request: Request) -> None:
        self._under_way.discard(request)


@asynccontextmanager
async def visiting(browser: Browser, origin: str, language: Language = "zh") -> AsyncIterator[Visitor]:
    """Somebody new, with an empty page at `origin`. Raises AssertionError at the end if a page did what none may do."""
    context = await browser.new_context(
        base_url=origin, locale=LOCALES[language], viewport={"width": WIDE, "height": HEIGHT}
    )
    context.set_default_timeout(SECONDS * 1000)
    watch = Watch(origin)
    await watch.follow(context)
    await context.add_init_script(_LEAVING)
    try:
        visitor = Visitor(await context.new_page(), watch, language)
        await visitor.speak(language)
        yield visitor
        await visitor.page.evaluate("1")  # what was told until now has come
    finally:
        await context.close()
    watch.close()


@asynccontextmanager
async def visiting_from_afar(browser: Browser, server: str) -> AsyncIterator[Visitor]:
    """Somebody new, whose connection can be cut."""
    async with laid(server) as line, visiting(browser, line.origin) as visitor:
        visitor.line = line
        yield visitor
