"""A new case: a form made from the procedure that the city has for it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.cases.entering import MORE, Entered, blocks_of, fields_of, form_of
from luohu_gateway.site.cases.lists import row_more
from luohu_gateway.site.cases.programme import HOME, Programme, acts_as, programme
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

router = APIRouter(dependencies=[Depends(signed_in(Role.EMPLOYER, Role.APPLICANT))])


@router.get("/cases/new")
async def blank(here: Here) -> Response:
    """The form of a kind of case; the choice among those that this person opens, where none is named."""
    known = await programme(here)
    query = here.request.query_params
    entered = {"parent_id": query.get("parent", "")}
    return await _drawn(here, known, query.get("kind", ""), entered)


@router.post("/cases/new")
async def hand_in(here: Here) -> Response:
    """Open the case."""
    known, form = await programme(here), await here.form()
    kind = form.get("kind", "")
    if kind not in known.procedures:
        return here.go(f"{HOME}/new")
    if form.get(MORE):
        return await _drawn(here, known, kind, form)
    wanted: dict[str, Any] = {"kind": kind, "form": form_of(known, kind, "form", form)}
    if person := person_of(form, "person"):
        wanted["person"] = person
    for name in ("parent_id", "password"):
        if given := form.get(name):
            wanted[name] = given
    try:
        made = await here.ask.post("/v1/cases", wanted, once=form.get("once", ""))
    except Refused as refused:
        return await _drawn(here, known, kind, form, refused)
    return here.go(f"{HOME}/{made.data['id']}")


def person_of(form: Mapping[str, str], at: str) -> dict[str, str]:
    """Whom it is about; nothing where nothing was entered."""
    said = {name: form.get(f"{at}.{name}", "") for name in ("name", "id_number")}
    return said if any(said.values()) else {}


async def _drawn(
    here: Visit, known: Programme, kind: str, entered: Entered, refused: Refused | None = None
) -> Response:
    opens = known.opened_by(acts_as(here.session))
    procedure = next((each for each in opens if each["kind"] == kind), opens[0] if len(opens) == 1 else None)
    if procedure is None:
        return here.draw("cases/kinds.html", opens=opens, known=known)
    problem = Shown.of(refused) if refused else NONE
    blocks = blocks_of(known, procedure["kind"], "form", entered, problem.fields)
    if row := row_more(here, blocks, entered):
        return row
    return here.draw(
        "cases/new.html",
        status=refused.status if refused else 200,
        procedure=procedure,
        fields_of_form=fields_of(procedure["fields"], "form.fields"),
        blocks_of_form=blocks,
        parents=await _parents(here, procedure),
        entered=entered,
        problem=problem,
        lacking=refused.problem.get("lacking", ()) if refused else (),
    )


async def _parents(here: Visit, procedure: Mapping[str, Any]) -> list[Any]:
    """The cases that a new one can come from."""
    wanted = procedure["comes_from"]
    if wanted is None:
        return []
    return list((await here.ask.get("/v1/cases", kind=wanted["kind"], status=wanted["status"], limit=200))["items"])
