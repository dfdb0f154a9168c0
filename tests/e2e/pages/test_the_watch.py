"""What no page may do is noticed, and said by its name."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser
from starlette.responses import HTMLResponse, Response, StreamingResponse

from luohu_pages.chromium import NoChromium, executable
from luohu_pages.stage import Stage
from luohu_pages.visitor import visiting, visiting_from_afar

pytestmark = pytest.mark.sockets


async def looked_at(browser: Browser, stage: Stage) -> None:
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")


def test_a_browser_that_is_not_there_is_told_how_to_come_by(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoChromium, match=r"There is no chromium .*: run `make chromium`"):
        executable()


async def test_a_page_that_does_nothing_wrong_passes(browser: Browser, stage: Stage) -> None:
    stage.body = "<p>All is well.</p>"
    stage.script = "console.log('well'); fetch('/quiet')"
    await looked_at(browser, stage)


async def test_a_request_to_another_host_is_noticed(browser: Browser, stage: Stage) -> None:
    stage.policy = "default-src * 'unsafe-inline'"
    stage.body = '<script src="http://cdn.example/library.js"></script>'
    with pytest.raises(AssertionError, match=r"a request left http://127.0.0.1:\d+: GET http://cdn.example/library.js"):
        await looked_at(browser, stage)


async def test_a_request_to_another_port_is_noticed(browser: Browser, stage: Stage) -> None:
    stage.policy = "default-src * 'unsafe-inline'"
    stage.body = '<img alt="" src="http://127.0.0.1:9/dot.png">'
    with pytest.raises(AssertionError, match=r"a request left .*: GET http://127.0.0.1:9/dot.png"):
        await looked_at(browser, stage)


async def test_a_script_against_the_policy_is_noticed(browser: Browser, stage: Stage) -> None:
    stage.body = "<script>document.title = 'inline'</script>"
    with pytest.raises(AssertionError, match="content security policy: script-src-elem forbids inline"):
        await looked_at(browser, stage)


async def test_a_policy_that_is_only_reported_counts_as_well(browser: Browser, stage: Stage) -> None:
    stage.answers["/reported"] = lambda: HTMLResponse(
        "<!doctype html><title>x</title><link rel=icon href=/icon.svg><p style='color: red'>x</p>",
        headers={"Content-Security-Policy-Report-Only": "style-src 'self'"},
    )
    with pytest.raises(AssertionError, match="content security policy: style-src-attr forbids inline"):
        async with visiting(browser, stage.origin) as visitor:
            await visitor.go("/reported")


async def test_an_error_in_the_console_is_noticed(browser: Browser, stage: Stage) -> None:
    stage.script = "console.error('no such part')"
    with pytest.raises(AssertionError, match=r"an error in the console of http://.*/script.js: no such part"):
        await looked_at(browser, stage)


async def test_a_script_that_raises_is_noticed(browser: Browser, stage: Stage) -> None:
    stage.script = "document.getElementById('missing').focus()"
    with pytest.raises(AssertionError, match=r"a script of .* raised: .*null"):
        await looked_at(browser, stage)


async def test_what_goes_wrong_after_the_last_step_is_noticed_at_the_end(browser: Browser, stage: Stage) -> None:
    stage.script = "window.later = () => { throw new Error('too late') }"
    with pytest.raises(AssertionError, match="too late"):  # noqa: PT012 - it is the end of the block that raises
        async with visiting(browser, stage.origin) as visitor:
            await visitor.go("/")
            await visitor.page.evaluate("() => { setTimeout(window.later) }")


@pytest.mark.parametrize("status", [500, 503])
async def test_an_answer_of_a_broken_server_is_noticed(status: int, browser: Browser, stage: Stage) -> None:
    stage.script = "fetch('/broken')"
    stage.answers["/broken"] = lambda: Response(status_code=status)
    with pytest.raises(AssertionError, match=rf"GET http://.*/broken \(fetch\) answered {status}"):
        await looked_at(browser, stage)


async def test_a_refusal_is_noticed_unless_the_test_expects_it(browser: Browser, stage: Stage) -> None:
    stage.script = "fetch('/refused', {method: 'POST'})"
    stage.answers["/refused"] = lambda: Response(status_code=422)
    with pytest.raises(AssertionError, match=r"POST .*/refused .fetch. answered 422"):
        await looked_at(browser, stage)

    async with visiting(browser, stage.origin) as visitor:
        visitor.expects(422)
        await visitor.go("/")


async def test_a_refusal_that_is_expected_must_come(browser: Browser, stage: Stage) -> None:
    with pytest.raises(AssertionError, match=r"no request was answered \[422\]"):  # noqa: PT012 - as above
        async with visiting(browser, stage.origin) as visitor:
            visitor.expects(422)
            await visitor.go("/")


async def endless() -> AsyncIterator[str]:
    yield "retry: 100\n\n"
    await asyncio.Event().wait()


LISTENS = """
const stream = new EventSource("/stream");
stream.onopen = () => { document.body.dataset.state = "open" };
stream.onerror = () => { document.body.dataset.state = "lost" };
window.ask = () => fetch("/quiet").then(() => "answered", () => "lost");
"""


async def test_a_connection_is_lost_and_comes_back(browser: Browser, stage: Stage) -> None:
    stage.script = LISTENS
    stage.answers["/stream"] = lambda: StreamingResponse(endless(), media_type="text/event-stream")
    async with visiting_from_afar(browser, stage.origin) as visitor:
        await visitor.go("/")
        await visitor.page.wait_for_selector("[data-state=open]")
        with visitor.cut_off():
            await visitor.page.wait_for_selector("[data-state=lost]")
            assert await visitor.page.evaluate("ask()") == "lost"
        await visitor.page.wait_for_selector("[data-state=open]")
        assert await visitor.page.evaluate("ask()") == "answered"


async def test_a_connection_that_no_test_cut_may_not_be_lost(browser: Browser, stage: Stage) -> None:
    stage.script = "fetch('/quiet')"
    async with visiting(browser, stage.origin) as visitor:
        await visitor.go("/")
        await visitor.page.context.set_offline(True)
        with pytest.raises(AssertionError, match="net::ERR_INTERNET_DISCONNECTED"):  # noqa: PT012 - noticed a little later
            await visitor.page.evaluate("fetch('/quiet').catch(() => {})")
            await visitor.settled()
        visitor.watch.complaints.clear()


async def test_a_page_that_never_comes_to_rest_is_not_waited_for_for_ever(browser: Browser, stage: Stage) -> None:
    stage.body = '<p class="htmx-request">waits for ever</p>'
    async with visiting(browser, stage.origin) as visitor:
        visitor.patience = 0.5
        with pytest.raises(AssertionError, match="does not come to rest"):
            await visitor.go("/")
