"""基本信息: what identity and association say, the children who move along, and the one question that is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.claim import Sex
from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared, Mine
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/basics", dependencies=APPLICANT)

_AT = "basics"
_CHILDREN = "accompanying_children"

Child = Mapping[str, str]


@router.get("")
async def show(here: Here, mine: Declared) -> Response:
    """The page as it stands."""
    found = await here.ask.get(f"{mine.path}/basics")
    return await _page(here, mine, found[_CHILDREN], _answer(found["disclosure_consent"]))


@router.post("/children")
async def change_children(here: Here, mine: Declared) -> Response:
    """添加子女信息, or one line less. Nothing is saved yet."""
    form = await here.form()
    children = await _children(here)
    if "without" in form:
        children = [child for place, child in enumerate(children) if str(place) != form["without"]]
    else:
        children.append({"name": "", "id_number": ""})
    return await _page(here, mine, children, form.get("disclosure_consent", ""))


@router.post("")
async def save(here: Here, mine: Declared) -> Response:
    """保存."""
    form = await here.form()
    children = await _children(here)
    wanted: dict[str, Any] = {_CHILDREN: children}
    if form.get("disclosure_consent"):
        wanted["disclosure_consent"] = form["disclosure_consent"] == "true"
    try:
        await here.ask.put(f"{mine.path}/basics", wanted)
    except Refused as refused:
        return await _page(here, mine, children, form.get("disclosure_consent", ""), refused)
    return here.go(f"{ME}/indicators/employment" if form.get("then") == "next" else f"{ME}/basics")


async def _children(here: Visit) -> list[Child]:
    """The lines of the form; those that are empty as a whole are left out."""
    names, numbers = await here.several("child_name"), await here.several("child_id_number")
    lines = zip(names, numbers, strict=False)
    return [{"name": name.strip(), "id_number": number.strip()} for name, number in lines if (name + number).strip()]


async def _page(
    here: Visit, mine: Mine, children: Sequence[Child], consent: str, refused: Refused | None = None
) -> Response:
    found = await here.ask.get(f"{mine.path}/basics")
    told = {"found": found, "sex": Sex(found["sex"]), "children": children, "consent": consent}
    status, problem = (refused.status, Shown.of(refused)) if refused else (200, Shown())
    return drawn(here, "basics.html", mine, _AT, problem=problem, status=status, **told)


def _answer(consent: bool | None) -> str:
    return "" if consent is None else str(consent).lower()
