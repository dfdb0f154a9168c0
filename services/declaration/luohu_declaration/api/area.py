"""职住区域: the captcha of its page, and the result as it stands now (点击查看)."""

from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter

from luohu_contract.indicators import Indicator
from luohu_contract.item import ItemKind
from luohu_contract.reasons import REASONS
from luohu_declaration.api.admission_schemas import AreaMonthView, AreaReasonView, AreaView, CaptchaView, StepView
from luohu_declaration.api.callers import Applicant, Reader, owner
from luohu_declaration.domain.area import Area, area_of
from luohu_declaration.domain.born import born_on
from luohu_declaration.domain.captcha import captcha_of
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import declarations, indicators, items
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.rights import policy_of
from luohu_declaration.usecases.saved import require_reading
from luohu_kit.api import Rt
from luohu_kit.auth import Caller
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode

router = APIRouter(prefix="/v1/declarations/{declaration_id}", tags=["admission"])

_NOT_YOURS: dict[int | str, dict[str, Any]] = {404: {"description": "No such declaration among yours"}}
_AREA: dict[int | str, dict[str, Any]] = {
    **_NOT_YOURS,
    409: {"description": "The insurance record has not been read (reading-missing)"},
}


@router.get("/captcha", operation_id="get_captcha", responses=_NOT_YOURS)
async def captcha(rt: Rt, caller: Applicant, declaration_id: UUID) -> CaptchaView:
    """A question for the page of the job-housing area. A sandbox gives the answer along."""
    async with rt.begin(caller.world) as work:
        if await declarations.get(work, declaration_id, caller.subject) is None:
            raise NotThere("declaration")
    return new_captcha(rt, caller, declaration_id)


def new_captcha(rt: Runtime, caller: Caller, declaration_id: UUID) -> CaptchaView:
    """A question for the applicant, whose declaration it is."""
    asked = captcha_of(caller.subject, uuid4())
    return CaptchaView(
        token=asked.token,
        question=asked.question,
        answer=asked.answer if rt.settings.mode is Mode.SANDBOX else None,
        links={"save": f"/v1/declarations/{declaration_id}/indicators/{Indicator.JOB_HOUSING_AREA.value}"},
    )


@router.get("/area", operation_id="read_area", responses=_AREA)
async def area(rt: Rt, caller: Reader, declaration_id: UUID) -> AreaView:
    """The provisional result from own homes that are valid and from the districts in which insurance is paid."""
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, owner(caller))
        if declaration is None:
            raise NotThere("declaration")
        filed = await items.of_declaration(work, declaration_id)
        require_reading(Dossier(declaration, {item.id: item for item in filed}), ItemKind.EMPLOYMENT)
        saved = (await indicators.of_declaration(work, declaration_id)).get(Indicator.JOB_HOUSING_AREA)
        found = area_of(
            filed,
            policy_of(work.world),
            birth_date=born_on(declaration.person, filed),
            committed=saved is None or bool(saved.area_committed),
        )
    return _view(declaration_id, found, saved.area_committed if saved else None)


def _view(declaration_id: UUID, found: Area, committed: bool | None) -> AreaView:
    me = f"/v1/declarations/{declaration_id}"
    return AreaView(
        declaration_id=declaration_id,
        committed=committed,
        provisional=True,
        both_months=found.both,
        live_months=found.live,
        both_years=found.years_both,
        live_years=found.years_live,
        points=found.points,
        reasons=tuple(_reason(code) for code in found.reasons),
        steps=tuple(
            StepView(finding=each.finding, value=each.value, figure=each.figure, points=each.points, source=each.ref)
            for each in found.steps
        ),
        months=tuple(AreaMonthView(month=row.month, lives=row.lives, works=row.works) for row in found.rows),
        waits_for=found.waits_for,
        links={"self": f"{me}/area", "captcha": f"{me}/captcha", "declaration": me},
    )


def _reason(code: str) -> AreaReasonView:
    row = REASONS[code]
    return AreaReasonView(code=code, zh=row.label(), en=row.english(), hint=row.hint, hint_en=row.hint_en)
