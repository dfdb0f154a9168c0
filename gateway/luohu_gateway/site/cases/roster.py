"""名册: several people of one employer handed in at once. The form grows by one person whenever that is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.cases.entering import MORE, Block, Entered, Entry, blocks_of, fields_of, form_of, rows_wanted
from luohu_gateway.site.cases.lists import row_more
from luohu_gateway.site.cases.opening import person_of
from luohu_gateway.site.cases.programme import HOME, Programme, acts_as, programme
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

router = APIRouter(dependencies=[Depends(signed_in(Role.EMPLOYER))])
PEOPLE = "people"  #: where in the JSON the list stands
_FIRST = 2  #: people that the form has room for at first
_MOST = 100  #: people that the API takes


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the roster, with what can be entered about them."""

    at: str  #: where in the JSON
    entries: tuple[Entry, ...]
    blocks: list[Block]


@router.get("/cases/roster")
async def blank(here: Here) -> Response:
    """The form of several people of one employer."""
    return await _drawn(here, await programme(here), here.request.query_params.get("kind", ""), {})


@router.post("/cases/roster")
async def hand_in(here: Here) -> Response:
    """All of them, or none. Who was left blank is not sent, nor shown again."""
    known, form = await programme(here), await here.form()
    kind = form.get("kind", "")
    if kind not in known.procedures:
        return here.go(HOME)
    if form.get(MORE):
        return await _drawn(here, known, kind, form)
    form = _without_blanks(form)
    people = [
        {"person": person_of(form, f"{at}.person"), "form": form_of(known, kind, f"{at}.form", form)}
        for at in _places(form)
    ]
    try:
        await here.ask.post("/v1/rosters", {"kind": kind, "people": people}, once=form.get("once", ""))
    except Refused as refused:
        return await _drawn(here, known, kind, form, refused)
    return here.go(f"{HOME}?kind={kind}")


def rosters(known: Programme, actor: str) -> list[Any]:
    """The kinds of case that somebody opens for several people at once: nothing else is asked of each of them."""
    return [
        each
        for each in known.opened_by(actor)
        if actor == Role.EMPLOYER and each["about"] == "person" and each["comes_from"] is None and not each["password"]
    ]


def _places(form: Entered) -> list[str]:
    """Where the people of a form stand in the JSON."""
    return [f"{PEOPLE}.{number}" for number in range(min(rows_wanted(form, PEOPLE), _MOST))]


def _without_blanks(form: Entered) -> Mapping[str, str]:
    """The form as it is sent: people of whom something is entered move up, so that messages find their fields."""
    found = {name: value for name, value in form.items() if not name.startswith(f"{PEOPLE}.")}
    filled = 0
    for at in _places(form):
        theirs = {name.removeprefix(at): value for name, value in form.items() if name.startswith(f"{at}.")}
        if any(theirs.values()):
            found |= {f"{PEOPLE}.{filled}{name}": value for name, value in theirs.items()}
            filled += 1
    return found


async def _drawn(
    here: Visit, known: Programme, kind: str, entered: Entered, refused: Refused | None = None
) -> Response:
    opens = rosters(known, acts_as(here.session))
    procedure = next((each for each in opens if each["kind"] == kind), None)
    if procedure is None:
        return here.draw("cases/kinds.html", opens=opens, known=known)
    problem = Shown.of(refused) if refused else NONE
    shown = min(_MOST, max(_FIRST, rows_wanted(entered, PEOPLE)))
    people = [
        Person(
            at,
            fields_of(procedure["fields"], f"{at}.form.fields"),
            blocks_of(known, kind, f"{at}.form", entered, problem.fields),
        )
        for at in (f"{PEOPLE}.{number}" for number in range(shown))
    ]
    if row := row_more(here, (block for person in people for block in person.blocks), entered):
        return row
    return here.draw(
        "cases/person_more.html" if here.partial else "cases/roster.html",
        status=refused.status if refused else 200,
        procedure=procedure,
        people=people,
        full=shown == _MOST,
        entered=entered,
        problem=problem,
        lacking=refused.problem.get("lacking", ()) if refused else (),
    )
