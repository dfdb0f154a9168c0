"""OpenID Connect as far as REST clients need it: discovery, keys, tokens, userinfo."""

import base64
import binascii
import re
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote

from fastapi import APIRouter, Depends, Request, Response

from luohu_identity import keys
from luohu_identity.grants import CLIENT_GRANT, PERSONA_GRANT, TokenRequest, grant, refused
from luohu_identity.keys import LONGEST_LIFE
from luohu_kit.api import Rt
from luohu_kit.auth import ALGORITHM, Caller, Role, allow, public
from luohu_kit.journal import of_world
from luohu_kit.settings import Mode

router = APIRouter(tags=["oidc"])

_LONGEST_FORM = 16_384  #: bytes
_LONGEST_VALUE = 500  #: characters
_SECONDS = re.compile(r"[0-9]{1,6}", re.ASCII)

_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": [CLIENT_GRANT, PERSONA_GRANT]},
                        "persona": {
                            "type": "string",
                            "description": "a persona's name, person:<number>, operator:<agency>, employer:<USCC>, "
                            "window",
                        },
                        "client_id": {"type": "string"},
                        "client_secret": {"type": "string"},
                        "world": {"type": "string", "default": "main"},
                        "expires_in": {"type": "integer", "minimum": 1, "maximum": 86400, "default": 3600},
                    },
                }
            }
        },
    }
}


@router.get("/.well-known/openid-configuration", dependencies=[Depends(public())])
async def discovery(rt: Rt) -> dict[str, Any]:
    """Where everything is (OpenID Connect Discovery 1.0)."""
    issuer = rt.settings.token_issuer
    personas = [PERSONA_GRANT] if rt.settings.mode is Mode.SANDBOX else []
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "grant_types_supported": [CLIENT_GRANT, *personas],
        "response_types_supported": ["token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": [role.value for role in Role],
        "acr_values_supported": ["L1", "L2", "L3"],
    }


@router.get("/.well-known/jwks.json", dependencies=[Depends(public())])
async def jwks(rt: Rt, response: Response) -> dict[str, Any]:
    """The public keys that good tokens are signed with."""
    response.headers["Cache-Control"] = "public, max-age=5"
    return {"keys": [key.as_dict(private=False) for key in await keys.shown_keys(rt)]}


@router.post("/token", openapi_extra=_FORM)
async def token(
    rt: Rt, world: Annotated[str, Depends(public())], request: Request, response: Response
) -> dict[str, Any]:
    """A bearer token for a client, or in a sandbox for a persona. Parameters come as a form (RFC 6749)."""
    response.headers["Cache-Control"] = "no-store"
    asked = await _asked(request, world)
    of_world(asked.world)  # a sign-in is noted in the world that it opens, and goes with it
    return await grant(rt, asked)


async def _asked(request: Request, world: str) -> TokenRequest:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise refused("invalid_request", "parameters come as application/x-www-form-urlencoded, such as grant_type=...")
    pairs = _pairs(await request.body())
    form = dict(pairs)
    if len(form) != len(pairs):
        raise refused("invalid_request", "a parameter comes more than once")
    if unknown := set(form) - set(TokenRequest.__slots__) - {"scope"}:
        raise refused("invalid_request", f"unknown parameter: {min(unknown)[:60]!r}")
    if "grant_type" not in form:
        raise refused("invalid_request", "grant_type is missing")
    form.pop("scope", None)
    expires = form.pop("expires_in", "3600")
    if not (_SECONDS.fullmatch(expires) and 0 < int(expires) <= LONGEST_LIFE.total_seconds()):
        raise refused("invalid_request", "expires_in is a number of seconds, 1 to 86400")
    return TokenRequest(**{"world": world, **_basic(request), **form}, expires_in=int(expires))


def _pairs(body: bytes) -> list[tuple[str, str]]:
    if len(body) > _LONGEST_FORM:
        raise refused("invalid_request", f"the form has {len(body):,} bytes, and at most {_LONGEST_FORM:,} are read")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise refused("invalid_request", "the form cannot be read; it is percent-encoded UTF-8") from None
    for pair in pairs:
        _check(*pair)
    return pairs


def _check(*values: str) -> None:
    """What no database would keep, and no name and no secret is."""
    if any("\x00" in value or len(value) > _LONGEST_VALUE for value in values):
        raise refused("invalid_request", f"a value has more than {_LONGEST_VALUE} characters or holds a NUL character")


def _basic(request: Request) -> dict[str, str]:
    """client_secret_basic: both halves are percent-encoded before they are joined (RFC 6749, 2.3.1)."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise refused("invalid_request", "Authorization: Basic carries the base64 of client_id:client_secret") from None
    client_id, secret = unquote(client_id), unquote(secret)
    _check(client_id, secret)
    return {"client_id": client_id, "client_secret": secret}


@router.get("/userinfo")
async def userinfo(caller: Annotated[Caller, Depends(allow(*Role, any_agency=True))]) -> dict[str, Any]:
    """What the token says of its holder."""
    told = asdict(caller)
    return {"sub": told.pop("subject"), **{name: value for name, value in told.items() if value is not None}}
