"""OpenID Connect: discovery, keys, tokens, userinfo. `authorize` has the sign-in by form."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Request, Response

from luohu_identity import keys
from luohu_identity.grants import CLIENT_GRANT, PERSONA_GRANT, TokenRequest, grant, grant_types, refused
from luohu_identity.keys import LONGEST_LIFE
from luohu_identity.parameters import FORM, check_values, form_of
from luohu_identity.sign_in.authorization import CODE_GRANT
from luohu_identity.sign_in.one_time import can_send
from luohu_identity.sign_in.request import LANGUAGES, OPENID
from luohu_kit.api import Rt
from luohu_kit.auth import ALGORITHM, Caller, Role, allow, public
from luohu_kit.journal import of_world

router = APIRouter(tags=["oidc"])

_SECONDS = re.compile(r"[0-9]{1,6}", re.ASCII)

_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": [CLIENT_GRANT, PERSONA_GRANT, CODE_GRANT]},
                        "persona": {
                            "type": "string",
                            "description": "a persona's name, person:<number>, operator:<agency>, employer:<USCC>, "
                            "window",
                        },
                        "client_id": {"type": "string"},
                        "client_secret": {"type": "string"},
                        "code": {"type": "string", "description": "of GET /authorize; it names its world itself"},
                        "redirect_uri": {"type": "string", "description": "as it was given to GET /authorize"},
                        "code_verifier": {"type": "string", "description": "of the code_challenge (RFC 7636)"},
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
    settings = rt.settings
    issuer = settings.token_issuer
    told = {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "grant_types_supported": grant_types(settings),
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": [role.value for role in Role],
        "acr_values_supported": ["L1", "L2", "L3"],
    }
    return {**told, **_by_form(settings.door_origin, told)} if can_send(settings) else told


def _by_form(origin: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What there is besides where people sign in by form. Browsers come through the gateway."""
    return {
        "authorization_endpoint": f"{origin}/identity/authorize",
        "end_session_endpoint": f"{origin}/identity/logout",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": [*told["token_endpoint_auth_methods_supported"], "none"],
        "scopes_supported": [OPENID, *told["scopes_supported"]],
        "ui_locales_supported": list(LANGUAGES),
        "claims_supported": ["sub", "name", "acr", "amr", "auth_time", "nonce"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
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
    """A bearer token for a client, for the code of somebody who signed in, or in a sandbox for a persona.

    Parameters come as a form (RFC 6749).
    """
    response.headers["Cache-Control"] = "no-store"
    asked = await _asked(request, world)
    of_world(asked.world)  # a sign-in is noted in the world that it opens, and goes with it
    return await grant(rt, asked)


async def _asked(request: Request, world: str) -> TokenRequest:
    form = await form_of(request)
    if unknown := set(form) - set(TokenRequest.__slots__) - {"scope"}:
        raise refused("invalid_request", f"unknown parameter: {min(unknown)[:60]!r}")
    if "grant_type" not in form:
        raise refused("invalid_request", "grant_type is missing")
    form.pop("scope", None)
    expires = form.pop("expires_in", "3600")
    if not (_SECONDS.fullmatch(expires) and 0 < int(expires) <= LONGEST_LIFE.total_seconds()):
        raise refused("invalid_request", "expires_in is a number of seconds, 1 to 86400")
    return TokenRequest(**{"world": world, **_basic(request), **form}, expires_in=int(expires))


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
    check_values(client_id, secret)
    return {"client_id": client_id, "client_secret": secret}


@router.get("/userinfo")
async def userinfo(caller: Annotated[Caller, Depends(allow(*Role, any_agency=True))]) -> dict[str, Any]:
    """What the token says of its holder."""
    told = asdict(caller)
    return {"sub": told.pop("subject"), **{name: value for name, value in told.items() if value is not None}}
