"""保存: the marks that turn from 未保存 to 已保存, and back when something on the page changes (handbook 三.十.1).

A mark stands for the page as it was when 保存 was pressed. Filing, editing or deleting an item of it, or reading its
record anew, takes the mark away; verification, recheck and verdicts do not: they change nothing that was entered.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from luohu_contract.indicators import INDICATOR_OF, Indicator
from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_declaration.domain.basics import Basics, Child, check_children
from luohu_declaration.domain.captcha import check_captcha
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.storage import admission_events, basics, indicators
from luohu_declaration.storage.admission_events import AdmissionEvent
from luohu_declaration.storage.indicators import Saved
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.admitted import require_admitted
from luohu_declaration.usecases.dossier import Dossier
from luohu_kit.work import Work

#: Pages that show a record: there is nothing to save before it was read.
_READINGS = {
    Indicator.EMPLOYMENT: ItemKind.EMPLOYMENT,
    Indicator.AGE: ItemKind.LAW_ABIDING,
    Indicator.LAW_ABIDING: ItemKind.LAW_ABIDING,
}


class ReadingMissing(Exception):
    """The record that a page shows is not there."""

    def __init__(self, declaration_id: UUID, kind: ItemKind) -> None:
        self.extensions = {"kind": kind.value}
        super().__init__(
            f"The record of {kind.value} has not been read. POST /v1/declarations/{declaration_id}/eligibility asks "
            "for it, and GET …/eligibility with Prefer: wait=30 answers as soon as it is there."
        )


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """以职住区域指标积分 or not, with the captcha of the page."""

    committed: bool
    token: UUID
    answer: str


async def save_indicator(work: Work, dossier: Dossier, indicator: Indicator, choice: AreaChoice | None) -> Saved:
    """Mark a page of a held declaration as saved.

    choice: of the job-housing area, and of no other page. Raises FormInvalid, CaptchaWrong, ReadingMissing, and what
    `rights` and `require_admitted` raise. What saving a page sends to an agency is `send_awards`'s matter.
    """
    declaration = dossier.declaration
    await rights.require_filing(work, declaration)
    await require_admitted(work, declaration, dossier.items.values())
    _check_choice(declaration.applicant, indicator, choice)
    if kind := _READINGS.get(indicator):
        require_reading(dossier, kind)
    saved = Saved(indicator, work.now, choice.committed if choice else None)
    await indicators.save(work, declaration.id, saved)
    detail = {"indicator": indicator.value} | ({"committed": choice.committed} if choice else {})
    await admission_events.add(
        work, declaration.id, AdmissionEvent.INDICATOR_SAVED, admission_events.APPLICANT, **detail
    )
    work.wake("watch", str(declaration.id))
    return saved


def require_reading(dossier: Dossier, kind: ItemKind) -> None:
    """Refuse what stands on a record that has not been read. Raises ReadingMissing."""
    for item in dossier.items.values():
        result = item.standing.results.get(Part.WHOLE)
        if item.kind is kind and not item.standing.locked and result is not None and result.findings is not None:
            return
    raise ReadingMissing(dossier.declaration.id, kind)


async def items_changed(work: Work, declaration_id: UUID, kinds: Collection[ItemKind], actor: str) -> None:
    """What stands on pages has changed: their marks are 未保存 again, and so are those of pages of the same records."""
    pages = {INDICATOR_OF[kind] for kind in kinds} | {page for page, read in _READINGS.items() if read in kinds}
    await indicators.unsave(work, declaration_id, pages, actor)


async def save_basics(work: Work, dossier: Dossier, children: Sequence[Child], *, disclosure_consent: bool) -> Basics:
    """Save the basic information of a held declaration.

    Raises FormInvalid, and what `rights` and `require_admitted` raise.
    """
    declaration = dossier.declaration
    await rights.require_filing(work, declaration)
    await require_admitted(work, declaration, dossier.items.values())
    check_children(children, declaration.person.id_number, work.world.base_date)
    saved = Basics(tuple(children), disclosure_consent, work.now)
    await basics.save(work, declaration.id, saved)
    await admission_events.add(
        work, declaration.id, AdmissionEvent.BASICS_SAVED, admission_events.APPLICANT, children=len(saved.children)
    )
    work.wake("watch", str(declaration.id))
    return saved


def _check_choice(applicant: str, indicator: Indicator, choice: AreaChoice | None) -> None:
    area = indicator is Indicator.JOB_HOUSING_AREA
    if area and choice is None:
        raise FormInvalid(
            [
                ("#/committed", "is required here: true to be scored on the area, false not to be"),
                ("#/captcha", "is required here: get one from GET …/captcha"),
            ]
        )
    if choice is None:
        return
    if not area:
        raise FormInvalid([("#/committed", f"has no place on the page {indicator.value}: leave it and captcha out")])
    check_captcha(applicant, choice.token, choice.answer)
