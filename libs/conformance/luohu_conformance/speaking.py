"""Requests between services as the kit makes them: signed as they ought to be, or wrongly on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cache
from ssl import SSLContext
from uuid import uuid4

import httpx
from starlette.requests import Request

from luohu_conformance.clock import machine_now
from luohu_contract.model import Wire
from luohu_contract.sealing import check, seal
from luohu_contract.signing import SignatureInvalid, new_secret, verify

TIMEOUT = 15.0  #: seconds that the city's services wait for one another
_FAR = timedelta(minutes=10)  #: twice what a receiver may let pass


class Seal(StrEnum):
    """How a request is signed."""

    GOOD = "good"
    NONE = "no signature"
    OTHER_SECRET = "a signature with another secret"  # noqa: S105 - no secret
    OTHER_BYTES = "the signature of another body"
    OTHER_WORLD = "the signature of another world"
    OLD = "a timestamp of ten minutes ago"
    EARLY = "a timestamp in ten minutes"


FORGED = (Seal.NONE, Seal.OTHER_SECRET, Seal.OTHER_BYTES)
UNTIMELY = (Seal.OLD, Seal.EARLY)


def client() -> httpx.AsyncClient:
    """A client that speaks to the service under test and heeds no proxies."""
    return httpx.AsyncClient(trust_env=False, verify=_trusted(), timeout=TIMEOUT)


@cache
def _trusted() -> SSLContext:
    # Reading the certificates takes longer than all checks of a service on this machine.
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two services that share secrets, seen from the one that the kit stands for."""

    me: str  #: whom the kit stands for
    other: str  #: the service under test
    sends_with: str  #: `me->other`
    receives_with: str  #: `other->me`

    def fault_of(self, request: Request, body: bytes) -> str:
        """Why a request of the other side is not signed as it ought to be; empty when it is."""
        url = request.url
        target = f"{url.path}?{url.query}" if url.query else url.path
        try:
            verify([self.receives_with], request.headers, body or f"{request.method} {target}".encode())
            check(
                [self.receives_with],
                method=request.method,
                target=target,
                headers=request.headers.items(),
                body=body,
                now=machine_now(),
            )
        except SignatureInvalid as error:
            return str(error)
        return ""


@dataclass
class Speaker:
    """Asks the service under test."""

    http: httpx.AsyncClient
    url: str
    pair: Pair
    world: str
    refusals: list[httpx.Response] = field(default_factory=list)  #: every answer of 400 and more

    async def send(
        self,
        method: str,
        target: str,
        body: Wire | bytes | None = None,
        *,
        seal: Seal = Seal.GOOD,
        by: Pair | None = None,
    ) -> httpx.Response:
        """One request. target: a path, or an absolute URL. by: another pair that signs. Raises httpx.TransportError."""
        url = target if target.startswith("http") else self.url + target
        content = body.model_dump_json().encode() if isinstance(body, Wire) else body
        pair = by or self.pair
        headers = {"Luohu-From": pair.me, "Luohu-World": self.world}
        if content is not None:
            headers["Content-Type"] = "application/json"
        headers |= sealed(seal, pair.sends_with, method, url, headers, content)
        answer = await self.http.request(method, url, content=content, headers=headers)
        return self.kept(answer)

    def kept(self, answer: httpx.Response) -> httpx.Response:
        """The answer, noted down if it is a refusal."""
        if answer.status_code >= 400:
            self.refusals.append(answer)
        return answer


def sealed(
    how: Seal, secret: str, method: str, url: str, headers: Mapping[str, str], body: bytes | None
) -> dict[str, str]:
    """The headers that sign a request, or do not. headers: all others that are sent."""
    if how is Seal.NONE:
        return {}
    away = {Seal.OLD: -_FAR, Seal.EARLY: _FAR}.get(how, timedelta())
    return seal(
        new_secret() if how is Seal.OTHER_SECRET else secret,
        f"msg_{uuid4().hex}",
        machine_now() + away,
        method=method,
        target=httpx.URL(url).raw_path.decode(),
        headers={**headers, "Luohu-World": "another"} if how is Seal.OTHER_WORLD else headers,
        body=(body or b"") + b" " if how is Seal.OTHER_BYTES else body,
    )
