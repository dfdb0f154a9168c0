"""Faults over the whole city: each is kept where it is done, and here they are one list."""

import asyncio
from collections.abc import Sequence

import httpx

from luohu_contract.directory import EDGES, WEBHOOKS
from luohu_kit.faults.book import edge_name
from luohu_kit.faults.fault import GATEWAY, Fault
from luohu_kit.faults.views import Faults, FaultView, Removed
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_sandbox import store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.fleet import KEEPERS


class EdgeUnknown(Exception):
    """The edge is not written as one, or one of its services never asks the other."""

    def __init__(self, edge: str) -> None:
        names = [edge_name(*pair) for pair in EDGES]
        super().__init__(f"The city has no edge {edge[:120]!r}. Its edges are {', '.join(names)}.")
        self.extensions = {"edges": names}


class FaultImpossible(Exception):
    """The fault cannot be done on that edge."""

    def __init__(self, effect: str, where: str, why: str, instead: str) -> None:
        super().__init__(f"`{effect}` cannot be done to what {where}: {why}. Use {instead} there.")
        self.errors = [{"pointer": f"#/{effect}", "detail": f"it cannot be done to what {where}"}]


def check_possible(sender: str, receiver: str, fault: Fault) -> None:
    """Raises FaultImpossible for what has no meaning on the edge."""
    if sender == GATEWAY:
        for effect in ("hold", "unsigned", "corrupt_signature"):
            if getattr(fault, effect):
                why = "its requests are not signed, and somebody waits for the answer"
                others = "status, drop, latency, duplicate, reorder or outage"
                raise FaultImpossible(effect, "comes from the gateway", why, others)
    if receiver == WEBHOOKS and fault.hold:
        why = "an attempt is made when the schedule of its retries says so"
        raise FaultImpossible("hold", "goes to webhooks", why, "status, drop or outage")


def edge_of(text: str) -> tuple[str, str]:
    """Sender and receiver of `sender->receiver`. Raises EdgeUnknown."""
    sender, _, receiver = text.partition("->")
    if (sender, receiver) not in EDGES:
        raise EdgeUnknown(text)
    return sender, receiver


def keeper_of(sender: str, receiver: str) -> str:
    """The service that keeps and does the faults of an edge."""
    return receiver if sender == GATEWAY else sender


class Faulty:
    """What can be done to the edges of a world."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def put(self, world: str, edge: str, fault: Fault) -> FaultView:
        """Put a fault on an edge, in place of the one that is there.

        Raises EdgeUnknown, FaultImpossible, UnknownWorld, ServicesFailed.
        """
        sender, receiver = edge_of(edge)
        check_possible(sender, receiver, fault)
        path = f"/_luohu/faults/{sender}/{receiver}"
        answer = await self._ask(keeper_of(sender, receiver), "PUT", path, world, fault)
        return FaultView.model_validate_json(answer.content)

    async def everything(self, world: str, *, partial: bool = False) -> Sequence[FaultView]:
        """Every fault of a world, by edge. Raises UnknownWorld, ServicesFailed.

        partial: those that services keep which do not answer are left out instead.
        """
        await store.known(self._rt, world)
        asked = (self._ask(name, "GET", "/_luohu/faults", world) for name in KEEPERS)
        answers = await asyncio.gather(*asked, return_exceptions=partial)
        found: list[FaultView] = []
        for answer in answers:
            if isinstance(answer, httpx.Response):
                found += Faults.model_validate_json(answer.content).items
            elif not isinstance(answer, ServicesFailed):
                raise answer
        return sorted(found, key=lambda one: one.edge)

    async def remove(self, world: str, edge: str) -> None:
        """Take the fault of an edge away. Raises EdgeUnknown, UnknownWorld, ServicesFailed; Problem for none."""
        sender, receiver = edge_of(edge)
        path = f"/_luohu/faults/{sender}/{receiver}"
        answer = await self._ask(keeper_of(sender, receiver), "DELETE", path, world)
        if not Removed.model_validate_json(answer.content).faults:
            raise Problem("not-found", f"There is no fault on {edge} in the world {world}.")

    async def remove_all(self, world: str) -> int:
        """Take every fault away; how many. Raises UnknownWorld, ServicesFailed."""
        await store.known(self._rt, world)
        answers = await asyncio.gather(*(self._ask(name, "DELETE", "/_luohu/faults", world) for name in KEEPERS))
        return sum(Removed.model_validate_json(answer.content).faults for answer in answers)

    async def _ask(self, name: str, method: str, path: str, world: str, body: Fault | None = None) -> httpx.Response:
        told = None if body is None else body.model_dump(mode="json", by_alias=True, exclude_none=True)
        try:
            answer = await self._rt.peer(name).send(method, path, world=world, body=told)
        except httpx.TransportError as error:
            raise ServicesFailed({name: f"no answer ({type(error).__name__})"}) from error
        if answer.status_code == 404:
            raise UnknownWorld(world)
        if not answer.is_success:
            raise ServicesFailed({name: f"HTTP {answer.status_code}: {answer.text[:300]}"})
        return answer
