"""The catalogue of reasons, for everybody: what a result means, and what can be done about it."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from luohu_contract.item import Remedy, Subject
from luohu_contract.model import Wire
from luohu_contract.reasons import REASONS, Mark, Reason, ReasonOutcome, reason
from luohu_kit.api import Rt
from luohu_kit.auth import public

router = APIRouter(prefix="/v1/reasons", tags=["reasons"])

World = Annotated[str, Depends(public())]


class ReasonRow(Wire):
    """One reason."""

    code: str
    subject: Subject
    outcome: ReasonOutcome
    zh: str
    en: str
    hint: str
    hint_en: str
    remedies: tuple[Remedy, ...]
    evidence: tuple[dict[str, Any], ...]  #: what a recheck attaches, by case
    duration: str | None  #: of a recheck, ISO 8601
    decided_by: str
    source: str  #: chapter of the handbook
    mark: Mark


class ReasonList(Wire):
    items: tuple[ReasonRow, ...]


@router.get("", operation_id="list_reasons")
async def list_all(rt: Rt, world: World) -> ReasonList:
    """All reasons, in the order of the catalogue; labels in the words of the world's round."""
    async with rt.begin(world) as work:
        base_date = work.world.base_date
    return ReasonList(items=tuple(_row(each, base_date) for each in REASONS.values()))


@router.get("/{code}", operation_id="read_reason", responses={404: {"description": "No such reason"}})
async def read(rt: Rt, world: World, code: Annotated[str, Path(max_length=80)]) -> ReasonRow:
    """One reason."""
    row = reason(code)
    async with rt.begin(world) as work:
        return _row(row, work.world.base_date)


def _row(row: Reason, base_date: Any) -> ReasonRow:
    return ReasonRow(
        code=row.code,
        subject=row.subject,
        outcome=row.outcome,
        zh=row.label(base_date),
        en=row.english(base_date),
        hint=row.hint,
        hint_en=row.hint_en,
        remedies=row.remedies,
        evidence=tuple(asdict(each) for each in row.evidence),
        duration=row.duration,
        decided_by=row.decided_by,
        source=row.source,
        mark=row.mark,
    )
