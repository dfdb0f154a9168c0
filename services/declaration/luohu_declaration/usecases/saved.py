"""保存: the marks that turn from 未保存 to 已保存, and back when something on the page changes (handbook 三.十.1).

A mark stands for the page as it was when 保存 was pressed. Filing, editing or deleting an item of it, or reading its
record anew, takes the mark away; verification, recheck and verdicts do not: they change nothing that was entered.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from luohu_contract.indicators import INDICATOR_OF, Indicator
from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_declaration.domain.at_once import refused_at
from luohu_declaration.domain.basics import Basics, Child, check_children
from luohu_declaration.domain.captcha import check_captcha
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.storage import basics, indicators, pages
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


@dataclass(frozen=True, slots=True)
class BasicsEntered:
    """What the page of basic information takes."""

    children: tuple[Child, ...]
    disclosure_consent: bool


@dataclass(frozen=True, slots=True)
class PagesEntered:
    """What is entered on pages rather than filed on them. None: what was saved before stays."""

    basics: BasicsEntered | None = None
    area: AreaChoice | None = None


@dataclass(frozen=True, slots=True)
class PagesSaved:
    """What came of saving all pages."""

    saved: frozenset[Indicator]
    missing: tuple[str, ...]  #: pages that are 未保存 still: they take something that was not entered


async def save_indicator(work: Work, dossier: Dossier, indicator: Indicator, choice: AreaChoice | None) -> Saved:
    """Mark a page of a held declaration as saved.

    choice: of the job-housing area, and of no other page. Raises FormInvalid, CaptchaWrong, ReadingMissing, and what
    `rights` and `require_admitted` raise. What saving a page sends to an agency is `send_awards`'s matter.
    """
    declaration = dossier.declaration
    await rights.require_filing(work, declaration)
    await require_admitted(work, declaration, dossier.items.values())
    saved = _checked_mark(work, dossier, indicator, choice)
    await indicators.save(work, declaration.id, [saved])
    work.wake("watch", str(declaration.id))
    return saved


async def save_unsaved(work: Work, dossier: Dossier, entered: PagesEntered) -> PagesSaved:
    """保存 of every page of a held declaration that is 未保存, and of those on which something is entered.

    The caller has looked at the rights and the admission; pointers of what is refused are those of a body with `basics`
    and `area`. Raises FormInvalid, CaptchaWrong, ReadingMissing.
    """
    declaration = dossier.declaration
    unsaved = await pages.unsaved(work, declaration.id)
    marks = []
    for indicator in Indicator:
        choice = entered.area if indicator is Indicator.JOB_HOUSING_AREA else None
        if choice or (indicator in unsaved and indicator is not Indicator.JOB_HOUSING_AREA):
            with refused_at("#/area"):
                marks.append(_checked_mark(work, dossier, indicator, choice))
    done = {mark.indicator.value for mark in marks}
    if entered.basics:
        with refused_at("#/basics"):
            saved = _checked_basics(work, declaration, entered.basics)
        await basics.save(work, declaration.id, saved)
        done.add(pages.BASICS)
    if marks:
        await indicators.save(work, declaration.id, marks)
    work.wake("watch", str(declaration.id))
    return PagesSaved(frozenset(mark.indicator for mark in marks), tuple(page for page in unsaved if page not in done))


def require_reading(dossier: Dossier, kind: ItemKind) -> None:
    """Refuse what stands on a record that has not been read. Raises ReadingMissing."""
    for item in dossier.items.values():
        result = item.standing.results.get(Part.WHOLE)
        if item.kind is kind and not item.standing.locked and result is not None and result.findings is not None:
            return
    raise ReadingMissing(dossier.declaration.id, kind)


async def items_changed(work: Work, declaration_id: UUID, kinds: Collection[ItemKind], actor: str) -> None:
    """What stands on pages has changed: their marks are 未保存 again, and so are those of pages of the same records."""
    changed = {INDICATOR_OF[kind] for kind in kinds} | {page for page, read in _READINGS.items() if read in kinds}
    await indicators.unsave(work, declaration_id, changed, actor)


async def save_basics(work: Work, dossier: Dossier, entered: BasicsEntered) -> Basics:
    """Save the basic information of a held declaration.

    Raises FormInvalid, and what `rights` and `require_admitted` raise.
    """
    declaration = dossier.declaration
    await rights.require_filing(work, declaration)
    await require_admitted(work, declaration, dossier.items.values())
    saved = _checked_basics(work, declaration, entered)
    await basics.save(work, declaration.id, saved)
    work.wake("watch", str(declaration.id))
    return saved


def _checked_basics(work: Work, declaration: Declaration, entered: BasicsEntered) -> Basics:
    check_children(entered.children, declaration.person.id_number, work.world.base_date)
    return Basics(entered.children, entered.disclosure_consent, work.now)


def _checked_mark(work: Work, dossier: Dossier, indicator: Indicator, choice: AreaChoice | None) -> Saved:
    _check_choice(dossier.declaration.applicant, indicator, choice)
    if kind := _READINGS.get(indicator):
        require_reading(dossier, kind)
    return Saved(indicator, work.now, choice.committed if choice else None)


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
