"""What a token says: read, verified against the issuer's keys, and turned into a Caller."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from luohu_contract.claim import Sex

ALGORITHM = "Ed25519"  #: the one algorithm; `none` and shared secrets are never looked at
AUDIENCE = "luohu"
_LEEWAY = 5  #: seconds that two machines' clocks may differ


class Role(StrEnum):
    """Who may do what. A route names the roles that may use it."""

    APPLICANT = "applicant"  #: 申请人
    EMPLOYER = "employer"  #: 用人单位
    OPERATOR = "operator"  #: works at one agency
    WINDOW = "window"  #: 区积分落户服务窗口
    ADMINISTRATOR = "administrator"


class TokenRefused(Exception):
    """A token that is not good. `slug` names the problem."""

    def __init__(self, slug: str, detail: str) -> None:
        super().__init__(detail)
        self.slug = slug


@dataclass(frozen=True, slots=True)
class Caller:
    """Who holds the token. The last fields are there for people only."""

    subject: str
    role: Role
    world: str
    expires: int  #: unix seconds
    agency: str | None = None  #: of an operator
    uscc: str | None = None  #: unified social credit code of an employer
    acr: str | None = None  #: assurance level L1 to L3
    name: str | None = None
    id_number: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    mobile: str | None = None  #: changed at the identity site alone


def read_token(text: str, keys: KeySet, *, issuer: str, now: datetime) -> Caller:
    """The caller of a token that the issuer signed for us and that has not expired. Raises TokenRefused.

    now: the machine's time, never a world's.
    """
    try:
        claims = jwt.decode(text, keys, algorithms=[ALGORITHM]).claims
    except (JoseError, ValueError, TypeError, KeyError, UnicodeError, RecursionError) as error:
        raise TokenRefused(
            "token-invalid", f"The token is not one that {issuer} signed ({type(error).__name__})."
        ) from None
    if not isinstance(claims, dict):
        raise TokenRefused("token-invalid", "The token holds no claims.")
    _check(claims, issuer, now.timestamp())
    return _caller(claims)


def _check(claims: Mapping[str, Any], issuer: str, now: float) -> None:
    if claims.get("iss") != issuer:
        raise TokenRefused("token-invalid", f"The token comes from another issuer; {issuer} is the one trusted here.")
    audience = claims.get("aud")
    if AUDIENCE not in (audience if isinstance(audience, list) else [audience]):
        raise TokenRefused("token-invalid", f"The token is not meant for {AUDIENCE!r}.")
    expires = claims.get("exp")
    if not isinstance(expires, int | float) or isinstance(expires, bool) or not math.isfinite(expires):
        raise TokenRefused("token-invalid", "The token does not say when it expires (exp).")
    if expires + _LEEWAY <= now:
        raise TokenRefused("token-expired", "The token has expired. Ask the issuer for a new one.")
    not_before = claims.get("nbf", 0)
    if not isinstance(not_before, int | float) or not_before - _LEEWAY > now:
        raise TokenRefused("token-invalid", "The token is not valid yet (nbf).")


def _caller(claims: Mapping[str, Any]) -> Caller:
    try:
        return Caller(
            subject=_text(claims, "sub"),
            role=Role(_text(claims, "role")),
            world=_text(claims, "world"),
            expires=int(claims["exp"]),
            agency=_text(claims, "agency") if "agency" in claims else None,
            uscc=_text(claims, "uscc") if "uscc" in claims else None,
            acr=_text(claims, "acr") if "acr" in claims else None,
            name=_text(claims, "name") if "name" in claims else None,
            id_number=_text(claims, "id_number") if "id_number" in claims else None,
            birth_date=date.fromisoformat(_text(claims, "birth_date")) if "birth_date" in claims else None,
            sex=Sex(_text(claims, "sex")) if "sex" in claims else None,
            mobile=_text(claims, "mobile") if "mobile" in claims else None,
        )
    except (KeyError, ValueError) as error:
        raise TokenRefused("token-invalid", f"The token lacks a claim or has a malformed one: {error}.") from None


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims[name]
    if not isinstance(value, str) or not 0 < len(value) <= 200 or "\x00" in value:
        raise ValueError(f"{name} is a text of 1 to 200 characters")
    return value
