"""Who is signed in: a token of the identity service, sealed into a cookie that only the gateway can read.

Nothing is kept here, so a gateway that starts again knows everybody. A session ends when its token does, when nobody
came for `IDLE`, and when the person signs out.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

import orjson
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from luohu_kit.auth import Role
from luohu_kit.settings import Settings

COOKIE = "luohu-session"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)  #: what tokens of pages are asked for
_SEALED = {"alg": "dir", "enc": "A256GCM"}
_TOUCH = 60  #: seconds after which a session that is used is sealed again


@dataclass(frozen=True, slots=True)
class Session:
    """One person at one browser."""

    token: str
    role: Role
    subject: str
    name: str
    world: str
    expires: int  #: unix seconds, of the token
    seen: int  #: unix seconds, when somebody last came with it
    visit: str  #: what the forms of this session are bound to
    agency: str | None = None  #: of an operator
    uscc: str | None = None  #: of an employer

    @classmethod
    def begun(cls, token: str, told: dict[str, Any], world: str, expires: int, now: datetime) -> Self:
        """A new one. told: what `GET /identity/userinfo` says of the token; expires: unix seconds."""
        return cls(
            token=token,
            role=Role(told["role"]),
            subject=told["sub"],
            name=told.get("name") or told["sub"],
            world=world,
            expires=expires,
            seen=int(now.timestamp()),
            visit=secrets.token_urlsafe(16),
            agency=told.get("agency"),
            uscc=told.get("uscc"),
        )

    def over(self, now: datetime) -> bool:
        """Whether it has ended. now: the machine's time."""
        at = now.timestamp()
        return at >= self.expires or at - self.seen >= IDLE.total_seconds()

    def touched(self, now: datetime) -> Self | None:
        """The same, seen now; None where it was seen a moment ago."""
        at = int(now.timestamp())
        return replace(self, seen=at) if at - self.seen >= _TOUCH else None


class Seals:
    """Seals sessions, and signs what ties a form to a browser."""

    def __init__(self, settings: Settings) -> None:
        key = hashlib.sha256(b"luohu pages\0" + settings.audit_master.encode()).digest()
        self._key = OctKey.import_key(key)
        self._mac = hashlib.sha256(b"luohu forms\0" + key).digest()

    def seal(self, session: Session) -> str:
        """The cookie of a session."""
        return self.close(asdict(session))

    def open(self, text: str, now: datetime) -> Session | None:
        """The session of a cookie; None for one that is not ours, or over."""
        told = self.opened(text)
        try:
            session = Session(**{**told, "role": Role(told["role"])})
        except (ValueError, TypeError, KeyError):
            return None
        return None if session.over(now) else session

    def close(self, told: Mapping[str, Any]) -> str:
        """Anything, as a text that nobody but the gateway can read or make: a JWE."""
        return jwe.encrypt_compact(_SEALED, orjson.dumps(told), self._key)

    def opened(self, text: str) -> dict[str, Any]:
        """What was sealed; nothing for a text that is not ours."""
        try:
            told = orjson.loads(jwe.decrypt_compact(text, self._key).plaintext or b"")
        except (JoseError, ValueError, TypeError, KeyError, UnicodeError):
            return {}
        return told if isinstance(told, dict) else {}

    def form_token(self, visit: str) -> str:
        """What every form of a visit carries, and no other site can know."""
        return hmac.new(self._mac, visit.encode(), hashlib.sha256).hexdigest()

    def fits(self, visit: str, given: str) -> bool:
        """Whether a form's token is of this visit."""
        return hmac.compare_digest(self.form_token(visit).encode(), given.encode("utf-8", "replace"))
