"""One service of the map: its pace, the verdicts that were told to it beforehand, its latest hops."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.claim import ClaimKind
from luohu_contract.directory import AGENCIES, BEYOND, BY_NAME
from luohu_contract.message import Outcome, QuestionKind
from luohu_gateway.site.city_map.filled import body_of
from luohu_gateway.site.city_map.hops import latest
from luohu_gateway.site.city_map.live import watches_of
from luohu_gateway.site.city_map.page import panel_page
from luohu_gateway.site.city_map.state import DEPTHS, state_of
from luohu_gateway.site.drawing import Words
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Away, Refused
from luohu_kit.pace import Decides

router = APIRouter()

T = TypeVar("T")

_AGENCIES = frozenset(agency.name for agency in AGENCIES)
_OPEN = [Depends(in_sandbox())]
#: The fields of each way in which an agency can take its time, as the API names them.
PACES: Mapping[str, tuple[str, ...]] = {
    "immediate": (),
    "operator": (),
    "time": ("pace",),
    "uniform": ("pace.uniform.min", "pace.uniform.max"),
    "lognormal": ("pace.lognormal.median", "pace.lognormal.p95"),
    "manual": ("pace.manual",),
    "bot": ("pace.bot.decides", "pace.bot.takes", "pace.bot.office_hours"),
}
EXPECTED = (
    "agency", "match.kind", "match.question_kind", "match.id_number", "match.item",
    "verdict.outcome", "verdict.reason", "delay", "times",
)  # fmt: skip


@router.get("/map/services/{name}", dependencies=_OPEN)
async def look(here: Here, name: str) -> Response:
    """The panel of a service."""
    return await _panel(here, name)


@router.post("/map/services/{name}/pace", dependencies=_OPEN)
async def set_pace(here: Here, name: str) -> Response:
    """How fast an agency answers from now on."""
    form = await here.form()
    try:
        await here.ask.put(f"/_luohu/paces/{_agency(name)}", pace_of(form))
    except Refused as refused:
        return await _panel(here, name, status=422, pace_problem=Shown.of(refused), entered=dict(form))
    return await _changed(here, name)


@router.post("/map/services/{name}/defaults", dependencies=_OPEN)
async def forget_paces(here: Here, name: str) -> Response:
    """Back to the defaults."""
    await here.ask.delete(f"/_luohu/paces/{_agency(name)}")
    return await _changed(here, name)


@router.post("/map/services/{name}/expectations", dependencies=_OPEN)
async def expect(here: Here, name: str) -> Response:
    """Tell an agency its next verdict."""
    form = {**await here.form(), "agency": _agency(name)}
    try:
        await here.ask.post("/_luohu/expectations", body_of(form, EXPECTED, frozenset({"times"})))
    except Refused as refused:
        return await _panel(here, name, status=422, expectation_problem=Shown.of(refused), entered=form)
    return await _changed(here, name)


@router.post("/map/services/{name}/expectations/{expectation}/removal", dependencies=_OPEN)
async def take_back(here: Here, name: str, expectation: str) -> Response:
    """Take one away. One that is gone already is what was wished."""
    try:
        await here.ask.delete(f"/_luohu/expectations/{expectation}")
    except Refused as refused:
        if refused.status != 404:
            raise
    return await _changed(here, name)


def pace_of(form: Mapping[str, str]) -> dict[str, Any]:
    """What the form says of a pace, as the API takes it."""
    how = form.get("how", "")
    body = body_of(form, ("kind", "question_kind", *PACES.get(how, ())), frozenset({"pace.manual"}))
    if how in ("immediate", "operator"):
        body["pace"] = how
    return body


def _agency(name: str) -> str:
    if name not in _AGENCIES:
        raise Refused(404, {})
    return name


async def _changed(here: Visit, name: str) -> Response:
    watches_of(here.request).look_again(here.world)
    return await _panel(here, name) if here.partial else here.go(f"{PREFIX}/map/services/{name}")


async def _panel(here: Visit, name: str, *, status: int = 200, **told: Any) -> Response:
    if name not in BY_NAME and name not in BEYOND:
        raise Refused(404, {})
    agency = name in _AGENCIES
    state, asks, asked, paces, expectations = await asyncio.gather(
        state_of(here.ask),
        _unless_away(latest(here.ask, from_=name), ()),
        _unless_away(latest(here.ask, to=name), ()),
        _unless_away(_paces(here, name), None) if agency else _nothing(),
        _unless_away(_expectations(here, name), None) if agency else _nothing(),
    )
    service, words = BY_NAME.get(name), Words(here.language)
    return await panel_page(
        here,
        "city_map/service.html",
        status=status,
        name=name,
        title=service.title if service else "",
        agency=agency,
        claims=[(kind.value, words.say(kind)) for kind in sorted(service.answers)] if service else [],
        ways=tuple(PACES),
        decides=[(one.value, words.page(f"pace.bot_{one.value}")) for one in Decides],
        question_kinds=[(kind.value, words.say(kind)) for kind in QuestionKind],
        outcomes=[(outcome.value, words.say(outcome)) for outcome in Outcome],
        service_state=state,
        service_depths=DEPTHS,
        paces=paces,
        expectations=expectations,
        service_hops=sorted((*asks, *asked), key=lambda hop: hop.at, reverse=True),
        **{"pace_problem": NONE, "expectation_problem": NONE, "entered": {}, **told},
    )


async def _paces(here: Visit, name: str) -> list[dict[str, Any]]:
    told = (await here.ask.get("/_luohu/paces"))["items"]
    found = next(one for one in told if one["agency"] == name)["items"]
    words = Words(here.language)
    return [
        {
            "words": _words(one["pace"]),
            "question": words.say(QuestionKind(one["question_kind"])),
            "claim": words.say(ClaimKind(one["kind"])) if one["kind"] else "",
            "default": one["default"],
        }
        for one in found
    ]


def _words(pace: Any) -> str:
    """A pace in a line, as the API has it."""
    if isinstance(pace, dict):
        return ", ".join(f"{name}: {_words(value)}" for name, value in pace.items())
    return str(pace)


async def _expectations(here: Visit, name: str) -> list[Any]:
    return [one for one in (await here.ask.get("/_luohu/expectations"))["items"] if one["agency"] == name]


async def _unless_away(asking: Awaitable[T], otherwise: T) -> T:
    """A panel shows what it can: a part of it that waits for a service does not hold up the others."""
    try:
        return await asking
    except Away:
        return otherwise


async def _nothing() -> None:
    return None
