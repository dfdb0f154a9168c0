"""审核结果异议申诉: file an appeal, follow it, change it, take it back (handbook 四)."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from luohu_contract.indicators import Indicator
from luohu_contract.texts import text
from luohu_contract.texts.appeals import APPEALS
from luohu_gateway.site.mine import mine
from luohu_gateway.site.outcome.files import FIELD, KeptFile, hand_in, kept_files, shown
from luohu_gateway.site.outcome.item import applicant
from luohu_gateway.site.outcome.paths import ME
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/appeals")

HOME = f"{ME}/appeals"
AppealId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]


@router.get("", dependencies=[applicant])
async def show(here: Here) -> Response:
    """The nine indicators, and every appeal with what became of it."""
    declaration = await mine(here)
    if declaration is None:
        return here.draw("outcome/none.html", way="appeals")
    season = await here.ask.get("/v1/season")
    filed = (await here.ask.get(f"/v1/declarations/{declaration['id']}/appeals"))["items"]
    query = next((each for each in season["stages"] if each["stage"] == "result_query"), None)
    return here.draw(
        "outcome/appeals.html",
        appeals=filed,
        about={each["indicator"] for each in filed if each["status"] == "open"},
        possible="appeal" in season["rights"],
        query=query,
        decided_by=season["appeals_decided_by"],
        **_labels(),
    )


@router.get("/new", dependencies=[applicant])
async def begin(here: Here) -> Response:
    """我要申诉: the form."""
    return _form(here, about=here.request.query_params.get("indicator", ""))


@router.post("", dependencies=[applicant])
async def file(here: Here) -> Response:
    """Send the files, then file the appeal."""
    form, kept, declaration = await here.form(), await kept_files(here), await mine(here)
    if declaration is None:
        return here.draw("outcome/none.html", way="appeals")
    about, statement = form.get("indicator", ""), form.get("statement", "")
    try:
        await hand_in(here, declaration["id"], kept)
        wanted = {
            "indicator": about,
            "statement": statement,
            FIELD: [each.id for each in kept],
            "notes_read": "notes_read" in form,
        }
        path = f"/v1/declarations/{declaration['id']}/appeals"
        made = (await here.ask.post(path, wanted, once=form.get("once", ""))).data
    except Refused as refused:
        status, problem = refused.status, shown(refused)
        return _form(here, status=status, problem=problem, about=about, statement=statement, kept=kept)
    return here.go(f"{HOME}/{made['id']}")


@router.get("/{appeal_id}", dependencies=[applicant])
async def read(here: Here, appeal_id: AppealId) -> Response:
    """One appeal."""
    return await _one(here, appeal_id)


@router.post("/{appeal_id}", dependencies=[applicant])
async def change(here: Here, appeal_id: AppealId) -> Response:
    """Other words and other files, as long as nobody has changed it since it was read."""
    form, kept = await here.form(), await kept_files(here)
    path = await _path(here, appeal_id)
    statement = form.get("statement", "")
    try:
        await hand_in(here, path.split("/")[3], kept)
        wanted = {"statement": statement, FIELD: [each.id for each in kept]}
        await here.ask.put(path, wanted, etag=form.get("etag", ""))
    except Refused as refused:
        status, problem = refused.status, shown(refused)
        return await _one(here, appeal_id, status=status, problem=problem, statement=statement, kept=kept)
    return here.go(f"{HOME}/{appeal_id}")


@router.post("/{appeal_id}/withdrawal", dependencies=[applicant])
async def withdraw(here: Here, appeal_id: AppealId) -> Response:
    """撤回."""
    form = await here.form()
    try:
        await here.ask.delete(await _path(here, appeal_id), etag=form.get("etag", ""))
    except Refused as refused:
        return await _one(here, appeal_id, status=refused.status, problem=Shown.of(refused))
    return here.go(f"{HOME}/{appeal_id}")


async def _path(here: Visit, appeal_id: str) -> str:
    """The address of an appeal of this year. Raises Refused where there is no declaration, hence no appeal."""
    declaration = await mine(here)
    if declaration is None:
        raise Refused(404, {})
    return f"/v1/declarations/{declaration['id']}/appeals/{appeal_id}"


async def _one(
    here: Visit,
    appeal_id: str,
    *,
    status: int = 200,
    problem: Shown = NONE,
    statement: str | None = None,
    kept: list[KeptFile] | None = None,
) -> Response:
    reply = await here.ask.ask("GET", await _path(here, appeal_id))
    appeal, season = reply.data, await here.ask.get("/v1/season")
    return here.draw(
        "outcome/appeal.html",
        status=status,
        problem=problem,
        appeal=appeal,
        etag=reply.etag,
        changing="appeal" in season["rights"] and appeal["status"] == "open",
        statement=appeal["statement"] if statement is None else statement,
        kept=kept or [KeptFile(each, each) for each in appeal[FIELD]],
        **_labels(),
    )


def _form(
    here: Visit,
    *,
    status: int = 200,
    problem: Shown = NONE,
    about: str = "",
    statement: str = "",
    kept: list[KeptFile] | None = None,
) -> Response:
    return here.draw(
        "outcome/appeal_form.html",
        status=status,
        problem=problem,
        about=about,
        statement=statement,
        kept=kept or [],
        **_labels(),
    )


def _labels() -> dict[str, Any]:
    """What every page of appeals says in words."""
    return {"indicators": {each.value: text(each) for each in Indicator}, "statuses": APPEALS}
