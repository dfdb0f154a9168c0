"""The identity service as a client uses it: asks for tokens, reads what they say."""

from dataclasses import dataclass
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

from luohu_testbed.city import Running
from luohu_testbed.issuer import bearer
from luohu_testbed.problems import slug_of

PERSONA = "urn:luohu:grant:persona"
CLIENT = "client_credentials"


@dataclass
class Identity:
    """One running identity service."""

    running: Running

    @property
    def client(self) -> httpx.AsyncClient:
        return self.running.client

    async def ask(self, basic: tuple[str, str] | None = None, **form: str) -> httpx.Response:
        """`POST /token` with this form."""
        return await self.client.post("/token", data=form, auth=basic or httpx.USE_CLIENT_DEFAULT)

    async def token(self, persona: str, world: str = "main", **form: str) -> str:
        """The token of a persona or of staff."""
        answer = await self.ask(grant_type=PERSONA, persona=persona, world=world, **form)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    async def headers(self, persona: str, world: str = "main") -> dict[str, str]:
        """Authorization of a persona or of staff."""
        return bearer(await self.token(persona, world))

    async def claims(self, token: str) -> dict[str, Any]:
        """What a token says, verified with the keys that the service shows."""
        keys = KeySet.import_key_set((await self.client.get("/.well-known/jwks.json")).json())
        return dict(jwt.decode(token, keys, algorithms=["Ed25519"]).claims)


def problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The problem of an answer, which must be this one."""
    assert (answer.status_code, slug_of(answer)) == (status, slug), answer.text
    body: dict[str, Any] = answer.json()
    return body
