"""One edge of the map: what goes over it, and what is done to it on purpose."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.directory import EDGES
from luohu_gateway.site.city_map.filled import body_of
from luohu_gateway.site.city_map.hops import latest
from luohu_gateway.site.city_map.live import watches_of
from luohu_gateway.site.city_map.page import panel_page
from luohu_gateway.site.city_map.state import faults_of
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter()

#: What one press of a button does to an edge.
QUICK = {"break": {"outage": {}}, "slow": {"latency": "PT2S"}, "refuse": {"status": 503}}
#: The fields of a fault, as the API names them.
FIELDS = (
    "status", "retry_after", "drop", "latency", "hold", "duplicate", "reorder", "corrupt_signature", "unsigned",
    "outage.from", "outage.to", "probability", "succeed_first", "fail_first", "seed", "ttl",
    "match.method", "match.path_prefix", "match.topic",
)  # fmt: skip
NUMBERS = frozenset({"status", "duplicate", "succeed_first", "fail_first", "seed"})
_OPEN = [Depends(in_sandbox())]


@router.get("/map/edges/{sender}/{receiver}", dependencies=_OPEN)
async def look(here: Here, sender: str, receiver: str) -> Response:
    """The panel of an edge. `part=traffic` asks for what goes over it alone."""
    return await _panel(here, sender, receiver)


@router.post("/map/edges/{sender}/{receiver}/fault", dependencies=_OPEN)
async def put(here: Here, sender: str, receiver: str) -> Response:
    """Put a fault on it: one of the quick ones (`quick`), or what the fields say."""
    form = await here.form()
    edge = f"{sender}->{receiver}"
    fault = QUICK.get(form.get("quick", "")) or _fault_of(form)
    try:
        await here.ask.put(f"/_luohu/faults/{edge}", fault)
    except Refused as refused:
        if refused.status == 404:
            raise
        return await _panel(here, sender, receiver, status=422, problem=Shown.of(refused), entered=dict(form))
    return await _changed(here, sender, receiver)


@router.post("/map/edges/{sender}/{receiver}/mending", dependencies=_OPEN)
async def mend(here: Here, sender: str, receiver: str) -> Response:
    """Take the fault away. One that is gone already is what was wished."""
    try:
        await here.ask.delete(f"/_luohu/faults/{sender}->{receiver}")
    except Refused as refused:
        if refused.slug != "not-found":
            raise
    return await _changed(here, sender, receiver)


@router.post("/map/mending", dependencies=_OPEN)
async def mend_all(here: Here) -> Response:
    """Take every fault of the world away."""
    await here.ask.delete("/_luohu/faults")
    watches_of(here.request).look_again(here.world)
    return here.go(f"{PREFIX}/map")


def _fault_of(form: Any) -> dict[str, Any]:
    fault = body_of(form, FIELDS, NUMBERS)
    if form.get("outage") == "true":
        fault.setdefault("outage", {})
    return fault


async def _changed(here: Visit, sender: str, receiver: str) -> Response:
    watches_of(here.request).look_again(here.world)
    if here.partial:
        return await _panel(here, sender, receiver)
    return here.go(f"{PREFIX}/map/edges/{sender}/{receiver}")


async def _panel(
    here: Visit,
    sender: str,
    receiver: str,
    *,
    status: int = 200,
    problem: Shown = NONE,
    entered: dict[str, Any] | None = None,
) -> Response:
    if (sender, receiver) not in EDGES:
        raise Refused(404, {})
    there = (await faults_of(here.ask)).get(f"{sender}->{receiver}")
    only_traffic = here.partial and here.request.query_params.get("part") == "traffic"
    return await panel_page(
        here,
        "city_map/edge_traffic.html" if only_traffic else "city_map/edge.html",
        status=status,
        sender=sender,
        receiver=receiver,
        fault=there,
        entered=_flat(there["fault"]) if there and entered is None else entered or {},
        problem=problem,
        of_edge=await latest(here.ask, from_=sender, to=receiver),
    )


def _flat(fault: dict[str, Any], above: str = "") -> dict[str, Any]:
    """A fault as the fields of the form have it."""
    fields: dict[str, Any] = {}
    for name, value in fault.items():
        if isinstance(value, dict):
            fields |= {above + name: "true"} if name == "outage" else {}
            fields |= _flat(value, f"{above}{name}.")
        elif value not in (None, False):
            fields[above + name] = "true" if value is True else str(value)
    return fields
