"""An issuer of tokens for tests of one service: a key pair, an app that shows the public half, tokens of any kind."""

from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from luohu_kit.auth import ALGORITHM, AUDIENCE

ISSUER = "http://identity"

#: 王伟, a made-up applicant of 1985.
APPLICANT = {
    "sub": "person-1",
    "role": "applicant",
    "name": "王伟",
    "id_number": "990101198506150012",
    "birth_date": "1985-06-15",
    "sex": "male",
    "acr": "L3",
}


class Issuer:
    """Stands in for the identity service: attach `app` to the test's network as `identity`."""

    def __init__(self, kid: str = "test-1") -> None:
        self.key = OKPKey.generate_key("Ed25519", {"kid": kid})
        self.app = Starlette(routes=[Route("/.well-known/jwks.json", self._jwks)])

    async def _jwks(self, request: Request) -> JSONResponse:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    def token(self, *, world: str = "main", lives: timedelta = timedelta(hours=1), **claims: Any) -> str:
        """A token with these claims; by default it is good for an hour."""
        expires = datetime.now(UTC) + lives
        everything = {"iss": ISSUER, "aud": AUDIENCE, "exp": int(expires.timestamp()), "world": world, **claims}
        return jwt.encode({"alg": ALGORITHM, "kid": self.key.kid}, everything, self.key, algorithms=[ALGORITHM])

    def applicant(self, **claims: Any) -> dict[str, str]:
        """Authorization of an applicant."""
        return bearer(self.token(**{**APPLICANT, **claims}))

    def staff(self, role: str, subject: str = "clerk-1", **claims: Any) -> dict[str, str]:
        """Authorization of an operator (give `agency`), a window clerk or an administrator."""
        return bearer(self.token(sub=subject, role=role, **claims))


def bearer(token: str) -> dict[str, str]:
    """The header."""
    return {"Authorization": f"Bearer {token}"}
