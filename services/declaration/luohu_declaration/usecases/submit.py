"""Submit a declaration, and take it back to change it (预览/提交, 撤回修改; handbook 三.十)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from luohu_contract.claim import Person
from luohu_contract.indicators import FOLLOWS, Indicator
from luohu_declaration.domain.course import CourseEvent, CourseRefused, CourseStatus, after
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.merit import asks_anybody, awaits_commission
from luohu_declaration.domain.season import Right
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import courses, events, pages, scores
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.admitted import require_admitted
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.rescore import rescore
from luohu_declaration.usecases.saved import PagesEntered, save_unsaved
from luohu_declaration.usecases.send_awards import send_listed
from luohu_kit.work import Work


class NotSaved(Exception):
    """Pages are 未保存; every one of them turns to 已保存 before a submission."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.extensions = {"missing": list(missing)}
        super().__init__(
            f"These pages are not saved: {', '.join(missing)}. Save each (PUT …/basics, PUT …/indicators/<indicator>), "
            "also those on which you file nothing; then submit again. Or submit with a body, which saves them all: "
            "`basics` and `area` hold what is entered on those two."
        )


@dataclass(frozen=True, slots=True)
class Submission:
    """What was submitted, and what is still open about it."""

    declaration: Declaration
    without_result: tuple[Indicator, ...]  #: indicators with an item that is under review, or will be
    not_sent: tuple[UUID, ...]  #: items that were filed and never sent to verification: they add nothing


def submission_of(declaration: Declaration, filed: Sequence[Item]) -> Submission:
    """The submission with what the page lists beside it: 尚未返回结果的指标."""
    locked = {item.kind for item in filed if item.standing.locked or awaits_commission(item)}
    return Submission(
        declaration,
        tuple(indicator for indicator in Indicator if FOLLOWS[indicator] & locked),
        tuple(item.id for item in filed if _adds_nothing(item)),
    )


def _adds_nothing(item: Item) -> bool:
    """A draft that nobody was asked about, and nobody will be."""
    draft = item.standing.status is Status.DRAFT
    return draft and not awaits_commission(item) and asks_anybody(form_of(item))


async def submit(work: Work, dossier: Dossier) -> Submission:
    """Submit a held declaration. Results may be out: the total is computed when all of them are back.

    Raises StageClosed, CourseRefused unless it is a draft, NotAdmitted, NotSaved.
    """
    await _require(work, dossier)
    if missing := await pages.unsaved(work, dossier.declaration.id):
        raise NotSaved(missing)
    return await _submitted(work, dossier)


async def save_and_submit(
    work: Work, dossier: Dossier, entered: PagesEntered, applicant: Person, *, overdue: timedelta
) -> Submission:
    """Save every page that is not, send what saving the innovation page sends, and submit: all of it or nothing.

    applicant, overdue: as for `ask_verification`. Raises what `submit`, `save_unsaved` and `send_listed` raise.
    """
    await _require(work, dossier)
    pages_now = await save_unsaved(work, dossier, entered)
    if pages_now.missing:
        raise NotSaved(pages_now.missing)
    if Indicator.INNOVATION in pages_now.saved:
        sent = await send_listed(work, dossier, applicant, overdue=overdue)
        dossier = dossier.changed({item.id: item for item in sent})
    return await _submitted(work, dossier)


async def _require(work: Work, dossier: Dossier) -> None:
    """What comes before the pages. Raises StageClosed, CourseRefused, NotAdmitted."""
    declaration = dossier.declaration
    await rights.require(work, Right.SUBMIT)
    if declaration.status is not CourseStatus.DRAFT:
        raise CourseRefused(declaration.status, CourseEvent.SUBMITTED)
    await require_admitted(work, declaration, dossier.items.values())


async def _submitted(work: Work, dossier: Dossier) -> Submission:
    declaration = dossier.declaration
    done = submission_of(declaration, list(dossier.items.values()))
    detail = {
        "without_result": [each.value for each in done.without_result],
        "not_sent": [str(each) for each in done.not_sent],
    }
    submitted = await _move(work, declaration, CourseEvent.SUBMITTED, detail)
    await rescore(work, [declaration.id], "submitted")
    return replace(done, declaration=submitted)


async def withdraw(work: Work, declaration: Declaration) -> Declaration:
    """Take a held declaration back, any number of times while the stage is open; its points go with it.

    Raises StageClosed, CourseRefused unless it is submitted.
    """
    await rights.require(work, Right.SUBMIT)
    after(declaration.status, CourseEvent.WITHDRAWN)
    withdrawn = await _move(work, declaration, CourseEvent.WITHDRAWN, {})
    await scores.drop(work, [declaration.id])
    return withdrawn


async def _move(work: Work, declaration: Declaration, event: CourseEvent, detail: Mapping[str, object]) -> Declaration:
    before = declaration.status
    await courses.move(work, {declaration.id: detail}, event, status=before, actor=events.APPLICANT)
    return replace(declaration, status=after(before, event), since=work.now)
