"""Authorization codes: what a front end gets for a person who has signed in, and turns into tokens once.

A code is good for a minute of real time, and for the front end, the address and the challenge that it was made for. It
names its world, so that whoever brings it need not. Tokens are checked by each service alone, so none can be called
back: a code that comes a second time is refused and logged, and what it gave the first time ends with its own life.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

import structlog
from sqlalchemy import func, insert, text

from luohu_identity import accounts
from luohu_identity.accounts import Account
from luohu_identity.records import authorization_code
from luohu_identity.sign_in.request import VERIFIER, WORLD, Asked
from luohu_kit.journal.hop import of_world, witnessed
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld, Work, WorldAway

CODE_GRANT = "authorization_code"
LIFE = timedelta(seconds=60)
_SAID_OF_THEM = ("sub", "name", "acr")  #: in an id token, of whoever signed in
KEPT = timedelta(minutes=10)  #: after its end, to know it again

_CODE = re.compile(rf"({WORLD.pattern})\.[A-Za-z0-9_-]{{43}}", re.ASCII)
_USE = text(
    "UPDATE authorization_code SET used_at = clock_timestamp() WHERE code = :code AND client_id = :client_id"
    " AND redirect_uri = :redirect_uri AND challenge = :challenge AND used_at IS NULL"
    " AND expires_at > clock_timestamp() RETURNING account, scope, nonce, signed_in_at"
)
_USED = text("SELECT used_at IS NOT NULL FROM authorization_code WHERE code = :code")
_SWEEP = text("DELETE FROM authorization_code WHERE expires_at < clock_timestamp() - CAST(:age AS interval)")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Brought:
    """What a front end brings to have a code turned into tokens."""

    code: str
    client_id: str
    redirect_uri: str
    code_verifier: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and what for."""

    world: str
    scope: str
    nonce: str | None
    signed_in_at: datetime
    claims: dict[str, Any]  #: of the access token

    def id_claims(self, client_id: str) -> dict[str, Any]:
        """Of the id token (OpenID Connect Core, 2): for the front end, and no key to any service."""
        said: dict[str, Any] = {name: self.claims[name] for name in _SAID_OF_THEM if name in self.claims}
        when = int(self.signed_in_at.timestamp())
        told: dict[str, Any] = {"aud": client_id, "auth_time": when, "amr": ["otp", "sms"], **said}
        return told if self.nonce is None else {**told, "nonce": self.nonce}


class GrantRefused(Exception):
    """The code is not good, or not for whoever brings it."""


async def issue(work: Work, asked: Asked, found: Account) -> str:
    """A code for somebody who has signed in."""
    code = f"{work.world.name}.{token_urlsafe(32)}"
    values = {
        "code": _digest(code),
        "client_id": asked.client_id,
        "redirect_uri": asked.redirect_uri,
        "challenge": asked.challenge,
        "nonce": asked.nonce,
        "scope": asked.scope,
        "account": found.name,
        "expires_at": func.clock_timestamp() + LIFE,
    }
    await work.execute(insert(authorization_code).values(values))
    note_who(found.claims)
    return code


async def redeem(rt: Runtime, brought: Brought) -> SignedIn:
    """Who signed in, the one time that a code is brought by the right front end. Raises GrantRefused."""
    named = _CODE.fullmatch(brought.code)
    if named is None or not VERIFIER.fullmatch(brought.code_verifier):
        raise GrantRefused
    of_world(named[1])
    try:
        async with rt.begin(named[1]) as work:
            signed_in = await _used(work, brought, rt)
            await work.commit()
    except WorldAway:
        raise
    except UnknownWorld:
        raise GrantRefused from None
    note_who(signed_in.claims)
    return signed_in


async def _used(work: Work, brought: Brought, rt: Runtime) -> SignedIn:
    values = {
        "code": _digest(brought.code),
        "client_id": brought.client_id,
        "redirect_uri": brought.redirect_uri,
        "challenge": challenge_of(brought.code_verifier),
    }
    row = await work.one(_USE, values)
    if row is None:
        if await work.scalar(_USED, {"code": values["code"]}):
            log.warning("authorization_code_replayed", world=work.world.name, client=brought.client_id)
        raise GrantRefused
    found = await accounts.again(work, row.account, rt.settings.mode)
    if found is None:
        raise GrantRefused
    return SignedIn(work.world.name, row.scope, row.nonce, row.signed_in_at, found.claims)


def challenge_of(verifier: str) -> str:
    """S256 of a verifier (RFC 7636, 4.6)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def note_who(claims: dict[str, Any]) -> None:
    """Let the journal say who signs in."""
    if (hop := witnessed()) is not None:
        hop.subject, hop.role = claims["sub"], claims["role"]


async def sweep(rt: Runtime) -> None:
    """Remove codes that nobody can bring any more, in all worlds."""
    async with rt.everywhere() as connection:
        await connection.execute(_SWEEP, {"age": KEPT})
        await connection.commit()


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
