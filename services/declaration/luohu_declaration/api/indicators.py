"""The nine pages of a declaration: what is saved, how their results stand, and what the read-only ones show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from luohu_contract.indicators import FOLLOWS, READ_ONLY, Indicator
from luohu_contract.item import ItemStatus
from luohu_contract.texts import status_label, text
from luohu_declaration.api.admission_schemas import (
    AgeView,
    IndicatorList,
    IndicatorState,
    IndicatorView,
    ItemRef,
    SaveWanted,
)
from luohu_declaration.api.callers import Applicant, Overdue, Reader, owner, person_of
from luohu_declaration.api.present import reading_view
from luohu_declaration.api.schemas import ReadingView
from luohu_declaration.domain.born import born_on
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.readings import age, reading_of
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import basics, declarations, indicators, items
from luohu_declaration.storage.indicators import Saved
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_declaration.usecases.saved import AreaChoice, save_indicator
from luohu_declaration.usecases.send_awards import send_listed
from luohu_kit.api import Rt

router = APIRouter(prefix="/v1/declarations/{declaration_id}/indicators", tags=["admission"])

_NOT_YOURS: dict[int | str, dict[str, Any]] = {404: {"description": "No such declaration among yours"}}
_SAVED: dict[int | str, dict[str, Any]] = {
    **_NOT_YOURS,
    409: {"description": "Not admitted (not-admitted), no record yet (reading-missing), stage-closed, submitted"},
    422: {"description": "No such indicator, a choice that is missing or has no place, or the captcha (captcha-wrong)"},
}

Shown = ReadingView | AgeView

#: Where the items of a page are filed.
_FILED_AT = {
    Indicator.HOUSING: "residences",
    Indicator.EDUCATION: "education",
    Indicator.INNOVATION: "innovation",
    Indicator.TAX: "tax",
    Indicator.HONOUR: "honours",
    Indicator.JOB_HOUSING_AREA: "area",
}


@router.get("", operation_id="list_indicators", responses=_NOT_YOURS)
async def read(rt: Rt, caller: Reader, declaration_id: UUID) -> IndicatorList:
    """All nine, in the order of the pages."""
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, owner(caller))
        if declaration is None:
            raise NotThere("declaration")
        filed = await items.of_declaration(work, declaration_id)
        saved = await indicators.of_declaration(work, declaration_id)
        basics_saved = await basics.of_declaration(work, declaration_id) is not None
        rows = _Rows(declaration, filed, saved, work.world.base_date)
    views = tuple(rows.view(each) for each in Indicator)
    unsaved = (() if basics_saved else ("basics",)) + tuple(each.indicator.value for each in views if not each.saved)
    me = f"/v1/declarations/{declaration_id}"
    return IndicatorList(
        declaration_id=declaration_id,
        basics_saved=basics_saved,
        items=views,
        unsaved=unsaved,
        links={"self": f"{me}/indicators", "declaration": me, "basics": f"{me}/basics"},
    )


@router.put("/{indicator}", operation_id="save_indicator", responses=_SAVED)
async def save(
    rt: Rt, caller: Applicant, declaration_id: UUID, indicator: Indicator, wanted: SaveWanted, overdue: Overdue
) -> IndicatorView:
    """保存 one page. Whatever is filed, edited or deleted on it later makes it 未保存 again.

    Saving the innovation page sends what the award lists answer; it has no button of its own (三.五.2(2)).
    """
    async with rt.begin(caller.world) as work:
        dossier = await hold_declaration(work, declaration_id, caller.subject)
        saved = await save_indicator(work, dossier, indicator, _choice(indicator, wanted))
        if indicator is Indicator.INNOVATION:
            await send_listed(work, dossier, person_of(caller), overdue=overdue)
        filed = await items.of_declaration(work, declaration_id)
        rows = _Rows(dossier.declaration, filed, {indicator: saved}, work.world.base_date)
        await work.commit()
    return rows.view(indicator)


def _choice(indicator: Indicator, wanted: SaveWanted) -> AreaChoice | None:
    """Both fields of the job-housing area, or neither. Raises FormInvalid."""
    if wanted.committed is None and wanted.captcha is None:
        return None
    faults = [
        (f"#/{name}", f"goes together with the other of committed and captcha, on the page {indicator.value} as well")
        for name, value in (("committed", wanted.committed), ("captcha", wanted.captcha))
        if value is None
    ]
    if wanted.committed is None or wanted.captcha is None:
        raise FormInvalid(faults)
    return AreaChoice(wanted.committed, wanted.captcha.token, wanted.captcha.answer)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The pages of one declaration, as they are shown."""

    declaration: Declaration
    filed: Sequence[Item]
    saved: Mapping[Indicator, Saved]
    base_date: date

    def view(self, indicator: Indicator) -> IndicatorView:
        items = [item for item in self.filed if item.kind in FOLLOWS[indicator]]
        saved = self.saved.get(indicator)
        label = text(indicator)
        me = f"/v1/declarations/{self.declaration.id}"
        links = {"save": f"{me}/indicators/{indicator.value}"}
        if indicator in _FILED_AT:
            links["page"] = f"{me}/{_FILED_AT[indicator]}"
        return IndicatorView(
            indicator=indicator,
            label=label.zh,
            label_en=label.en,
            saved=saved is not None,
            saved_at=saved.at if saved else None,
            state=self._state(indicator, items),
            read_only=indicator in READ_ONLY,
            items=tuple(_ref(item) for item in items),
            computed=self._computed(indicator, items),
            area_committed=saved.area_committed if saved else None,
            links=links,
        )

    def _state(self, indicator: Indicator, items: Sequence[Item]) -> IndicatorState:
        if indicator is Indicator.JOB_HOUSING_AREA:
            # It waits for homes and insurance, and only where it is to count; a home that is not sent adds nothing.
            saved = self.saved.get(indicator)
            if saved is None or not saved.area_committed:
                return IndicatorState.NONE
            return IndicatorState.PENDING if any(item.standing.locked for item in items) else IndicatorState.DECIDED
        if not items:
            return IndicatorState.NONE
        if any(item.standing.locked for item in items):
            return IndicatorState.PENDING
        drafts = any(item.standing.status is Status.DRAFT for item in items)
        return IndicatorState.DRAFT if drafts else IndicatorState.DECIDED

    def _computed(self, indicator: Indicator, items: Sequence[Item]) -> Shown | None:
        if indicator is Indicator.AGE:
            found = age(born_on(self.declaration.person, self.filed), self.base_date)
            return AgeView(
                as_of=found.as_of,
                birth_date=found.birth_date,
                age=found.age,
                zh=found.sentence.zh,
                en=found.sentence.en,
            )
        if indicator not in READ_ONLY:
            return None
        readings = [reading_of(item, self.base_date) for item in items]
        return next((reading_view(each) for each in readings if each is not None), None)


def _ref(item: Item) -> ItemRef:
    status = ItemStatus(item.standing.status)
    label = status_label(status, item.standing.subject, kind=item.kind)
    return ItemRef(id=item.id, kind=item.kind, status=status, label=label)
