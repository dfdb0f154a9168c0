"""What an employer is: registered, checked by the tax authority, let in on a licence, active for the year."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.enrolment import Licence
from luohu_contract.texts.districts import DISTRICT_NAMES, district_name
from luohu_gateway.site.employer.own import HOME, Employed, registration
from luohu_gateway.site.live import relay
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(dependencies=[Employed])


@router.get("/employer")
async def overview(here: Here) -> Response:
    """How the employer stands; the registration form for one that is not there yet."""
    return await _drawn(here)


@router.get("/employer/standing")
async def standing(here: Here) -> Response:
    """The standing alone, while the tax authority is asked."""
    return here.draw("employer/standing.html", employer=await registration(here), district_name=district_name)


@router.get("/employer/live")
async def live(here: Here) -> Response:
    """Notices as they come: what tells these pages to look again."""
    return await relay(here, "/v1/notices/events")


@router.post("/employer")
async def register(here: Here) -> Response:
    """Register with what was entered; the credit code is the one that signed in."""
    form = await here.form()
    wanted = {
        "uscc": here.session.uscc if here.session else "",
        "name": form.get("name", ""),
        "handling_district": form.get("handling_district", ""),
        "contact": _contact(form),
    }
    try:
        await here.ask.post("/v1/employers", wanted, once=form.get("once", ""))
    except Refused as refused:
        return await _drawn(here, refused)
    return here.go(HOME)


@router.post("/employer/correction")
async def correct(here: Here) -> Response:
    """Name and district, where the year's data is not fixed yet: the tax authority is asked again."""
    form = await here.form()
    wanted = {name: form.get(name, "") for name in ("name", "handling_district")}
    return await _done(here, "PATCH", "", wanted)


@router.post("/employer/activation")
async def activate(here: Here) -> Response:
    """Confirm the data in a new year."""
    return await _done(here, "POST", "/activation")


@router.post("/employer/contact")
async def contact(here: Here) -> Response:
    """Contact and telephone, which may change at any time."""
    form = await here.form()
    return await _done(here, "PUT", "/contact", _contact(form), within="contact")


@router.post("/employer/pace")
async def pace(here: Here) -> Response:
    """By hand or at once: a switch of the sandbox."""
    form = await here.form()
    return await _done(here, "PUT", "/pace", {"answers_associations": form.get("answers_associations", "")})


@router.post("/employer/licence")
async def licence(here: Here) -> Response:
    """A licence, for one that was not let in and should be."""
    form, files = await here.form(), await here.files("licence")
    content = await files[0].read() if files else b""
    return await _done(here, "POST", "/credentials", content, params={"licence": form.get("kind", "")})


async def _done(
    here: Visit,
    method: str,
    below: str,
    sent: Any = None,
    *,
    params: Mapping[str, str] | None = None,
    within: str = "",
) -> Response:
    """Do it to the own registration, and show what came of it. within: where in the form the fields stand."""
    employer = await registration(here)
    if employer is None:
        return here.go(HOME)
    path = f"/v1/employers/{employer['id']}{below}"
    try:
        if isinstance(sent, bytes):
            pdf = {"content-type": "application/pdf"}
            await here.ask.ask(method, path, params=params, content=sent, headers=pdf)
        else:
            await here.ask.ask(method, path, params=params, data=sent)
    except Refused as refused:
        return await _drawn(here, refused, within=within)
    return here.go(HOME)


def _contact(form: Mapping[str, str]) -> dict[str, str]:
    return {"name": form.get("contact.name", ""), "telephone": form.get("contact.telephone", "")}


async def _drawn(here: Visit, refused: Refused | None = None, *, within: str = "") -> Response:
    employer = await registration(here)
    problem = Shown.of(refused, within=within) if refused else NONE
    entered = await here.form() if refused else {}
    return here.draw(
        "employer/overview.html" if employer else "employer/register.html",
        status=refused.status if refused else 200,
        employer=employer,
        districts=here.words.pairs(DISTRICT_NAMES.items()),
        district_name=district_name,
        licences=list(Licence),
        entered=entered,
        problem=problem,
    )
