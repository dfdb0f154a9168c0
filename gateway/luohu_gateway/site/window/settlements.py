"""Settlements, from the award to the register: the list, one with its steps, and the step that is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.household import SettlementStatus
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.paging import Lines
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.queues.drawing import drawn
from luohu_gateway.site.queues.files import pdf
from luohu_gateway.site.queues.interface import Interface, Json, interface_of
from luohu_gateway.site.queues.service import DECLARATION
from luohu_gateway.site.queues.shape import TICKED, Node, Shape
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

PAGE = 25
PAPERS = "papers."  #: before the key of a paper that lies on the counter


@dataclass(frozen=True, slots=True)
class Step:
    """What an office does."""

    role: Role
    counter: str = ""  #: where papers are handed over
    decides: bool = False  #: whether it passes, or sends back


STEPS: Mapping[str, Step] = {
    "hand-in": Step(Role.WINDOW, "district"),
    "district-review": Step(Role.WINDOW, decides=True),
    "city-review": Step(Role.ADMINISTRATOR, decides=True),
    "approval": Step(Role.ADMINISTRATOR, decides=True),
    "letters": Step(Role.ADMINISTRATOR),
    "move-in-permit": Step(Role.OPERATOR, "hall"),
    "transfer-certificate": Step(Role.OPERATOR, "old_station"),
    "registration": Step(Role.OPERATOR, "new_station"),
    "permit-cancellation": Step(Role.OPERATOR),
    "revocation": Step(Role.ADMINISTRATOR),
}


def settlement_router(home: str, *roles: Role) -> APIRouter:
    """The pages below `home`."""
    router = APIRouter()
    guard = [Depends(signed_in(*roles))]

    @router.get(home, dependencies=guard)
    async def listed(here: Here) -> Response:
        """Those that wait longest first."""
        given = here.request.query_params
        status = given.get("status", "") if given.get("status") in set(SettlementStatus) else ""
        lines = Lines.asked(here, PAGE)
        found = await here.ask.get("/v1/settlement-desk", status=status, **lines.wanted)
        return drawn(
            here,
            "window/settlements.html",
            home=PREFIX + home,
            found=found,
            statuses=list(SettlementStatus),
            chosen=status,
            beside=lines.of(found["total"]),
        )

    @router.get(home + "/{declaration_id}", dependencies=guard)
    async def read(here: Here, declaration_id: UUID) -> Response:
        """One, with every step, and the forms of those that are ours."""
        return await _drawn(here, home, declaration_id)

    @router.get(home + "/{declaration_id}/documents/{kind}", dependencies=guard)
    async def document(here: Here, declaration_id: UUID, kind: str, download: bool = False) -> Response:
        """A print that was issued."""
        issued = (await here.ask.get(f"{_api(declaration_id)}/documents"))["items"]
        links = [one["links"]["print"] for one in issued if one["kind"] == kind and "print" in one["links"]]
        if not links:
            raise Refused(404, {})
        return await pdf(here, links[0], f"{declaration_id}.pdf", download=download)

    @router.post(home + "/{declaration_id}/{step}", dependencies=guard)
    async def act(here: Here, declaration_id: UUID, step: str) -> Response:
        """Take a step."""
        if step not in STEPS:
            raise Refused(404, {})
        form = await here.form()
        path = f"{_api(declaration_id)}/{step}"
        try:
            await here.ask.post(path, _body(await interface_of(here, DECLARATION), step, form))
        except Refused as refused:
            if refused.status in (401, 404):
                raise
            return await _drawn(here, home, declaration_id, Shown.of(refused), (step, form))
        return here.go(f"{PREFIX}{home}/{declaration_id}?done={step}")

    return router


async def _drawn(
    here: Visit,
    home: str,
    declaration_id: UUID,
    problem: Shown = NONE,
    entered: tuple[str, Mapping[str, str]] | None = None,
) -> Response:
    settlement = await here.ask.get(_api(declaration_id))
    documents = (await here.ask.get(f"{_api(declaration_id)}/documents"))["items"]
    forms = await _forms(here, settlement, entered)
    done = here.request.query_params.get("done", "")
    return drawn(
        here,
        "window/settlement.html",
        status=422 if problem else 200,
        home=PREFIX + home,
        settlement=settlement,
        documents=documents,
        forms=forms,
        entered=entered[1] if entered else {},
        problem=problem,
        done=done if done in STEPS else "",
    )


async def _forms(
    here: Visit, settlement: Json, entered: tuple[str, Mapping[str, str]] | None
) -> list[tuple[str, Step, list[Node], list[Any]]]:
    """The steps that whoever is signed in can take now: the fields of each, and the papers of its counter."""
    role = here.session.role if here.session else None
    following = str(settlement["links"].get("next", "")).rpartition("/")[2]
    names = [following, *(["revocation"] if settlement["status"] != SettlementStatus.REVOKED else [])]
    interface, forms = await interface_of(here, DECLARATION), []
    for name in names:
        step = STEPS.get(name)
        if step is None or step.role is not role:
            continue
        needs: list[Any] = []
        if step.counter:
            path = f"{_api(settlement['declaration_id'])}/papers"
            needs = (await here.ask.get(path, counter=step.counter))["items"]
        before = entered[1] if entered and entered[0] == name else None
        forms.append((name, step, _nodes(interface, name, before), needs))
    return forms


def _fields(interface: Interface, step: str) -> dict[str, Json]:
    """The schemas of a step's fields, but for the papers and the decision, which are chosen in their own way."""
    try:
        properties = interface.properties(interface.body(f"{_api('{declaration_id}')}/{step}"))
    except KeyError:
        return {}  # the step takes no body
    return {name: schema for name, schema in properties.items() if name not in ("papers", "decision")}


def _nodes(interface: Interface, step: str, entered: Mapping[str, str] | None) -> list[Node]:
    shape = Shape(interface)
    return [
        shape.fields(schema, None, name, entered=entered, required=False)
        for name, schema in _fields(interface, step).items()
    ]


def _body(interface: Interface, step: str, form: Mapping[str, str]) -> dict[str, Any] | None:
    """What is sent with a step; None where it takes no body."""
    shape, fields = Shape(interface), _fields(interface, step)
    body: dict[str, Any] = {}
    for name, schema in fields.items():
        if shape.is_group(schema) and TICKED + name not in form:
            continue
        if (value := shape.read(schema, form, name)) is not None:
            body[name] = value
    if STEPS[step].decides:
        body["decision"] = form.get("decision", "")
    if STEPS[step].counter:
        body["papers"] = {
            key.removeprefix(PAPERS): value for key, value in form.items() if key.startswith(PAPERS) and value
        }
    return body or None


def _api(declaration_id: UUID | str) -> str:
    return f"/v1/declarations/{declaration_id}/settlement"
