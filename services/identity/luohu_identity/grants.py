"""Who may have a token, and what it says: personas and staff of the sandbox, and clients with a secret."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from luohu_contract.directory import AGENCIES
from luohu_contract.numbers import NumberInvalid
from luohu_identity import clients, employers, keys, people
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode

PERSONA_GRANT = "urn:luohu:grant:persona"
CLIENT_GRANT = "client_credentials"
LIFE = timedelta(hours=1)

_NAMESPACE = UUID("7d0d7c11-0f1f-5b7e-8c39-7374616666ff")
_WORLD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_STAFF = re.compile(r"(?:operator:(?P<agency>[a-z-]+)|(?P<role>window|administrator))(?::(?P<number>[1-9][0-9]?))?")


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
    expires_in: int = int(LIFE.total_seconds())  #: seconds, at most a day


async def grant(rt: Runtime, asked: TokenRequest) -> dict[str, Any]:
    """The answer of the token endpoint (RFC 6749, 5.1). Raises problems that carry its `error` codes as well."""
    if not _WORLD.fullmatch(asked.world):
        raise refused("invalid_request", "world is 1 to 40 small letters, digits and hyphens, such as main")
    if asked.grant_type == PERSONA_GRANT and rt.settings.mode is Mode.SANDBOX:
        claims = await _persona(rt, asked)
    elif asked.grant_type == CLIENT_GRANT:
        claims = await _client(rt, asked)
    else:
        known = [CLIENT_GRANT, *([PERSONA_GRANT] if rt.settings.mode is Mode.SANDBOX else [])]
        raise refused("unsupported_grant_type", f"grant_type is one of: {', '.join(known)}")
    lives = timedelta(seconds=asked.expires_in)
    token, _ = await keys.sign(rt, {**claims, "world": asked.world}, lives)
    return {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": int(min(lives, keys.LONGEST_LIFE).total_seconds()),
        "scope": claims["role"],
    }


async def _persona(rt: Runtime, asked: TokenRequest) -> dict[str, Any]:
    if not asked.persona:
        raise refused("invalid_request", "persona is missing: a persona's name, a person's id, or a member of staff")
    async with rt.begin(asked.world) as work:
        if claims := _staff(asked.persona) or _employer(asked.persona, work.world.programme):
            return claims
        found = await people.find(work, asked.persona) or await people.by_id(work, asked.persona)
        if found is None:
            valid = [*await people.personas(work), *staff_names(), *employers.valid(work.world.programme)]
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


def staff_names() -> list[str]:
    """The staff of every sandbox; `:2` to `:99` after each gives more of them, each with a subject that stays."""
    return [*(f"operator:{agency.name}" for agency in AGENCIES), "window", "administrator"]


def _staff(name: str) -> dict[str, Any] | None:
    name = name.removesuffix(":1")  # the first of them is the one without a number
    found = _STAFF.fullmatch(name)
    if found is None:
        return None
    if (agency := found["agency"]) is None:
        return {"sub": str(uuid5(_NAMESPACE, name)), "role": found["role"], "name": name}
    if f"operator:{agency}" not in staff_names():
        return None
    return {"sub": str(uuid5(_NAMESPACE, name)), "role": "operator", "agency": agency, "name": name}


async def _client(rt: Runtime, asked: TokenRequest) -> dict[str, Any]:
    known = await clients.authenticate(rt, asked.client_id, asked.client_secret)
    if known is None:
        raise Problem(
            "client-invalid",
            "No client has this client_id and client_secret.",
            headers={"WWW-Authenticate": "Basic"},
            error="invalid_client",
        )
    async with rt.begin(asked.world):
        pass  # a token for a world that is not there would only fail later
    bound = {"agency": known.agency, "uscc": known.uscc}
    return {
        "sub": f"client:{known.client_id}",
        "role": known.role.value,
        "name": employers.names().get(known.uscc, known.uscc) if known.uscc else known.client_id,
        **{claim: value for claim, value in bound.items() if value},
    }


def refused(error: str, detail: str) -> Problem:
    """A problem of the token endpoint, with the code of RFC 6749, 5.2."""
    if error == "unsupported_grant_type":
        return Problem("grant-invalid", detail, error=error, error_description=detail)
    return Problem("malformed-request", detail, error=error, error_description=detail)
