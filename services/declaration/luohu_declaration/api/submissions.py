"""预览/提交, 撤回修改, and what happened to a declaration in its year."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from luohu_declaration.api.basics import basics_entered
from luohu_declaration.api.bulk_schemas import PagesWanted
from luohu_declaration.api.callers import Applicant, Overdue, Reader, owner, person_of
from luohu_declaration.api.season_schemas import HistoryView, PassedView, SubmissionView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import courses, declarations, items
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_declaration.usecases.saved import AreaChoice, PagesEntered
from luohu_declaration.usecases.submit import save_and_submit, submission_of, submit, withdraw
from luohu_kit.api import Rt
from luohu_kit.idempotency import IdempotencyKey, keep

router = APIRouter(prefix="/v1/declarations/{declaration_id}", tags=["season"])

_NOT_YOURS: dict[int | str, dict[str, Any]] = {404: {"description": "No such declaration among yours"}}
_SUBMITTED: dict[int | str, dict[str, Any]] = {
    **_NOT_YOURS,
    201: {
        "model": SubmissionView,
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The submission"}},
    },
    409: {
        "description": "Not in this stage (stage-closed), not a draft (course-refused), not admitted (not-admitted), "
        "pages are not saved (not-saved), or one that is to be saved shows a record that is not there (reading-missing)"
    },
    422: {"description": "A page is refused (validation-failed, captcha-wrong); `errors` point at the fields"},
}
_WITHDRAWN: dict[int | str, dict[str, Any]] = {
    **_NOT_YOURS,
    409: {"description": "Not in this stage (stage-closed), or not submitted (course-refused)"},
}


@router.post("/submission", status_code=201, operation_id="submit", responses=_SUBMITTED, response_model=None)
async def post(
    rt: Rt,
    caller: Applicant,
    request: Request,
    declaration_id: UUID,
    overdue: Overdue,
    wanted: PagesWanted | None = None,
    key: IdempotencyKey = None,
) -> Response:
    """Submit: all pages are saved; results may be out, and the answer names the indicators that wait for one.

    With a body every page that is 未保存 is saved first, in the same step: all of it or nothing. `basics` and `area`
    hold what is entered on those two pages; `{}` saves the others.
    """
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        dossier = await hold_declaration(work, declaration_id, caller.subject)
        if wanted is None:
            done = await submit(work, dossier)
        else:
            done = await save_and_submit(work, dossier, _entered(wanted), person_of(caller), overdue=overdue)
        body = SubmissionView.of(done).model_dump(mode="json")
        return await kept.commit(201, body, {"Location": f"/v1/declarations/{declaration_id}/submission"})


def _entered(wanted: PagesWanted) -> PagesEntered:
    area = wanted.area
    return PagesEntered(
        basics=basics_entered(wanted.basics) if wanted.basics else None,
        area=AreaChoice(area.committed, area.captcha.token, area.captcha.answer) if area else None,
    )


@router.get("/submission", operation_id="read_submission", responses=_NOT_YOURS)
async def read(rt: Rt, caller: Reader, declaration_id: UUID) -> SubmissionView:
    """Where the declaration stands, the indicators without a result, and items that were never sent."""
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, owner(caller))
        if declaration is None:
            raise NotThere("declaration")
        return SubmissionView.of(submission_of(declaration, await items.of_declaration(work, declaration_id)))


@router.delete("/submission", status_code=204, operation_id="withdraw_submission", responses=_WITHDRAWN)
async def delete(rt: Rt, caller: Applicant, declaration_id: UUID) -> None:
    """撤回修改: a draft again, any number of times while the declaration stage is open."""
    async with rt.begin(caller.world) as work:
        declaration = await declarations.hold(work, declaration_id, caller.subject)
        if declaration is None:
            raise NotThere("declaration")
        await withdraw(work, declaration)
        await work.commit()


@router.get("/history", operation_id="read_history", responses=_NOT_YOURS)
async def history(rt: Rt, caller: Reader, declaration_id: UUID) -> HistoryView:
    """What happened to the declaration in its year, in order."""
    async with rt.begin(caller.world) as work:
        if await declarations.get(work, declaration_id, owner(caller)) is None:
            raise NotThere("declaration")
        happened = await courses.history(work, declaration_id)
    return HistoryView(items=tuple(PassedView.of(each) for each in happened))
