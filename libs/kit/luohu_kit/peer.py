"""Calls between services: signed requests, with the world and the trace on every hop."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import uuid4

import httpx
import orjson

from luohu_contract.model import Wire
from luohu_contract.sealing import seal
from luohu_kit import spans
from luohu_kit.addresses import address_of, given_up
from luohu_kit.carrying import Carrier, Signature, Transmit
from luohu_kit.clock import last_reading, machine_now
from luohu_kit.faults.book import Request
from luohu_kit.generation import told
from luohu_kit.journal.hop import CONTROL, Hop, ids_in, ids_of
from luohu_kit.parcel import Parcel
from luohu_kit.settings import Settings
from luohu_kit.spans import Kind, Span
from luohu_kit.trace import TRACEPARENT, Cause, current

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

        The whole request is signed (`luohu_contract.sealing`), so that it cannot be used for another.
        concerns: ids that the request is about, besides those in its path. parcel: the messages that travel in it.
        """
        content = encode(body)
        cause = parcel.cause if parcel is not None else current() or Cause.new()
        of_rows = told(world, parcel.generation if parcel is not None else None)
        further = {**cause.headers(), **of_rows, **(headers or {})}
        if content is not None:
            further["Content-Type"] = JSON

        target = path if url is None else httpx.URL(url).raw_path.decode("ascii")

        async def transmit(signature: Signature) -> httpx.Response:
            address = "" if url else self._address(path)
            try:
                return await self._http.send(
                    httpx.Request(
                        method,
                        url or address + path,
                        content=content,
                        headers=self.headers(world, method, target, content, further, message_id, signature),
                        extensions=_patience(timeout or self._settings.peer_timeout_seconds),
                    )
                )
            except httpx.TransportError:
                if address:
                    given_up(self._settings, self.name, address)
                raise

        if not spans.listeners or path.startswith(CONTROL):
            return await self._carried(transmit, world, method, path, content, cause, concerns, parcel)
        with spans.spanning(self._span(method, path, cause, further[TRACEPARENT], parcel)) as span:
            answer = await self._carried(transmit, world, method, path, content, cause, concerns, parcel)
            span.facts["http.response.status_code"] = answer.status_code
            return answer

    async def _carried(
        self,
        transmit: Transmit,
        world: str,
        method: str,
        path: str,
        content: bytes | None,
        cause: Cause,
        concerns: Iterable[object],
        parcel: Parcel | None,
    ) -> httpx.Response:
        """Sent, past the faults of its edge and into the journal, where it is a hop."""
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

    def _span(self, method: str, path: str, cause: Cause, traceparent: str, parcel: Parcel | None) -> Span:
        """What a tracer is told of the request; its id is the one that the receiver hears of."""
        trace, own = spans.ids_of(traceparent)
        facts: dict[str, str | int] = {"http.request.method": method, "server.address": self.name}
        name, begins = f"{method} {self.name}", current() is None
        links: tuple[str, ...] = ()
        if parcel is not None:
            name = f"deliver {parcel.topic.name}"
            links = tuple(each for each in parcel.traces if each != trace)
            begins = cause.trace not in parcel.traces
            facts |= {"messaging.batch.message_count": len(parcel.messages), "luohu.attempt": parcel.attempt}
        parent = None if begins else spans.parent_in(trace)
        return Span(self._settings.service, Kind.CLIENT, name, trace, own, parent, links, facts)

    def _address(self, path: str) -> str:
        # What is set up for tests is set up, and looked at, in one place: counts of two processes cannot be compared.
        control = path.startswith(CONTROL)
        return self._settings.addresses_of(self.name)[0] if control else address_of(self._settings, self.name)

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
        self,
        world: str,
        method: str,
        target: str,
        content: bytes | None = None,
        further: Mapping[str, str] | None = None,
        message_id: str | None = None,
        signature: Signature = Signature.GOOD,
    ) -> dict[str, str]:
        """The headers that say who asks, in which world, and prove it; or do not, where a fault says so.

        target: path and query. further: other headers of the request.
        """
        named = {"Luohu-From": self._settings.service, "Luohu-World": world, **(further or {})}
        if signature is Signature.NONE:
            return named
        secrets = self._settings.secrets_between(self._settings.service, self.name)
        if not secrets:
            raise NoSharedSecret(
                f"LUOHU_PEER_SECRETS holds no secret for {self._settings.service}->{self.name}; "
                "both services need the same one"
            )
        signed = (content or b"") + b" " if signature is Signature.CORRUPT else content
        number = message_id or f"msg_{uuid4().hex}"
        sealed = seal(secrets[0], number, machine_now(), method=method, target=target, headers=named, body=signed)
        return {**sealed, **named}


@lru_cache
def _patience(seconds: float) -> dict[str, dict[str, float | None]]:
    return {"timeout": httpx.Timeout(seconds).as_dict()}


def encode(body: Wire | Mapping[str, Any] | bytes | None) -> bytes | None:
    """The bytes of a body, just as they are signed and sent."""
    if body is None or isinstance(body, bytes):
        return body
    if isinstance(body, Wire):
        return body.model_dump_json().encode()
    return orjson.dumps(body)
