"""How a world stands, as the control plane tells: the health of the services, what waits at each, what is broken."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from luohu_contract.directory import SERVICES
from luohu_gateway.site.city_map.layout import SANDBOX
from luohu_gateway.site.wire import Away, Wire

DEPTHS = ("questions", "due", "tasks", "outbox", "held", "dead")  #: what waits, in the order of the table
_STOPS = ("status", "drop", "outage")  #: effects by which requests fail
_SLOWS = ("latency", "hold")
_TOLD = ("kind", "words", "seen", "hits", "held")


@dataclass(frozen=True, slots=True)
class State:
    """A world as the map shows it."""

    health: Mapping[str, str]  #: by service: empty where it is well, else what is wrong
    queues: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  #: by service, by `DEPTHS`
    faults: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  #: by edge: see `faults_of`

    def as_told(self) -> dict[str, Any]:
        """For the page's script."""
        faults = {edge: {name: fault[name] for name in _TOLD} for edge, fault in self.faults.items()}
        return {"health": dict(self.health), "queues": dict(self.queues), "faults": faults}


async def state_of(ask: Wire) -> State:
    """How the world stands now. A control plane that is away is itself what is wrong. Raises Refused for a world that
    is not there.
    """
    try:
        health, queues, faults = await asyncio.gather(
            ask.get("/_luohu/health"), ask.get("/_luohu/queues"), faults_of(ask)
        )
    except Away as error:
        return State({SANDBOX: str(error)})
    told = {each["service"]: "" if each["ready"] else each["detail"] or "?" for each in health["services"]}
    depths = {each["service"]: {name: each[name] for name in DEPTHS} for each in queues["items"]}
    ordered = {service.name: told.get(service.name, "") for service in SERVICES}
    return State(ordered, depths, faults)


async def faults_of(ask: Wire) -> dict[str, dict[str, Any]]:
    """What is broken, by edge; what a service that is away keeps of it is not known just now."""
    found = (await ask.get("/_luohu/faults", partial="true"))["items"]
    return {one["edge"]: _shown(one) for one in found if not one["ended"]}


def _shown(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind_of(told["fault"]),
        "words": words_of(told["fault"]),
        "seen": told["seen"],
        "hits": told["hits"],
        "held": told["held"],
        "fault": told["fault"],
    }


def kind_of(fault: Mapping[str, Any]) -> str:
    """How an edge with this fault looks: `broken`, `slow`, or `odd` for what only changes what goes over it."""
    told = {name for name, value in fault.items() if value is not None}
    if told.intersection(_STOPS):
        return "broken"
    return "slow" if told.intersection(_SLOWS) else "odd"


def words_of(fault: Mapping[str, Any]) -> str:
    """A fault in a few words, in the names of its fields: they are the same in every language."""
    plain = {"probability": "1", "seed": 0, "duplicate": 0, "match": {}}
    told = (
        f"{name} {value}" if value is not True and not isinstance(value, dict) else name
        for name, value in fault.items()
        if value not in (None, False) and plain.get(name) != value and not _empty(name, value)
    )
    return ", ".join(told)


def _empty(name: str, value: Any) -> bool:
    return name == "match" and isinstance(value, dict) and not any(value.values())
