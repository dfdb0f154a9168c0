"""The one place through which every request to another service goes: past the faults of its edge, into the journal."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

import httpx
import orjson

from luohu_kit.faults.book import FaultBook, Request
from luohu_kit.faults.fault import Drop, Fault, Plan
from luohu_kit.faults.held import SetAside
from luohu_kit.faults.waiting import Waiting
from luohu_kit.journal.buffer import Journal
from luohu_kit.journal.hop import Hop


class Signature(StrEnum):
    """How a request is signed."""

    GOOD = "good"
    CORRUPT = "corrupt"  #: for another body
    NONE = "none"


Transmit = Callable[[Signature], Awaitable[httpx.Response]]  #: sends the request, signed anew each time


class Carrier:
    """How one process brings its requests to their receivers."""

    def __init__(self, journal: Journal, faults: FaultBook) -> None:
        self._journal = journal
        self._faults = faults
        self.waiting = Waiting()

    def counts(self, world: str, sender: str, receiver: str, scenario: str | None) -> bool:
        """Whether a fault may touch what travels on an edge, so that it matters how many requests there are."""
        return self._faults.on(world, sender, receiver) or (
            scenario is not None and self._faults.of_scenario(scenario, sender, receiver) is not None
        )

    async def carry(self, request: Request, transmit: Transmit) -> httpx.Response:
        """Send a request. Raises httpx.TransportError when there was no answer, SetAside for a message that waits."""
        hop = request.hop
        try:
            plan = await self._faults.plan(request)
        except httpx.TransportError as error:
            self._failed(hop, error)
            raise
        try:
            if plan is None:
                return await self._sent(hop, lambda: transmit(Signature.GOOD))
            hop.fault = plan.name
            return await self._under(plan, request, transmit)
        finally:
            self.waiting.passed(hop.edge)

    async def _under(self, plan: Plan, request: Request, transmit: Transmit) -> httpx.Response:
        hop, fault = request.hop, plan.fault
        if plan.until is not None:
            aside = SetAside(plan.until)
            self._failed(hop, aside)
            raise aside
        if plan.out:
            return await self._sent(hop, _lost("the edge has an outage"))
        await self._delayed(fault, hop)
        if fault.drop is Drop.REQUEST:
            return await self._sent(hop, _lost("the request was dropped on its way"))
        if fault.status is not None:
            return await self._sent(hop, _answering(fault, hop))
        signature = _signature(fault)
        if fault.drop is Drop.ANSWER:
            await self._again(hop, fault, transmit)
            return await self._sent(hop, _losing_the_answer(transmit, signature))
        answer = await self._sent(hop, lambda: transmit(signature))
        await self._again(hop, fault, transmit)
        return answer

    async def _delayed(self, fault: Fault, hop: Hop) -> None:
        if fault.latency is not None:
            await self.waiting.late(hop.world, fault.latency.time.total_seconds())
        if fault.reorder:
            await self.waiting.stand_aside(hop.edge)

    async def _again(self, hop: Hop, fault: Fault, transmit: Transmit) -> None:
        """The same request so often again; what is answered to that is noted and heard by nobody."""
        for _ in range(fault.duplicate):
            try:
                await self._sent(hop.again(), lambda: transmit(_signature(fault)))
            except httpx.TransportError:
                continue

    async def _sent(self, hop: Hop, send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        try:
            answer = await send()
        except BaseException as error:
            self._failed(hop, error)
            raise
        hop.answered(answer.status_code, answer.content)
        self._journal.note(hop)
        return answer

    def _failed(self, hop: Hop, error: BaseException) -> None:
        hop.failed(error)
        self._journal.note(hop)


def _signature(fault: Fault) -> Signature:
    if fault.unsigned:
        return Signature.NONE
    return Signature.CORRUPT if fault.corrupt_signature else Signature.GOOD


def _lost(why: str) -> Callable[[], Awaitable[httpx.Response]]:
    async def lost() -> httpx.Response:
        raise httpx.ConnectError(f"{why}, by a fault")

    return lost


def _losing_the_answer(transmit: Transmit, signature: Signature) -> Callable[[], Awaitable[httpx.Response]]:
    async def lost() -> httpx.Response:
        answer = await transmit(signature)
        raise httpx.ReadError(f"the answer ({answer.status_code}) was dropped on its way, by a fault")

    return lost


def _answering(fault: Fault, hop: Hop) -> Callable[[], Awaitable[httpx.Response]]:
    async def answered() -> httpx.Response:
        status, headers, body = made_up(fault, hop.target)
        return httpx.Response(status, headers=headers, content=body)

    return answered


def made_up(fault: Fault, path: str) -> tuple[int, dict[str, str], bytes]:
    """The answer of a fault with a status: a problem that says what it is."""
    status = fault.status or 503
    headers = {"Content-Type": "application/problem+json"}
    if fault.retry_after is not None:
        headers["Retry-After"] = str(int(fault.retry_after.time.total_seconds()))
    elif status in (429, 503):
        headers["Retry-After"] = "1"
    body = {
        "type": "/problems/fault-injected",
        "title": "A fault answers here",
        "status": status,
        "detail": f"A fault on this edge answers {status} instead of the receiver.",
        "instance": path.partition("?")[0],
        "remedy": "Take the fault away with DELETE /_luohu/faults/{edge}, or wait for its end.",
    }
    return status, headers, orjson.dumps(body)
