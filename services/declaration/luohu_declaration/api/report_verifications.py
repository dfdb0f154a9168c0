"""The bureau's queue of named reports. A task shows what was reported about whom, and never who reported."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from luohu_contract.texts.season import COURSE
from luohu_declaration.api import report_schemas
from luohu_declaration.api.publication_schemas import PublishedView
from luohu_declaration.api.report_schemas import ReportCompletion
from luohu_declaration.api.whose import whose
from luohu_declaration.storage import declarations, placings, reports
from luohu_declaration.usecases.report import VERIFICATION
from luohu_declaration.usecases.verify_report import decide_report
from luohu_kit.auth import Caller, Role
from luohu_kit.tasks import Ended, Task
from luohu_kit.tasks.router import task_router
from luohu_kit.work import Work

PREFIX = "/v1/report-verifications"


async def complete(work: Work, task: Task, completion: ReportCompletion, caller: Caller) -> Ended:
    """What the bureau found, done."""
    return await decide_report(work, task, completion.found, caller.subject)


async def present(work: Work, task: Task) -> Mapping[str, Any]:
    """What the clerk verifies: the words, the row of the list, where the declaration stands, the files.

    Files, like the reporter, are behind links of their own, where each look is kept.
    """
    report = await reports.get(work, task.ref, None)
    declaration = None if report is None else await declarations.get(work, report.declaration_id, None)
    placing = None if report is None else await placings.get(work, report.declaration_id)
    if report is None or declaration is None or placing is None:
        return {}
    here = f"{report_schemas.PREFIX}/{report.id}"
    return {
        "statement": report.statement,
        "status": report.status.value,
        "opinion": report.opinion,
        "rank": placing.rank,
        "published": PublishedView.of(placing).model_dump(mode="json"),
        "declaration": {
            "id": str(declaration.id),
            "year": declaration.year,
            "status": declaration.status.value,
            "status_label": COURSE[declaration.status.value].zh,
        },
        "files": [f"{here}/files/{each.id}" for each in await reports.files(work, report.id)],
        "reporter": f"{here}/reporter",
    }


router: APIRouter = task_router(
    PREFIX,
    kind=VERIFICATION,
    roles=(Role.ADMINISTRATOR,),
    completion=ReportCompletion,
    complete=complete,
    present=present,
    about=whose,
    tag="report-verifications",
)
