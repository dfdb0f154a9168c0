"""One case: where it stands, what leads on, its records, its points, its papers and its history, as they change."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.reasons import REASONS
from luohu_gateway.site.cases.course import stations
from luohu_gateway.site.cases.programme import HOME, Programme, Slug, acts_as, called, happened, programme
from luohu_gateway.site.cases.tracing import Tracing
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.live import relay
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Away, Refused
from luohu_kit.auth import Role

router = APIRouter(dependencies=[Depends(signed_in())])
_MARK = re.compile(r"^\[(\w+)\]\s*")  #: of a reference: how sure a figure is
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a figure stands, and how sure it is: `assumed`, `secondary`, or the number of a text."""

    mark: str
    words: str

    @classmethod
    def of(cls, ref: str) -> "Reference":
        found = _MARK.match(ref)
        return cls(found[1] if found else "", ref[found.end() :] if found else ref)


@router.get("/cases/{case_id}")
async def read(here: Here, case_id: UUID) -> Response:
    """The page, or what changes of it."""
    return await drawn(here, case_id)


@router.get("/cases/{case_id}/live")
async def live(here: Here, case_id: UUID) -> Response:
    """What happens to it, as it happens."""
    return await relay(here, f"/v1/cases/{case_id}/events")


@router.get("/cases/{case_id}/documents/{name}")
async def document(here: Here, case_id: UUID, name: Slug) -> Response:
    """A paper of the case, to be viewed; with `?download` to be kept."""
    reply = await here.ask.ask("GET", f"/v1/cases/{case_id}/documents/{name}", headers={"accept": _PDF})
    told = reply.headers.get("content-disposition", "inline")
    if "download" in here.request.query_params:
        told = told.replace("inline", "attachment", 1)
    headers = {"content-disposition": told}
    return here.stamped(Response(reply.content, media_type=_PDF, headers=headers))


async def drawn(here: Visit, case_id: UUID, refused: Refused | None = None) -> Response:
    """The case, with what was refused just now above it."""
    known = await programme(here)
    path = f"/v1/cases/{case_id}"
    told = await here.ask.ask("GET", f"{path}/events")  # first: what happens from now on is told again
    case = await here.ask.get(path)
    procedure = known.procedures[case["kind"]]
    history = told.data["items"]
    judged = procedure["entries"]
    records = (await here.ask.get(f"{path}/records"))["items"] if judged else []
    points = await _points(here, path) if judged else None
    actor = acts_as(here.session)
    return here.draw(
        "cases/case_part.html" if here.partial and refused is None else "cases/case.html",
        status=refused.status if refused else 200,
        known=known,
        procedure=procedure,
        case=case,
        here_path=f"{HOME}/{case_id}",
        line=stations(procedure, case, history),
        now=await _now(here),
        own=[_step(known, case, step) for step in case["next"] if actor in step["by"]],
        awaited=[step for step in case["next"] if actor not in step["by"]],
        called=called,
        happened=happened,
        names=_names(known, case["kind"]),
        groups=_groups(known, procedure, records),
        points=points,
        reasons=REASONS,
        reference=Reference.of,
        tracing=Tracing(known, here.language),
        hands_in=actor in (Role.EMPLOYER, Role.APPLICANT),
        rechecks=case["status"] in procedure["rechecks_in"],
        documents=(await here.ask.get(f"{path}/documents"))["items"],
        history=history,
        after=told.etag.strip('"'),
        relatives=await _relatives(here, case),
        follow=[
            each
            for each in known.opened_by(actor)
            if each["comes_from"] == {"kind": case["kind"], "status": case["status"]}
        ],
        problem=Shown.of(refused) if refused else NONE,
        lacking=refused.problem.get("lacking", ()) if refused else (),
    )


async def _points(here: Visit, path: str) -> Any:
    """The points; None before anything was asked."""
    try:
        return await here.ask.get(f"{path}/points")
    except Refused as refused:
        if refused.status == 404:
            return None
        raise


async def _relatives(here: Visit, case: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The case that it comes from, as `parent`, and those that came of it, as `child`: those that this visitor sees."""
    wanted = [("parent", case["parent_id"])] if case["parent_id"] else []
    wanted += [("child", each) for each in case["children"]]

    async def read(case_id: str) -> Any:
        try:
            return await here.ask.get(f"/v1/cases/{case_id}")
        except Refused:
            return None

    found = await asyncio.gather(*(read(case_id) for _, case_id in wanted))
    return [(how, one) for (how, _), one in zip(wanted, found, strict=True) if one is not None]


async def _now(here: Visit) -> str:
    """The world's time, where there is a clock to look at."""
    if not here.grounds.control:
        return ""
    try:
        return str((await here.ask.get("/_luohu/clock"))["now"])
    except (Refused, Away, KeyError):
        return ""


def _step(known: Programme, case: Mapping[str, Any], step: Mapping[str, Any]) -> Mapping[str, Any]:
    """A step with whether it has something to say: then it has a page of its own."""
    spec = known.step(case["kind"], step["step"]) or {"asks": (), "form": False}
    return {**step, "asks": bool(spec["asks"] or spec["form"])}


def _groups(known: Programme, procedure: Mapping[str, Any], records: list[Any]) -> list[Any]:
    """Records by indicator in the order of the table, those of its departments side by side."""
    found: list[dict[str, Any]] = []
    by_name = {(each["indicator"], each["department"]): each for each in records}
    for name, title, part in known.judged(procedure["kind"]):
        record = by_name.get((name, part["department"]))
        if record is None:
            continue
        if not found or found[-1]["name"] != name:
            found.append({"name": name, "title": title, "parts": []})
        found[-1]["parts"].append({"department": part["department_title"], "record": record})
    return found


def _names(known: Programme, kind: str) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """What records are called in the history: the indicator with its department, in both languages."""
    return {
        (name, part["department"]): {
            language: f"{title[language]} · {part['department_title'][language]}" for language in ("zh", "en")
        }
        for name, title, part in known.judged(kind)
    }
