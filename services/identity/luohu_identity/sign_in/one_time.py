"""One-time codes: six digits by SMS, good once, for five minutes of real time and five attempts.

An account that nobody has is treated like any other, but for the message: nobody learns from the form who is
registered. The row holds digests under the city's own key; in a sandbox the code as well, so that it can be read.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from luohu_identity.accounts import Account, masked
from luohu_kit.clock import machine_now
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode, Settings
from luohu_kit.topic import Topic
from luohu_kit.work import Work

LIFE = timedelta(minutes=5)
ATTEMPTS = 5
WINDOW = timedelta(minutes=10)  #: in which codes are counted
KEPT = timedelta(days=1)  #: so long a row counts, and is there
PER_ADDRESS = 100  #: codes in a window, in production, where the settings say nothing else
DIGITS = 6

#: One at a time: each is another telephone. The body says its own time, which is real.
TOPIC = Topic("sms", "", lambda bodies, now: bodies[0], batch=1)

_HOLD = text(
    "SELECT pg_advisory_xact_lock(hashtextextended('sign-in ' || w, 0))"
    " FROM unnest(ARRAY[CAST(:account AS text), CAST(:address AS text)]) AS w"
)
_COUNT = text(
    "SELECT count(*) FILTER (WHERE account = :account AND lately) AS lately,"
    " count(*) FILTER (WHERE account = :account) AS today,"
    " count(*) FILTER (WHERE address = :address AND lately) AS here"
    " FROM (SELECT account, address, sent_at > clock_timestamp() - CAST(:window AS interval) AS lately"
    " FROM sign_in_code WHERE (account = :account OR address = :address)"
    " AND sent_at > clock_timestamp() - CAST(:kept AS interval)) AS asked"
)
_ADD = (
    "INSERT INTO sign_in_code (id, account, address, code, masked, readable, expires_at)"
    " VALUES (:id, :account, :address, :code, :masked, :readable, clock_timestamp() + CAST(:life AS interval))"
)
#: The row stays locked until the transaction ends: five attempts at once are five attempts.
_TRY = text(
    "UPDATE sign_in_code SET attempts = attempts + 1 WHERE id = :id AND account = :account AND used_at IS NULL"
    " AND expires_at > clock_timestamp() AND attempts < :most RETURNING code, attempts"
)
_USE = text("UPDATE sign_in_code SET used_at = clock_timestamp() WHERE id = :id")
_READABLE = text(
    "SELECT id, masked, readable, sent_at, expires_at, used_at FROM sign_in_code WHERE readable IS NOT NULL"
    " AND (CAST(:account AS text) IS NULL OR account = :account) ORDER BY sent_at DESC, id LIMIT :limit"
)
_SWEEP_CODES = text("DELETE FROM sign_in_code WHERE sent_at < clock_timestamp() - CAST(:age AS interval)")
_SWEEP_MESSAGES = text(
    "DELETE FROM kit.outbox WHERE topic = :topic AND written_at < clock_timestamp() - CAST(:age AS interval)"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many codes may be asked for."""

    account: int  #: in a window, for one account
    account_today: int  #: in a day
    address: int  #: in a window, from one address; 0: as many as wanted

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Production lets an account be guessed at a hundred times a day, one chance in ten thousand."""
        said = settings.sign_in_codes_per_address
        if settings.mode is Mode.PRODUCTION:
            return cls(5, 20, PER_ADDRESS if said is None else said)
        return cls(30, 3000, said or 0)


class TooManyCodes(Exception):
    """One account, or one address, asks for too many codes."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("Too many one-time codes were asked for, for this account or from this address.")
        self.headers = {"Retry-After": str(int(wait.total_seconds()))}


class Outcome(StrEnum):
    """What an attempt came to."""

    RIGHT = "right"
    WRONG = "wrong"  #: and there are attempts left
    OVER = "over"  #: used, too old, or tried too often


@dataclass(frozen=True, slots=True)
class Asked:
    """A code that is wanted."""

    account: str  #: its name, whether somebody has it or not
    address: str  #: where from
    language: str  #: of the message: zh-CN or en


def can_send(settings: Settings) -> bool:
    """Whether codes reach anybody: a sandbox shows them, elsewhere somebody must send them."""
    return settings.mode is Mode.SANDBOX or bool(settings.sms_webhook)


def digest(settings: Settings, kind: str, *parts: str) -> str:
    """What stands in a row instead of an account, an address or a code."""
    words = "\0".join(("luohu sign-in v1", kind, *parts))
    return hmac.digest(settings.audit_master.encode(), words.encode(), hashlib.sha256).hex()


async def send(work: Work, settings: Settings, asked: Asked, found: Account | None) -> UUID:
    """A new code for an account, on its way to whoever has it; the id under which it is tried. Raises TooManyCodes."""
    who = {"account": digest(settings, "account", asked.account), "address": digest(settings, "address", asked.address)}
    await _check_limits(work, Limits.of(settings), who)
    new, code = uuid4(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    sandbox = settings.mode is Mode.SANDBOX
    row = {
        **who,
        "id": new,
        "code": digest(settings, "code", str(new), code),
        "masked": masked(asked.account) if sandbox else None,
        "readable": code if sandbox and found is not None else None,
        "life": LIFE,
    }
    await work.execute(_ADD, row)
    if found is not None and settings.sms_webhook:
        work.send(TOPIC.name, settings.sms_webhook, new, _message(work.world.name, found.mobile, code, asked.language))
    return new


async def _check_limits(work: Work, limits: Limits, who: dict[str, str]) -> None:
    await work.execute(_HOLD, who)
    count = await work.one(_COUNT, {**who, "window": WINDOW, "kept": KEPT})
    if count is None or count.today >= limits.account_today:
        raise TooManyCodes(KEPT)
    if count.lately >= limits.account or (limits.address and count.here >= limits.address):
        raise TooManyCodes(WINDOW)


def _message(world: str, mobile: str, code: str, language: str) -> dict[str, Any]:
    now = machine_now()
    until = (now + LIFE).isoformat()
    told = {"to": mobile, "sms_code": code, "language": language, "expires_at": until}
    return {"type": "sign_in.code", "timestamp": now.isoformat(), "world": world, "data": told}


async def attempt(work: Work, settings: Settings, code_id: UUID, account: str, code: str) -> tuple[Outcome, int]:
    """What a code that somebody typed comes to, and the attempts that are left. It counts with the work's commit."""
    values = {"id": code_id, "account": digest(settings, "account", account), "most": ATTEMPTS}
    row = await work.one(_TRY, values)
    if row is None:
        return Outcome.OVER, 0
    if hmac.compare_digest(row.code, digest(settings, "code", str(code_id), code)):
        await work.execute(_USE, {"id": code_id})
        return Outcome.RIGHT, 0
    left = ATTEMPTS - row.attempts
    return (Outcome.WRONG if left else Outcome.OVER), left


async def readable(work: Work, settings: Settings, account: str | None, limit: int) -> list[dict[str, Any]]:
    """A sandbox's codes, the newest first; of one account, if it is named."""
    wanted = None if account is None else digest(settings, "account", account)
    rows = await work.rows(_READABLE, {"account": wanted, "limit": limit})
    return [
        {
            "id": row.id,
            "account": row.masked,
            "sms_code": row.readable,
            "sent_at": row.sent_at,
            "expires_at": row.expires_at,
            "used": row.used_at is not None,
        }
        for row in rows
    ]


async def sweep(rt: Runtime) -> None:
    """Remove what is over, in all worlds. Nobody wants to read a code that could not be brought to a telephone."""
    async with rt.everywhere() as connection:
        await connection.execute(_SWEEP_CODES, {"age": KEPT})
        await connection.execute(_SWEEP_MESSAGES, {"topic": TOPIC.name, "age": LIFE})
        await connection.commit()
