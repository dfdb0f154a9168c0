"""The keys that sign tokens: one signs, the one before it stays shown until the tokens that it signed have expired."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import text

from luohu_kit.auth import ALGORITHM
from luohu_kit.clock import machine_now
from luohu_kit.runtime import Runtime

LONGEST_LIFE = timedelta(hours=24)  #: of any token
_LOCK = 0x6B657973  # advisory lock: replicas that start at once agree on one first key

_SHOWN = text(
    "SELECT kid, private_jwk FROM signing_key WHERE retires_at IS NULL OR retires_at > clock_timestamp()"
    " ORDER BY made_at DESC, kid"
)


async def shown_keys(rt: Runtime) -> list[OKPKey]:
    """All keys whose tokens are good, the signing one first. Makes the first key when there is none."""
    async with rt.everywhere() as connection:
        rows = (await connection.execute(_SHOWN)).all()
    if not rows:
        await _make(rt, only_first=True)
        return await shown_keys(rt)
    return [OKPKey.import_key({**row.private_jwk, "kid": row.kid}) for row in rows]


async def rotate(rt: Runtime) -> str:
    """A new key signs from now on; the old ones retire when the last token that they signed has expired."""
    return await _make(rt, only_first=False)


async def _make(rt: Runtime, *, only_first: bool) -> str:
    kid = uuid4().hex
    key = OKPKey.generate_key("Ed25519", {"kid": kid})
    async with rt.everywhere() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if only_first and (await connection.execute(_SHOWN)).first() is not None:
            return kid
        await connection.execute(
            text("UPDATE signing_key SET retires_at = clock_timestamp() + :life WHERE retires_at IS NULL"),
            {"life": LONGEST_LIFE + timedelta(minutes=5)},
        )
        await connection.execute(
            text("INSERT INTO signing_key (kid, private_jwk) VALUES (:kid, CAST(:jwk AS jsonb))"),
            {"kid": kid, "jwk": _json(key)},
        )
        await connection.commit()
    rt.state.pop("signing_key", None)
    return kid


def _json(key: OKPKey) -> str:
    return orjson.dumps(key.as_dict(private=True)).decode()


async def sign(rt: Runtime, claims: dict[str, Any], lives: timedelta) -> tuple[str, datetime]:
    """A token with these claims, and when it expires."""
    key = await _signing(rt)
    expires = machine_now() + min(lives, LONGEST_LIFE)
    return _token(key, rt.settings.token_issuer, claims, expires), expires


async def sign_many(rt: Runtime, many: Sequence[dict[str, Any]], lives: timedelta) -> list[str]:
    """A token for each of these claims, in their order, made beside the loop: a thousand take a while."""
    key = await _signing(rt)
    expires = machine_now() + min(lives, LONGEST_LIFE)
    issuer = rt.settings.token_issuer
    return await asyncio.to_thread(lambda: [_token(key, issuer, claims, expires) for claims in many])


def _token(key: OKPKey, issuer: str, claims: dict[str, Any], expires: datetime) -> str:
    everything = {
        "iss": issuer,
        "aud": "luohu",
        "iat": int(machine_now().timestamp()),
        "exp": int(expires.timestamp()),
        "jti": uuid4().hex,
        **claims,
    }
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, everything, key, algorithms=[ALGORITHM])


async def _signing(rt: Runtime) -> OKPKey:
    """The key that signs, read again every few seconds: another replica may have rotated."""
    kept = rt.state.get("signing_key")
    if kept is not None and machine_now() < kept[1]:
        return kept[0]  # type: ignore[no-any-return]
    key = (await shown_keys(rt))[0]
    rt.state["signing_key"] = (key, machine_now() + timedelta(seconds=5))
    return key
