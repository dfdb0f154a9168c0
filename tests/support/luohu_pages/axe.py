"""axe-core over a page: all its rules of WCAG 2.x A and AA and its best practices, in both colour schemes.

It runs in an isolated world of the page, as a browser's extension does: that sees the document as it is, is bound by no
content security policy of it, and leaves nothing behind in it. `bypass_csp` would switch the very policy off that the
watch looks after.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from playwright.async_api import CDPSession, Page

#: `target-size` is of WCAG 2.2 AA, and off unless it is asked for. Frames are no pages of ours, but evidence.
_EVERYTHING: Mapping[str, Any] = {"iframes": False, "rules": {"target-size": {"enabled": True}}}
_COLOURS: Mapping[str, Any] = {"iframes": False, "runOnly": ["color-contrast", "link-in-text-block"]}
#: All rules once, and those that depend on colours once more.
SCHEMES: Mapping[Literal["light", "dark"], Mapping[str, Any]] = {"light": _EVERYTHING, "dark": _COLOURS}
SHOWN = 4  #: elements of a rule in a message


async def audit(page: Page) -> None:
    """Raises AssertionError with every violation: its rule, the elements, and what would mend them."""
    session = await page.context.new_cdp_session(page)
    told: list[str] = []
    try:
        world = await _isolated(session)
        await _run(session, world, _axe())
        for scheme, options in SCHEMES.items():
            await page.emulate_media(color_scheme=scheme)
            violations = json.loads(await _run(session, world, _SCRIPT % json.dumps(options)))
            told += [line for rule in violations for line in _lines(rule, scheme)]
        await page.emulate_media(color_scheme="null")
    finally:
        await session.detach()
    assert not told, "\n".join([f"axe-core finds at {page.url}:", *told])


_SCRIPT = "axe.run(document, %s).then((result) => JSON.stringify(result.violations))"


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


async def _isolated(session: CDPSession) -> int:
    tree = await session.send("Page.getFrameTree")
    frame = tree["frameTree"]["frame"]["id"]
    made = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    return int(made["executionContextId"])


async def _run(session: CDPSession, world: int, script: str) -> Any:
    asked = {"expression": script, "contextId": world, "awaitPromise": True, "returnByValue": True}
    answer = await session.send("Runtime.evaluate", asked)
    assert "exceptionDetails" not in answer, f"axe-core did not run: {answer['exceptionDetails']}"
    return answer["result"].get("value")


def _lines(rule: Mapping[str, Any], scheme: str) -> Iterator[str]:
    """A violated rule, and the first elements that violate it."""
    yield f"- {rule['id']} ({rule['impact']}, {scheme}): {rule['help']}; {len(rule['nodes'])} times"
    for node in rule["nodes"][:SHOWN]:
        yield f"  {node['html'][:200]}"
        yield f"    {' '.join(str(node['failureSummary']).split())}"
