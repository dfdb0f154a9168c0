"""What makes a form good: a token that identity signed, for one request of one browser, for ten minutes.

There is no session yet, so the token is bound to a random cookie and to the address that the form is sent to. Whoever
makes a browser send a form of theirs has another cookie.
"""

import hashlib
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from luohu_identity import keys
from luohu_kit.auth import ALGORITHM
from luohu_kit.clock import machine_now
from luohu_kit.runtime import Runtime

COOKIE = "luohu_sign_in"
LIFE = timedelta(minutes=10)
_AUDIENCE = "luohu-sign-in-form"  #: nobody else takes such a token
_SHORTEST = 24  #: characters of the cookie


class FormExpired(Exception):
    """The form is too old, was changed, or is another browser's."""

    def __init__(self) -> None:
        super().__init__("The sign-in form is not good any more, or came without its cookie.")


def browser_of(request: Request) -> str:
    """The random name of a browser; empty before it has one."""
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    value = found.value if found is not None else ""
    return value if _SHORTEST <= len(value) <= 100 and value.isascii() else ""


def new_browser() -> str:
    """A name for one that has none."""
    return token_urlsafe(_SHORTEST)


def remember(response: Response, browser: str, *, secure: bool) -> None:
    """Let the browser keep its name. Lax: a front end elsewhere sends it here with its cookie."""
    response.set_cookie(COOKIE, browser, path="/", httponly=True, samesite="lax", secure=secure)


def forget(response: Response, *, secure: bool) -> None:
    """Let the browser forget it."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=secure)


async def token(rt: Runtime, browser: str, query: str, code_id: UUID | None = None) -> str:
    """A token for a form. code_id: the one-time code that it asks for, once one was sent."""
    claims: dict[str, Any] = {"aud": _AUDIENCE, "bound": _bound(browser, query)}
    if code_id is not None:
        claims["code_id"] = str(code_id)
    signed, _ = await keys.sign(rt, claims, LIFE)
    return signed


async def check(rt: Runtime, browser: str, query: str, given: str) -> UUID | None:
    """The one-time code that the form of a token asks for, if it asks for one. Raises FormExpired."""
    shown = KeySet(list(await keys.shown_keys(rt)))
    try:
        claims = jwt.decode(given, shown, algorithms=[ALGORITHM]).claims
        good = (
            bool(browser)
            and claims["aud"] == _AUDIENCE
            and claims["bound"] == _bound(browser, query)
            and claims["exp"] > machine_now().timestamp()
        )
        code_id = UUID(claims["code_id"]) if "code_id" in claims else None
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise FormExpired from None
    if not good:
        raise FormExpired
    return code_id


def _bound(browser: str, query: str) -> str:
    return hashlib.sha256(browser.encode() + b"\0" + query.encode()).hexdigest()
