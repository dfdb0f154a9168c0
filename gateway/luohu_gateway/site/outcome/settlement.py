"""查看调京进度: the steps after the award, what is waited for and of whom, papers, and the few acts of the awardee."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from luohu_contract.household import FileStatus, SettlementDocument, SettlementStatus
from luohu_contract.texts import Text, text
from luohu_gateway.site.mine import declarations
from luohu_gateway.site.outcome.files import pdf
from luohu_gateway.site.outcome.item import applicant
from luohu_gateway.site.outcome.paths import ME
from luohu_gateway.site.paging import number
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import STREAM, Away, Refused

router = APIRouter(prefix="/settlement")

HOME = f"{ME}/settlement"
S = SettlementStatus
COUNTERS = ("district", "hall", "old_station", "new_station")
#: Which counter wants papers next.
_COUNTER_AFTER = {S.LETTERS_ISSUED: "hall", S.MOVE_IN_PERMIT_ISSUED: "old_station", S.MOVED_OUT: "new_station"}
#: From here on nobody can give the award up: it is used, or over.
_PAST = frozenset({S.REGISTERING, S.REGISTERED, S.PERMIT_CANCELLED, S.LAPSED, S.GIVEN_UP, S.REVOKED})
_WAIT = 10  #: seconds for which the API holds a question about what comes next


@router.get("", dependencies=[applicant])
async def show(here: Here) -> Response:
    """The progress; the part that changes, for htmx."""
    return await _drawn(here)


@router.get("/live", dependencies=[applicant])
async def live(here: Here) -> Response:
    """A change for every step that is taken."""
    path = await path_of(here)
    if path is None:
        return Response(status_code=204)
    seen = here.request.headers.get("last-event-id") or here.request.query_params.get("after", "")
    version = number(seen, 9)
    return StreamingResponse(_changes(here, path, version), media_type=STREAM, headers={"Cache-Control": "no-store"})


async def _changes(here: Visit, path: str, version: int) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    try:
        while True:
            prefer = {"prefer": f"wait={_WAIT}"}
            reply = await here.ask.ask("GET", path, params={"beyond": version}, headers=prefer)
            moved, version = reply.data["version"] > version, reply.data["version"]
            yield f"id: {version}\nevent: change\ndata: {version}\n\n" if moved else ": \n\n"
    except (Refused, Away):
        return  # the browser comes again, with the last id


@router.post("/documents", dependencies=[applicant])
async def print_papers(here: Here) -> Response:
    """打印《积分落户申报材料清单》《积分落户申请表》."""
    return await _act(here, lambda path: here.ask.post(f"{path}/documents"))


@router.get("/documents/{kind}", dependencies=[applicant])
async def document(here: Here, kind: SettlementDocument, copy: Annotated[int, Query(ge=1, le=3)] = 1) -> Response:
    """A paper as it is printed."""
    path = await path_of(here)
    if path is None:
        raise Refused(404, {})
    reply = await here.ask.ask("GET", f"{path}/documents/{kind.value}", params={"copy": copy})
    return pdf(here, reply.content, f"{kind.value}.pdf")


@router.post("/permit-cancellation", dependencies=[applicant])
async def cancel_permit(here: Here) -> Response:
    """注销《北京市居住证》."""
    return await _act(here, lambda path: here.ask.post(f"{path}/permit-cancellation"))


@router.post("/file-transfer", dependencies=[applicant])
async def transfer_file(here: Here) -> Response:
    """调档."""
    form = await here.form()
    return await _act(here, lambda path: here.ask.post(f"{path}/file-transfer", {"holder": form.get("holder", "")}))


@router.post("/giving-up", dependencies=[applicant])
async def give_up(here: Here) -> Response:
    """自行放弃, once the box is ticked."""
    wanted = {"confirmed": (await here.form()).get("confirmed") == "true"}
    return await _act(here, lambda path: here.ask.post(f"{path}/giving-up", wanted))


async def _act(here: Visit, act: Callable[[str], Awaitable[object]]) -> Response:
    path = await path_of(here)
    if path is None:
        raise Refused(404, {})
    try:
        await act(path)
    except Refused as refused:
        return await _drawn(here, status=refused.status, problem=Shown.of(refused))
    return here.go(HOME)


async def path_of(here: Visit) -> str | None:
    """Where the settlement of an award is, also of one of an earlier year: an award holds for two years."""
    for each in await declarations(here):
        path = f"/v1/declarations/{each['id']}/settlement"
        try:
            await here.ask.get(path)
        except Refused as refused:
            if refused.status != 404:
                raise
        else:
            return path
    return None


async def _drawn(here: Visit, *, status: int = 200, problem: Shown = NONE) -> Response:
    path = await path_of(here)
    if path is None:
        return here.draw("outcome/no_settlement.html", status=404 if problem else 200)
    told = await here.ask.get(path)
    now = SettlementStatus(told["status"])
    asked = here.request.query_params
    counter = asked.get("counter", "")
    counter = counter if counter in COUNTERS else _COUNTER_AFTER.get(now, COUNTERS[0])
    by_proxy = asked.get("by_proxy") == "true"
    part = here.partial and here.request.method == "GET"
    return here.draw(
        "outcome/settlement_part.html" if part else "outcome/settlement.html",
        status=status,
        problem=problem,
        settlement=told,
        now=text(now),
        steps=[(each, text(SettlementStatus(each["status"]))) for each in told["steps"]],
        history=[(each, _state(each["to"])) for each in reversed(told["history"])],
        file_label=text(FileStatus(told["file"]["status"])),
        documents=[
            (each, text(SettlementDocument(each["kind"])))
            for each in (await here.ask.get(f"{path}/documents"))["items"]
        ],
        needs=await _needs(here, path, counter, by_proxy),
        counter=counter,
        counters=COUNTERS,
        by_proxy=by_proxy,
        turn=told["links"].get("next", "").rpartition("/")[2],
        may_give_up=now not in _PAST,
    )


async def _needs(here: Visit, path: str, counter: str, by_proxy: bool) -> list[dict[str, Any]]:
    """The papers of a counter; none before the data is entered that they follow from."""
    try:
        params = {"counter": counter, "by_proxy": "true" if by_proxy else "false"}
        needs: list[dict[str, Any]] = (await here.ask.get(f"{path}/papers", **params))["items"]
    except Refused:
        return []
    return needs


def _state(status: str) -> Text:
    """Of the household or of the file."""
    return text(FileStatus(status) if status in set(FileStatus) else SettlementStatus(status))
