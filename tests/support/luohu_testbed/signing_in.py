"""A browser and a front end of a city, signing somebody in by form: what they send, and what is on the page."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

CALLBACK = "http://gateway/city/sign-in/callback"
PERSON = "990116197505200110"  #: 何怀山, of the seeds
EMPLOYER = "91990105MA0LUH014J"  #: of the seeds, too
_HIDDEN = re.compile(r'name="form_token" value="([^"]+)"')
_ACTION = re.compile(r'<form method="post" action="([^"]+)"')


def challenge_of(verifier: str) -> str:
    """S256, as RFC 7636 has it."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


@dataclass
class Visitor:
    """Somebody in front of a browser, sent by a front end that keeps a verifier, a state and a nonce."""

    client: httpx.AsyncClient  #: with cookies of its own
    path: str = "/authorize"
    verifier: str = field(default_factory=lambda: token_urlsafe(48))
    state: str = field(default_factory=lambda: token_urlsafe(8))
    nonce: str = field(default_factory=lambda: token_urlsafe(8))
    accept: str = "text/html,application/xhtml+xml"

    def query(self, **changed: str | None) -> dict[str, str]:
        """What the front end asks for; a change to None leaves a parameter out."""
        asked: Mapping[str, str | None] = {
            "response_type": "code",
            "client_id": "luohu-pages",
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            **changed,
        }
        return {name: value for name, value in asked.items() if value is not None}

    async def open(self, **changed: str | None) -> httpx.Response:
        """Come to the form."""
        return await self.client.get(self.path, params=self.query(**changed), headers={"Accept": self.accept})

    async def post(self, page: httpx.Response, **fields: str) -> httpx.Response:
        """Send the form of a page."""
        action = _ACTION.search(page.text)
        hidden = _HIDDEN.search(page.text)
        assert action, page.text
        assert hidden, page.text
        form = {"form_token": hidden[1], **fields}
        return await self.client.post(self.path + unescape(action[1]), data=form, headers={"Accept": self.accept})

    async def ask_for_code(self, account: str, **changed: str | None) -> httpx.Response:
        """The page that asks for the one-time code."""
        return await self.post(await self.open(**changed), account=account, step="send")

    async def type_code(self, page: httpx.Response, account: str, code: str) -> httpx.Response:
        """What becomes of a code that is typed."""
        return await self.post(page, account=account, sms_code=code, step="sign_in")

    def form_for(self, **changed: str | None) -> dict[str, str]:
        """What the front end sends to the token endpoint, for a `code`."""
        form: Mapping[str, str | None] = {
            "grant_type": "authorization_code",
            "client_id": "luohu-pages",
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
            **changed,
        }
        return {name: value for name, value in form.items() if value is not None}


Arrive = Callable[[], Visitor]  #: lets somebody new come, with a browser of their own


def visitor_at(app: Any, base_url: str = "http://identity", path: str = "/authorize") -> Visitor:
    """Somebody at the form of an app; whoever calls closes the browser."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return Visitor(httpx.AsyncClient(transport=transport, base_url=base_url), path)


def told_in(answer: httpx.Response) -> dict[str, str]:
    """What a redirect to the callback carries."""
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    assert address.split("?")[0] == CALLBACK, address
    return dict(parse_qsl(urlsplit(address).query, strict_parsing=True))


def error_beside(page: httpx.Response, name: str) -> str:
    """What a page says is wrong with a field; the field refers to it."""
    found = re.search(rf'id="{name}-error" role="alert">([^<]+)<', page.text)
    assert found, page.text
    if name != "form":
        wrong = rf'<input id="{name}"[^>]* aria-describedby="([^"]+)"[^>]* aria-invalid="true"'
        described = re.search(wrong, page.text)
        assert described, page.text
        assert f"{name}-error" in described[1].split()
    return unescape(found[1])


def labels_of(page: Any) -> dict[str, str]:
    """The labels of a page's fields."""
    return dict(re.findall(r'<label for="([^"]+)">([^<]+)<', page.text))
