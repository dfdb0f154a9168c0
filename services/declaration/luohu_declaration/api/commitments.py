"""Commitments, and what happened on the pages around the items."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from luohu_declaration.api.admission_schemas import CommitmentsView, CommitmentsWanted, OccurredList, OccurredView
from luohu_declaration.api.callers import Applicant, Reader, owner
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import admission_events, commitments, declarations
from luohu_declaration.usecases.commitments import Commitments, make_commitments
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_kit.api import Rt

router = APIRouter(prefix="/v1/declarations/{declaration_id}", tags=["admission"])

_NOT_YOURS: dict[int | str, dict[str, Any]] = {404: {"description": "No such declaration among yours"}}
_MADE: dict[int | str, dict[str, Any]] = {
    **_NOT_YOURS,
    409: {"description": "The eligibility comes first (not-admitted), or not in this stage (stage-closed)"},
    422: {"description": "One of them is not made; `errors` name it"},
}


@router.put("/commitments", operation_id="make_commitments", responses=_MADE)
async def make(rt: Rt, caller: Applicant, declaration_id: UUID, wanted: CommitmentsWanted) -> CommitmentsView:
    """Make the commitments: 做出无刑事犯罪记录承诺和诚信承诺, 方可进入“员工选择单位”页面. Made once, they stay."""
    async with rt.begin(caller.world) as work:
        dossier = await hold_declaration(work, declaration_id, caller.subject)
        at = await make_commitments(work, dossier, Commitments(**wanted.model_dump()))
        await work.commit()
    return _view(declaration_id, at)


@router.get("/commitments", operation_id="read_commitments", responses=_NOT_YOURS)
async def read(rt: Rt, caller: Reader, declaration_id: UUID) -> CommitmentsView:
    """Whether they were made, and when."""
    async with rt.begin(caller.world) as work:
        if await declarations.get(work, declaration_id, owner(caller)) is None:
            raise NotThere("declaration")
        at = await commitments.made_at(work, declaration_id)
    return _view(declaration_id, at)


@router.get("/admission-events", operation_id="list_admission_events", responses=_NOT_YOURS)
async def list_events(rt: Rt, caller: Reader, declaration_id: UUID) -> OccurredList:
    """Readings, objections, commitments and saved pages, in order."""
    async with rt.begin(caller.world) as work:
        if await declarations.get(work, declaration_id, owner(caller)) is None:
            raise NotThere("declaration")
        occurred = await admission_events.of_declaration(work, declaration_id)
    return OccurredList(items=tuple(OccurredView.model_validate(asdict(each)) for each in occurred))


def _view(declaration_id: UUID, made_at: datetime | None) -> CommitmentsView:
    me = f"/v1/declarations/{declaration_id}"
    links = {"self": f"{me}/commitments", "declaration": me}
    if made_at is not None:
        links["association"] = f"{me}/association"
    return CommitmentsView(declaration_id=declaration_id, made_at=made_at, links=links)
