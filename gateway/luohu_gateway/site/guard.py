"""Who may come to a page, from where a form may come, and what a browser is told about every page.

A page asks the API with the visitor's own token, so nothing is decided here that a service does not decide again: the
guard sends those who are not signed in to where they can.
"""

from collections.abc import AsyncIterator, Callable
from urllib.parse import quote

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.session import Session
from luohu_gateway.site.visit import FORM_HEADER, FORM_TOKEN, Visit, visit
from luohu_kit.auth import Guard, Role

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' {sheet}",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "object-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
ABOUT = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})  #: Sec-Fetch-Site of what this site, or the person, began


class SignInFirst(Exception):
    """Nobody is signed in, or no longer."""


class NotForThem(Exception):
    """Somebody is signed in whose role has no such page."""

    def __init__(self, session: Session, roles: tuple[Role, ...]) -> None:
        super().__init__(f"{session.role} is none of {', '.join(roles)}")
        self.session = session
        self.roles = roles


class StrangeForm(Exception):
    """A form that this site did not make for this browser."""


class NoSandbox(Exception):
    """The page turns the control plane, which production does not have."""


class Elsewhere(Exception):
    """What the visitor wants begins on another page of this site."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def everybody() -> Callable[[Request], AsyncIterator[Visit]]:
    """Open to all. A form must still be one of ours."""
    return _guard(())


def signed_in(*roles: Role) -> Callable[[Request], AsyncIterator[Visit]]:
    """Whoever is signed in with one of the roles; without roles, with any."""
    return _guard(roles or tuple(Role))


def in_sandbox() -> Callable[[Request], AsyncIterator[Visit]]:
    """Open to all in a sandbox; in production there is no such page."""
    return _guard((), sandbox=True)


def _guard(roles: tuple[Role, ...], *, sandbox: bool = False) -> Callable[[Request], AsyncIterator[Visit]]:
    async def visitor(request: Request) -> AsyncIterator[Visit]:
        here = await visit(request)
        try:
            if sandbox and not here.grounds.control:
                raise NoSandbox
            if roles and here.session is None:
                raise SignInFirst
            if roles and here.session and here.session.role not in roles:
                raise NotForThem(here.session, roles)
            if request.method not in _READS:
                await _own_form(here)
            yield here
        finally:
            await request.close()  # files that came with a form

    visitor.guard = Guard("session" if roles else "public", tuple(roles))  # type: ignore[attr-defined]
    return visitor


async def _own_form(here: Visit) -> None:
    """Raises StrangeForm, unless the form carries the token of this session and no other site sent it."""
    came = here.request.headers.get("sec-fetch-site", "same-origin")
    given = here.request.headers.get(FORM_HEADER) or (await here.form()).get(FORM_TOKEN, "")
    if came not in _OURS or not here.own_form(given):
        raise StrangeForm


def sign_in_path(back: str) -> str:
    """Where to sign in, to come back to a page of this site."""
    return f"{PREFIX}/sign-in?next={quote(back, safe='/')}"


def own_path(path: str) -> str:
    """A path to go on to, if it is one of this site; else its front page: no link of ours leads elsewhere."""
    clean = path.startswith(f"{PREFIX}/") and "\\" not in path and not any(ord(sign) < 33 for sign in path)
    return path if clean else f"{PREFIX}/"


class Fenced:
    """Middleware: what a browser may load and keep of a page."""

    def __init__(self, app: ASGIApp, sheet: str) -> None:
        """Sheet: the source of the one style that may stand in a page."""
        self._app = app
        policy = POLICY.format(sheet=sheet).encode()
        self._about = [(b"content-security-policy", policy), *ABOUT, (b"cache-control", b"no-store")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def fenced(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in self._about if one[0] not in given)]
            await send(message)

        await self._app(scope, receive, fenced if scope["type"] == "http" else send)
