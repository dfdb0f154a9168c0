"""Who may have a token, and what it says: personas and staff of the sandbox, clients with a secret, and whoever signed
in by form.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from luohu_contract.numbers import NumberInvalid
from luohu_identity import clients, employers, front_ends, keys, people, staff
from luohu_identity.sign_in import authorization
from luohu_identity.sign_in.authorization import CODE_GRANT, Brought, GrantRefused
from luohu_identity.sign_in.one_time import can_send
from luohu_identity.sign_in.request import WORLD
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode, Settings

PERSONA_GRANT = "urn:luohu:grant:persona"
CLIENT_GRANT = "client_credentials"
LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What came in the form of `POST /token`."""

    grant_type: str
    world: str
    #: a persona's name, person:<number> of a population, a person's id, operator:<agency>, employer:<USCC>, window,
    #: administrator
    persona: str = ""
    client_id: str = ""
    client_secret: str = ""
    code: str = ""  #: of a sign-in by form
    redirect_uri: str = ""
    code_verifier: str = ""
    expires_in: int = int(LIFE.total_seconds())  #: seconds, at most a day


async def grant(rt: Runtime, asked: TokenRequest) -> dict[str, Any]:
    """The answer of the token endpoint (RFC 6749, 5.1). Raises problems that carry its `error` codes as well."""
    if not WORLD.fullmatch(asked.world):
        raise refused("invalid_request", "world is 1 to 40 small letters, digits and hyphens, such as main")
    if asked.grant_type not in (known := grant_types(rt.settings)):
        raise refused("unsupported_grant_type", f"grant_type is one of: {', '.join(known)}")
    if asked.grant_type == CODE_GRANT:
        return await _code(rt, asked)
    claims = await (_persona if asked.grant_type == PERSONA_GRANT else _client)(rt, asked)
    return await _answer(rt, asked, claims, asked.world, claims["role"])


def grant_types(settings: Settings) -> list[str]:
    """What `grant_type` can be in this city."""
    by_form = [CODE_GRANT] if can_send(settings) else []
    return [CLIENT_GRANT, *by_form, *([PERSONA_GRANT] if settings.mode is Mode.SANDBOX else [])]


async def _answer(rt: Runtime, asked: TokenRequest, claims: dict[str, Any], world: str, scope: str) -> dict[str, Any]:
    lives = timedelta(seconds=asked.expires_in)
    token, _ = await keys.sign(rt, {**claims, "world": world}, lives)
    return {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": int(min(lives, keys.LONGEST_LIFE).total_seconds()),
        "scope": scope,
    }


async def _code(rt: Runtime, asked: TokenRequest) -> dict[str, Any]:
    """For a code of `GET /authorize` (RFC 6749, 4.1.3). The world is that of the code."""
    if not (asked.code and asked.redirect_uri and asked.code_verifier):
        raise refused("invalid_request", "code, redirect_uri and code_verifier come together with client_id")
    if asked.client_secret or await front_ends.find(rt, asked.client_id) is None:
        raise _client_invalid("No front end has this client_id, and front ends have no secret.")
    try:
        brought = Brought(asked.code, asked.client_id, asked.redirect_uri, asked.code_verifier)
        who = await authorization.redeem(rt, brought)
    except GrantRefused:
        detail = "The code is unknown, was used, is older than a minute, or was made for another request."
        raise refused("invalid_grant", detail) from None
    answer = await _answer(rt, asked, who.claims, who.world, f"{who.scope} {who.claims['role']}")
    id_token, _ = await keys.sign(rt, who.id_claims(asked.client_id), LIFE)
    return {**answer, "id_token": id_token}


async def _persona(rt: Runtime, asked: TokenRequest) -> dict[str, Any]:
    if not asked.persona:
        raise refused("invalid_request", "persona is missing: a persona's name, a person's id, or a member of staff")
    async with rt.begin(asked.world) as work:
        if (name := staff.parse(asked.persona)) is not None:
            return staff.claims(name)
        if claims := _employer(asked.persona, work.world.programme):
            return claims
        found = await people.find(work, asked.persona) or await people.by_id(work, asked.persona)
        if found is None:
            valid = [*await people.personas(work), *staff.names(), *employers.valid(work.world.programme)]
            raise Problem(
                "persona-unknown",
                f"There is no persona {asked.persona[:60]!r} in the world {asked.world!r}.",
                error="invalid_grant",
                valid=valid,
            )
        return found.claims


def _employer(persona: str, city: str) -> dict[str, Any] | None:
    try:
        return employers.claims(persona)
    except NumberInvalid as error:
        raise Problem("persona-unknown", str(error), error="invalid_grant", valid=employers.valid(city)) from None


async def _client(rt: Runtime, asked: TokenRequest) -> dict[str, Any]:
    known = await clients.authenticate(rt, asked.client_id, asked.client_secret)
    if known is None:
        raise _client_invalid("No client has this client_id and client_secret.")
    async with rt.begin(asked.world):
        pass  # a token for a world that is not there would only fail later
    bound = {"agency": known.agency, "uscc": known.uscc}
    return {
        "sub": f"client:{known.client_id}",
        "role": known.role.value,
        "name": employers.names().get(known.uscc, known.uscc) if known.uscc else known.client_id,
        **{claim: value for claim, value in bound.items() if value},
    }


def _client_invalid(detail: str) -> Problem:
    return Problem("client-invalid", detail, headers={"WWW-Authenticate": "Basic"}, error="invalid_client")


def refused(error: str, detail: str) -> Problem:
    """A problem of the token endpoint, with the code of RFC 6749, 5.2."""
    if error in ("unsupported_grant_type", "invalid_grant"):
        return Problem("grant-invalid", detail, error=error, error_description=detail)
    return Problem("malformed-request", detail, error=error, error_description=detail)
