"""Send messages to subscribers: signed as Standard Webhooks does, one at a time for each webhook, tried again by the
world's clock.

A duty that does not wait for what it begins: a subscriber that is slow or away holds up nobody else. Messages are
claimed in one short transaction, sent outside of any, and what became of them is noted in another.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from importlib.metadata import version
from typing import Any

import httpx
import orjson
import structlog
from sqlalchemy.exc import SQLAlchemyError

from luohu_contract.directory import WEBHOOKS
from luohu_contract.signing import sign
from luohu_declaration.domain.webhook import after_attempt
from luohu_declaration.storage import deliveries
from luohu_declaration.storage.deliveries import UNDER_WAY, WAITING, Claimed
from luohu_declaration.storage.fan_out import DUTY
from luohu_kit.carrying import Signature
from luohu_kit.clock import machine_now
from luohu_kit.faults.book import Request
from luohu_kit.journal.hop import Hop, ids_of
from luohu_kit.runtime import Runtime
from luohu_kit.trace import Cause
from luohu_kit.work import UnknownWorld

AT_ONCE = 64  #: messages that one process sends at a time
PATIENCE = 5.0  #: real seconds for a whole exchange
_MOST_READ = 16 * 1024  #: bytes of an answer; nobody waits for the rest

log = structlog.get_logger()


class Deliveries:
    """The duty."""

    name = DUTY
    waiting = WAITING
    under_way = UNDER_WAY

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt
        self._flights = flights_of(rt)
        #: Nobody takes a message from who may still be sending it; and soon after that from who has died over it.
        self._lease = timedelta(seconds=PATIENCE + rt.settings.lease_seconds)

    async def run(self, world: str) -> int:
        """Begin to send what is due; how many messages."""
        free = AT_ONCE - len(self._flights)
        if free <= 0:
            return 0
        async with self._rt.begin(world) as work:
            claimed = await deliveries.claim(work, self._lease, free)
            if not claimed:
                return 0
            await work.commit()
        for each in claimed:
            flight = asyncio.create_task(self._fly(world, each))
            self._flights.add(flight)
            flight.add_done_callback(self._flights.discard)
        return len(claimed)

    async def _fly(self, world: str, one: Claimed) -> None:
        status, error = await self._attempt(world, one)
        try:
            async with self._rt.begin(world) as work:
                event, due_at = after_attempt(one.attempt, status, work.now)
                if await deliveries.attempted(work, one, event, due_at, status, error):
                    await work.commit()
        except UnknownWorld:
            log.debug("webhook_sent_in_vain", world=world)  # the world was deleted, or is being replaced
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            # The claim ends by itself, and the message is sent again.
            log.warning("webhook_not_noted", world=world, delivery=str(one.id), error=type(error).__name__)

    async def _attempt(self, world: str, one: Claimed) -> tuple[int | None, str | None]:
        """What the subscriber said; or no status, and why there is none."""
        body = message(world, one)
        url = httpx.URL(one.url)
        cause = Cause(one.trace, one.scenario) if one.trace else Cause.new()
        hop = Hop(
            world=world,
            sender=self._rt.settings.service,
            receiver=WEBHOOKS,
            method="POST",
            target=url.raw_path.decode("ascii"),
            traces=(cause.trace,),
            topic=DUTY,
            scenario=cause.scenario,
            concerns=[(*ids_of(one.data), str(one.id))],
        )
        hop.asked(body)

        async def transmit(signature: Signature) -> httpx.Response:
            told = {**headers(one, body, signature), **cause.headers(), "Luohu-World": world}
            return await _exchange(self._rt.http, one.url, body, told)

        try:
            answer = await self._rt.carrier.carry(Request(hop, one.attempt), transmit)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return None, f"{type(error).__name__}: {error}"[:300]
        failed = not answer.is_success
        return answer.status_code, f"HTTP {answer.status_code}: {answer.text[:250]}" if failed else None


def flights_of(rt: Runtime) -> set[asyncio.Task[None]]:
    """What this process is sending."""
    flights: set[asyncio.Task[None]] = rt.state.setdefault("webhook_flights", set())
    return flights


async def webhook_flights(rt: Runtime) -> None:
    """A worker whose end is the end of whatever is being sent."""
    try:
        await asyncio.Event().wait()
    finally:
        flights = list(flights_of(rt))
        for flight in flights:
            flight.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*flights, return_exceptions=True)


def message(world: str, one: Claimed) -> bytes:
    """The body, the same on every attempt: its times are the world's."""
    at = one.at.isoformat()
    return orjson.dumps({"type": one.type, "timestamp": at, "world": world, "data": {**one.data, "at": at}})


def headers(one: Claimed, body: bytes, signature: Signature = Signature.GOOD) -> dict[str, str]:
    """Signed with every live secret, in real time; or badly, where a fault says so."""
    told = {"Content-Type": "application/json", "User-Agent": f"luohu/{version('luohu')}"}
    if signature is Signature.NONE:
        return told
    signed = body + b" " if signature is Signature.CORRUPT else body
    return {**told, **signed_by(one.secrets, str(one.id), signed)}


def signed_by(secrets: Sequence[str], message_id: str, body: bytes) -> Mapping[str, str]:
    """The three headers, the signatures of all secrets in one of them."""
    now = machine_now()
    each = [sign(secret, message_id, body, now) for secret in secrets]
    return {**each[0], "webhook-signature": " ".join(one["webhook-signature"] for one in each)}


async def _exchange(http: httpx.AsyncClient, url: str, body: bytes, told: Mapping[str, Any]) -> httpx.Response:
    """One request, no redirects, and the beginning of its answer. Raises httpx.TransportError."""
    read = bytearray()
    try:
        async with (
            asyncio.timeout(PATIENCE),
            http.stream("POST", url, content=body, headers=told, follow_redirects=False) as answer,
        ):
            async for piece in answer.aiter_raw():
                read += piece
                if len(read) >= _MOST_READ:
                    break
    except TimeoutError as error:
        raise httpx.ReadTimeout(f"no whole answer within {PATIENCE:g} s") from error
    return httpx.Response(answer.status_code, content=bytes(read[:_MOST_READ]))
