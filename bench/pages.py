"""What somebody with a browser waits for. Promise: at most 200 ms for the first page, and for a change.

- The first page: from its address until it is loaded, cold and warm. Cold is a browser that was never here: no
  connection, nothing cached. Warm is the same one, which comes again. A text of the same server without anything to
  load tells what the browser itself needs on this machine. Every time is the page's own (Navigation Timing, Paint
  Timing): the way to the browser and back is not counted.
- A change: an operator decides, and the applicant, who has the page of the indicator before them, sees it. From when
  the decision is sent, and from when it is answered (then the verdict is stored at the agency), until the page has
  changed.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from playwright.async_api import Browser, Page

from bench.trial import Trial, tell
from luohu_client import City, World, forms
from luohu_client.item import Item
from luohu_gateway.site.links import PREFIX
from luohu_pages.chromium import launched
from luohu_pages.visitor import visiting

COUNTED = 20
PROMISE_MS = 200
PAGES = (f"{PREFIX}/", f"{PREFIX}/sign-in", f"{PREFIX}/static/README.md")  #: what is opened first
AGENCY, PERSONA = "housing-registry", "huairou-home-not-found"
HOME = forms.home("X京房权证怀字第11111111号", district="怀柔区", first="2005-10", last="2010-10")
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


# When the page shows something else of the item, in milliseconds since 1970.
_CHANGED = """(before) => new Promise((told) => {
    const looked = () => {
        const item = document.querySelector("[data-item]");
        if (!item || item.dataset.says === before) return;
        watch.disconnect();
        told(performance.timeOrigin + performance.now());
    };
    const watch = new MutationObserver(looked);
    watch.observe(document.body, {subtree: true, childList: true, attributes: true});
    looked();
})"""


async def changes(browser: Browser, gateway: str) -> dict[str, object]:
    """Milliseconds from a decision until the applicant's page shows it: the medians and the slowest."""
    tell("changes")
    async with (
        City(gateway) as city,
        await city.new_world(admission="open") as world,
        visiting(browser, gateway) as visitor,
    ):
        item = await _filed(world)
        await visitor.look_at(world.name)
        await visitor.sign_in(PERSONA)
        await visitor.go(f"{PREFIX}/me/indicators/housing")
        taken = [await _seen(visitor.page, world, item) for _ in range(COUNTED)]
    sent, answered = ([one[place] for one in taken] for place in (0, 1))
    return {
        "times": COUNTED,
        "from_sending_ms": {"median": round(median(sent), 1), "slowest": round(max(sent), 1)},
        "from_the_answer_ms": {"median": round(median(answered), 1), "slowest": round(max(answered), 1)},
        "promise_ms": PROMISE_MS,
    }


async def _filed(world: World) -> Item:
    """A home whose verdict waits for the operator."""
    await world.paces.put(AGENCY, "operator")
    applicant = await world.applicant(PERSONA)
    return await (await applicant.open_declaration()).file("residences", HOME)


async def _seen(page: Page, world: World, item: Item) -> tuple[float, float]:
    """One decision: milliseconds from sending it, and from its answer, until the page shows it."""
    await item.verify()
    await page.wait_for_selector(f"[data-item][data-says$='{item.display}'], [data-item][data-says$='{item.label}']")
    before = await page.get_attribute("[data-item]", "data-says")
    task = await world.operator(AGENCY).task_of(item)
    await task.take()
    seen = asyncio.create_task(page.evaluate(_CHANGED, before))
    sent = time.time()
    await task.complete({"decision": "uphold"})
    answered = time.time()
    visible = await seen / 1000
    await item.refresh()
    await item.edit(HOME)
    return (visible - sent) * 1000, (visible - answered) * 1000


MEASURES = {"first": first_pages, "change": changes}


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
