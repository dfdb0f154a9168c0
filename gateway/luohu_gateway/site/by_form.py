"""Signing in by the identity service's own form: OpenID Connect, a code for a token, with PKCE.

What has to be remembered until the browser comes back goes with it, sealed, for ten minutes.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from luohu_gateway.site.guard import everybody, own_path
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.sign_in import HOMES, begun, drawn
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(dependencies=[Depends(everybody())])

CLIENT = "luohu-pages"
GOING = "luohu-going"  #: cookie: what a browser brings back
TIME = timedelta(minutes=10)


@router.get("/sign-in/form")
async def leave(here: Here) -> Response:
    """Send the browser to the form."""
    going = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    going["next"] = own_path(here.request.query_params.get("next", ""))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(going["verifier"].encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": _callback(here),
        "scope": "openid",
        "state": going["state"],
        "nonce": going["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "ui_locales": "en" if here.language == "en" else "zh-CN",
        "world": here.world,
    }
    here.take_along(GOING, going, TIME)
    return here.stamped(RedirectResponse(f"/identity/authorize?{urlencode(asked)}", 303))


@router.get("/sign-in/callback")
async def come_back(here: Here) -> Response:
    """Take the code that the form gave for a token."""
    going, told = here.brought(GOING), here.request.query_params
    here.take_along(GOING, None)
    back = own_path(str(going.get("next", "")))
    if not going or not secrets.compare_digest(str(going["state"]).encode(), told.get("state", "").encode()):
        return await drawn(here, back, Shown(title=here.words.page("sign_in.not_asked")), status=400)
    if "code" not in told:
        title = here.words.page("sign_in.not_done")
        return await drawn(here, back, Shown(title=title, detail=told.get("error_description", "")[:300]), status=400)
    asked = {
        "grant_type": "authorization_code",
        "code": told["code"],
        "redirect_uri": _callback(here),
        "client_id": CLIENT,
        "code_verifier": str(going["verifier"]),
    }
    try:
        granted = await here.token(asked)
        session = await begun(here, granted)
    except Refused as refused:
        return await drawn(here, back, Shown.of(refused), status=400)
    if _claims(granted).get("nonce") != going["nonce"]:
        return await drawn(here, back, Shown(title=here.words.page("sign_in.not_asked")), status=400)
    here.remember(session)
    return here.go(back if back != f"{PREFIX}/" else HOMES[session.role])


def _callback(here: Visit) -> str:
    """This site's own address, by the name that the browser knows it by; the identity service takes no other."""
    return f"{here.origin}{PREFIX}/sign-in/callback"


def _claims(granted: Mapping[str, Any]) -> dict[str, Any]:
    """Of an id token that came from the identity service itself, so that nothing has to be proved (Core, 3.1.3.7)."""
    try:
        payload = str(granted["id_token"]).split(".")[1]
        claims = orjson.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (KeyError, IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}
