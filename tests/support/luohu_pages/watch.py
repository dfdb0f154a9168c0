"""What no page may do, noticed at every page of a browser context from its first request to the end.

No request leaves the origin; no answer is a 5xx; nothing is refused that the test does not expect; no error reaches the
console; no script raises; nothing breaks the content security policy.
"""

import re
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Request, Response, WebError

_ON_THE_WIRE = frozenset({"http", "https", "ws", "wss"})
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d{3})")
#: A request that made way for a later one (`hx-sync`), which htmx prints as an error. What fails has words of its own.
_TAKEN_BACK = re.compile(r"htmx:(?:sendAbort|afterRequest)\b")
_LOST = re.compile(r"net::ERR_")
#: Chromium prints most of these as errors, too, but not those of a policy that is only reported.
_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => console.error(
    `content security policy: ${event.effectiveDirective} forbids ${event.blockedURI} in ${event.documentURI}`));"""


class Watch:
    """What was noticed in a context. `origin` is the only one that its pages may ask."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.complaints: list[str] = []
        self._expected: dict[int, int] = {}
        self._may_be_lost = False

    async def follow(self, context: BrowserContext) -> None:
        """Begin to look at every page of it."""
        await context.add_init_script(_VIOLATIONS)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._printed)
        context.on("weberror", self._raised)

    def expect(self, status: int) -> None:
        """From now on, pages may be answered with this 4xx; it must come at least once."""
        assert 400 <= status < 500, f"{status} is nothing that a test may expect"
        self._expected.setdefault(status, 0)

    def let_go(self) -> None:
        """From now on, the connection may be lost."""
        self._may_be_lost = True

    def check(self) -> None:
        """Raises AssertionError with everything that was noticed."""
        assert not self.complaints, "\n".join(["the page misbehaves:", *dict.fromkeys(self.complaints)])

    def close(self) -> None:
        """The end: what was expected must have come, too."""
        self.check()
        missed = [status for status, times in self._expected.items() if not times]
        assert not missed, f"no request was answered {missed}, as the test expects"

    def _asked(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in _ON_THE_WIRE and f"{url.scheme}://{url.netloc}" != self.origin:
            self.complaints.append(f"a request left {self.origin}: {request.method} {request.url}")

    def _answered(self, response: Response) -> None:
        status, asked = response.status, response.request
        if status < 400:
            return
        if status in self._expected:
            self._expected[status] += 1
        else:
            self.complaints.append(f"{asked.method} {asked.url} ({asked.resource_type}) answered {status}")

    def _printed(self, message: ConsoleMessage) -> None:
        if message.type != "error" or self._told_elsewhere(message.text):
            return
        where = message.location.get("url") or (message.page.url if message.page else "?")
        self.complaints.append(f"an error in the console of {where}: {message.text}")

    def _told_elsewhere(self, text: str) -> bool:
        """Refusals are judged as answers; a lost connection where the test cut it; what htmx takes back is no error."""
        taken_back = bool(_TAKEN_BACK.match(text))
        return taken_back or bool(_REFUSED.match(text)) or (self._may_be_lost and bool(_LOST.search(text)))

    def _raised(self, error: WebError) -> None:
        self.complaints.append(f"a script of {error.page.url if error.page else '?'} raised: {error.error}")
