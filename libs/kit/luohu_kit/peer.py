"""Calls between services: signed requests, with the world and the trace on every hop."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

import httpx
import orjson

from luohu_contract.model import Wire
from luohu_contract.signing import sign
from luohu_kit.carrying import Carrier, Signature
from luohu_kit.clock import last_reading, machine_now
from luohu_kit.faults.book import Request
from luohu_kit.generation import told
from luohu_kit.journal.hop import CONTROL, Hop, ids_in, ids_of
from luohu_kit.parcel import Parcel
from luohu_kit.settings import Settings
from luohu_kit.trace import Cause, current

JSON = "application/json"


class NoSharedSecret(Exception):
    """Two services that share no secret cannot speak to one another."""


class Peer:
    """Another service, as this one reaches it."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, name: str, carrier: Carrier | None = None) -> None:
        """carrier: notes the hops; without one, nothing does."""
        self._settings = settings
        self._http = http
        self._carrier = carrier
        self.name = name

    async def send(
        self,
        method: str,
        path: str,
        *,
        world: str,
        body: Wire | Mapping[str, Any] | bytes | None = None,
        message_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        url: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - handed to the transport
        concerns: Iterable[object] = (),
        parcel: Parcel | None = None,
    ) -> httpx.Response:
        """One signed request. Raises httpx.TransportError when there was no answer; any status is an answer.
        Raises SetAside for a parcel that a fault keeps back.

        A request without a body is signed over its method and path, so that it cannot be used for another.
        concerns: ids that the request is about, besides those in its path. parcel: the messages that travel in it.
        """
        content = encode(body)
        signed = content if content is not None else f"{method} {path}".encode()
        cause = parcel.cause if parcel is not None else current() or Cause.new()
        of_rows = told(world, parcel.generation if parcel is not None else None)
        further = {**cause.headers(), **of_rows, **(headers or {})}
        if content is not None:
            further["Content-Type"] = JSON

        async def transmit(signature: Signature) -> httpx.Response:
            return await self._http.request(
                method,
                url or self._settings.url_of(self.name) + path,
                content=content,
                headers={**self.headers(world, signed, message_id, signature), **further},
                timeout=timeout or self._settings.peer_timeout_seconds,
            )

        if self._carrier is None or path.startswith(CONTROL):
            return await transmit(Signature.GOOD)
        hop = self._hop(world, method, path, content, cause)
        if parcel is not None:
            hop.topic, hop.world_at = parcel.topic.name, parcel.now
            hop.traces = (cause.trace, *(trace for trace in parcel.traces if trace != cause.trace))
            hop.concerns = [ids_of(message.body) for message in parcel.messages]
        elif about := (*ids_in(path), *(str(one) for one in concerns)):
            hop.concerns = [about]
        if parcel is None:
            return await self._carrier.carry(Request(hop), transmit)
        request = Request(hop, parcel.attempt, message=True, released=parcel.released)
        return await self._carrier.carry(request, transmit)

    def _hop(self, world: str, method: str, path: str, content: bytes | None, cause: Cause) -> Hop:
        hop = Hop(
            world=world,
            sender=self._settings.service,
            receiver=self.name,
            method=method,
            target=path,
            traces=(cause.trace,),
            scenario=cause.scenario,
        )
        hop.asked(content or b"")
        read = last_reading()
        if read is not None and read[0] == world:
            hop.world_at = read[1]
        return hop

    def headers(
        self, world: str, signed: bytes, message_id: str | None = None, signature: Signature = Signature.GOOD
    ) -> dict[str, str]:
        """The headers that say who asks, in which world, and prove it; or do not, where a fault says so."""
        named = {"Luohu-From": self._settings.service, "Luohu-World": world}
        if signature is Signature.NONE:
            return named
        secrets = self._settings.secrets_between(self._settings.service, self.name)
        if not secrets:
            raise NoSharedSecret(
                f"LUOHU_PEER_SECRETS holds no secret for {self._settings.service}->{self.name}; "
                "both services need the same one"
            )
        if signature is Signature.CORRUPT:
            signed += b" "
        return {**sign(secrets[0], message_id or f"msg_{uuid4().hex}", signed, machine_now()), **named}


def encode(body: Wire | Mapping[str, Any] | bytes | None) -> bytes | None:
    """The bytes of a body, just as they are signed and sent."""
    if body is None or isinstance(body, bytes):
        return body
    if isinstance(body, Wire):
        return body.model_dump_json().encode()
    return orjson.dumps(body)
