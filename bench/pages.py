"""The first page in a browser: from its address until it can be read, cold and warm. Promise: at most 200 ms.

Cold is a browser that was never here: no connection, nothing cached. Warm is the same one, which comes again. Every
time is the page's own (Navigation Timing, Paint Timing): the way to the browser and back is not counted.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any

from playwright.async_api import Browser, Page

from bench.trial import Trial, tell
from luohu_pages.chromium import launched

COUNTED = 20
PROMISE_MS = 200
PAGES = ("/city/", "/city/sign-in")  #: what is opened first
_TIMES = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const painted = performance.getEntriesByName("first-contentful-paint")[0];
    return {answered: page.responseEnd, painted: painted.startTime, loaded: page.loadEventEnd};
}"""
_DONE = """() => performance.getEntriesByName("first-contentful-paint").length
    && performance.getEntriesByType("navigation")[0].loadEventEnd"""


async def first_pages(browser: Browser, gateway: str) -> dict[str, object]:
    """Milliseconds until a page is answered, painted and loaded: the medians, for each page."""
    told: dict[str, object] = {}
    for path in PAGES:
        tell(path)
        cold, warm = [], []
        for _ in range(COUNTED):
            context = await browser.new_context(base_url=gateway)
            page = await context.new_page()
            cold.append(await _opened(page, path))
            warm.append(await _opened(page, path))
            await context.close()
        told[path] = {"cold_ms": _medians(cold), "warm_ms": _medians(warm)}
    return {"times": COUNTED, "pages": told, "promise_loaded_ms": PROMISE_MS}


async def _opened(page: Page, path: str) -> dict[str, float]:
    await page.goto(path)
    await page.wait_for_function(_DONE)
    taken: dict[str, float] = await page.evaluate(_TIMES)
    return taken


def _medians(taken: Sequence[dict[str, float]]) -> dict[str, float]:
    return {what: round(median(each[what] for each in taken), 1) for what in taken[0]}


MEASURES = {"first": first_pages}


async def measure(gateway: str) -> dict[str, Any]:
    """All measures, in one browser."""
    async with launched() as browser:
        return {name: await each(browser, gateway) for name, each in MEASURES.items()}


def main() -> int:
    with Trial() as trial:
        trial.up()
        print(json.dumps(asyncio.run(measure(trial.gateway)), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
