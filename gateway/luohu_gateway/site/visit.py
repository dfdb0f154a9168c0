"""One request of a page: who came, to which world, in which language, and how to answer them."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from luohu_gateway import headers as crossing
from luohu_gateway.site.drawing import Drawing, Words
from luohu_gateway.site.links import PREFIX, Link, sections_for
from luohu_gateway.site.session import COOKIE, LONGEST, Seals, Session
from luohu_gateway.site.wire import Wire
from luohu_gateway.upstream import Upstreams
from luohu_kit.clock import machine_now
from luohu_kit.settings import Mode, Settings

LANGUAGE = "luohu-language"  #: cookie
WORLD = "luohu-world"  #: cookie: where somebody who is not signed in looks
VISIT = "luohu-visit"  #: cookie: what the forms of somebody who is not signed in are bound to
MAIN = "main"
WORLD_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
FORM_TOKEN = "csrf"  # noqa: S105 - the name of a field
FORM_HEADER = "x-csrf-token"
FIELDS = 5000  #: of one form at most: a roster of a hundred people has thirty or forty for each
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What all pages stand on."""

    settings: Settings
    upstreams: Upstreams
    seals: Seals
    drawing: Drawing

    @property
    def control(self) -> bool:
        """Whether this is a sandbox, with personas, faults and a clock to turn."""
        return self.settings.mode is Mode.SANDBOX


class Visit:
    """A request, and everything that a page needs to answer it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.grounds = cast(Grounds, request.app.state.grounds)
        self.now: datetime = machine_now()
        sealed = request.cookies.get(COOKIE, "")
        self.session: Session | None = self.grounds.seals.open(sealed, self.now) if sealed else None
        self.ended = bool(sealed) and self.session is None
        self.ask = self.wire(self.session.token if self.session else None)
        self._cookies: list[tuple[str, str, timedelta | None]] = []
        self._visit = request.cookies.get(VISIT, "")[:60]
        if self.session and (touched := self.session.touched(self.now)):
            self.remember(touched)

    @property
    def world(self) -> str:
        """The world that is looked at: that of the session, else the one chosen in this browser, else `main`."""
        chosen = self.request.cookies.get(WORLD, MAIN)
        return self.session.world if self.session else chosen if WORLD_NAME.fullmatch(chosen) else MAIN

    @property
    def language(self) -> Language:
        """Chinese, unless the switch says otherwise."""
        return "en" if self.request.cookies.get(LANGUAGE) == "en" else "zh"

    @property
    def words(self) -> Words:
        """The texts in the language of this visitor."""
        return Words(self.language)

    @property
    def partial(self) -> bool:
        """Whether htmx asks for a part of a page rather than a person for all of it."""
        return "hx-request" in self.request.headers

    @property
    def origin(self) -> str:
        """Where the browser reaches this site: what the settings say, since a proxy before the gateway may have taken
        the TLS away; else the address that was asked.
        """
        said = self.grounds.settings.public_origin.rstrip("/")
        return said or str(self.request.base_url).rstrip("/").removesuffix(PREFIX)

    @property
    def here(self) -> str:
        """The address of this page, as a link of this site."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @property
    def links(self) -> tuple[Link, ...]:
        """The sections that this visitor has, for the top of every page."""
        return sections_for(self.session, self.request.url.path, control=self.grounds.control)

    def wire(self, token: str | None) -> Wire:
        """The API, asked with a token or without one."""
        given = self.request.scope["headers"]
        about = [
            (b"x-request-id", crossing.request_id(given)),
            (b"traceparent", crossing.traceparent(given)),
            (b"user-agent", b"luohu-pages"),
        ]
        grounds = self.grounds
        return Wire(grounds.upstreams, world=self.world, token=token, control=grounds.control, about=about)

    async def token(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """What the token endpoint grants (RFC 6749). Raises Refused, with the problem that it answered."""
        content = urlencode(asked).encode()
        reply = await self.wire(None).ask(
            "POST", "/identity/token", content=content, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        return cast(dict[str, Any], reply.data)

    async def form(self) -> Mapping[str, str]:
        """The fields of a form that was sent, each once; files are not among them. Ends of texts are trimmed."""
        return {name: value.strip() for name, value in (await self._sent()).items() if isinstance(value, str)}

    async def several(self, name: str) -> list[str]:
        """All values of a field that comes more than once, such as boxes that were ticked."""
        return [value for value in (await self._sent()).getlist(name) if isinstance(value, str)]

    async def files(self, name: str) -> list[UploadFile]:
        """The files of a field, without the empty one that a browser sends when none was chosen."""
        return [one for one in (await self._sent()).getlist(name) if isinstance(one, UploadFile) and one.filename]

    async def _sent(self) -> FormData:
        return await self.request.form(max_files=20, max_fields=FIELDS)

    # What is answered

    def draw(self, template: str, /, status: int = 200, **told: Any) -> Response:
        """A page, or a part of one."""
        text = self.grounds.drawing.draw(template, self, **told)
        return self.stamped(Response(text, status, media_type="text/html; charset=utf-8"))

    def go(self, path: str) -> Response:
        """Send the browser to another page of this site, whether it or htmx asked."""
        if self.partial:
            return self.stamped(Response(status_code=204, headers={"HX-Redirect": path}))
        return self.stamped(RedirectResponse(path, 303))

    def remember(self, session: Session) -> None:
        """Sign in, with the answer."""
        life = timedelta(seconds=max(0, session.expires - int(self.now.timestamp())))
        self._cookies.append((COOKIE, self.grounds.seals.seal(session), min(life, LONGEST)))

    def forget(self) -> None:
        """Sign out, with the answer."""
        self._cookies.append((COOKIE, "", timedelta(0)))

    def take_along(self, name: str, told: Mapping[str, Any] | None, life: timedelta = timedelta(0)) -> None:
        """Give the browser something to bring back that only the gateway can read; None takes it away again."""
        self._cookies.append((name, self.grounds.seals.close(told) if told else "", life))

    def brought(self, name: str) -> dict[str, Any]:
        """What the browser brought back; empty without it."""
        return self.grounds.seals.opened(self.request.cookies.get(name, ""))

    def choose(self, name: str, value: str) -> None:
        """Keep what was chosen in this browser: LANGUAGE or WORLD."""
        self._cookies.append((name, value, timedelta(days=365)))

    @property
    def form_token(self) -> str:
        """What the forms of this page carry."""
        return self.grounds.seals.form_token(self._bound_to())

    def own_form(self, given: str) -> bool:
        """Whether a form is one of ours, made for this browser and this session."""
        bound = self.session.visit if self.session else self._visit
        return bool(bound) and self.grounds.seals.fits(bound, given)

    def _bound_to(self) -> str:
        if self.session:
            return self.session.visit
        if not self._visit:
            self._visit = secrets.token_urlsafe(16)
            self._cookies.append((VISIT, self._visit, None))
        return self._visit

    def stamped(self, response: Response) -> Response:
        """The answer, with the cookies that it sets."""
        secure = self.origin.startswith("https://")
        for name, value, life in self._cookies:
            response.set_cookie(
                name,
                value,
                max_age=None if life is None else int(life.total_seconds()),
                path=PREFIX,
                secure=secure,
                httponly=True,
                samesite="lax",
            )
        return response


async def visit(request: Request) -> Visit:
    """The visit of a request: one for all who ask for it."""
    if (kept := getattr(request.state, "visit", None)) is None:
        kept = request.state.visit = Visit(request)
    return cast(Visit, kept)


Here = Annotated[Visit, Depends(visit)]
