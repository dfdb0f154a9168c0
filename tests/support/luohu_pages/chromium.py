"""The browser: Debian's chromium, headless. Playwright's own browsers are never installed."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

# One such flag replaces another, so this one also says what playwright's own says. The popups are the address bar's:
# every new window would load two pages for it, a second of processor time for what nobody ever sees here.
NOT_WANTED = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "MediaRouter"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    *("AimEnabled", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
)
FLAGS = (
    f"--disable-features={','.join(NOT_WANTED)}",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # a page that asks elsewhere meets nobody
)


class NoChromium(Exception):
    """There is no chromium to look at the pages with: run `make chromium`, or install the package of your system."""


def executable() -> str:
    """Where the browser is. Raises NoChromium when it is not installed."""
    if found := shutil.which("chromium"):
        return found
    raise NoChromium(NoChromium.__doc__)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser, headless and without a sandbox of its own, since tests may run as root."""
    path = executable()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS), chromium_sandbox=False)
        try:
            yield browser
        finally:
            await browser.close()
