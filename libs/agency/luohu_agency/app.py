"""Makes a service of an agency's spec."""

from functools import partial
from typing import Any

import httpx
from fastapi import FastAPI

from luohu_agency.api.bulk import bulk_router
from luohu_agency.api.expectations import expectation_router
from luohu_agency.api.paces import pace_router
from luohu_agency.api.rechecks import recheck_router
from luohu_agency.api.records import record_router
from luohu_agency.api.verifications import verification_router
from luohu_agency.completion import DecisionNotPossible
from luohu_agency.fullness import AgencyFull
from luohu_agency.history import histories
from luohu_agency.intake import VERDICTS_PATH, CallbackNotAllowed
from luohu_agency.invariants import ALL as INVARIANTS
from luohu_agency.judging import Judge
from luohu_agency.register import RecordConflict, RecordNotFound, RecordOutOfRange
from luohu_agency.seeds import AgencySeeder
from luohu_agency.spec import AgencySpec
from luohu_agency.verdict import delivery
from luohu_contract.fitting import ExpectationImpossible
from luohu_kit.metrics.figures import WORLD, Figure
from luohu_kit.pace import BOT_TASKS_PATH
from luohu_kit.service import create_service
from luohu_kit.settings import Mode, Settings
from luohu_kit.tasks.router import TASK_PROBLEMS
from luohu_kit.topic import Topic

TOPICS = (
    Topic("verdicts", VERDICTS_PATH, delivery),
    # One at a time: an operator asks by hand, and the body is the request itself.
    Topic("evidence-requests", "/v1/evidence-requests", lambda bodies, now: bodies[0], batch=1),
    Topic("bot-tasks", BOT_TASKS_PATH, lambda bodies, now: {"tasks": list(bodies)}),
)
FIGURES = (
    Figure(
        "luohu_held_verifications",
        "Questions that wait for their time or for a look.",
        ("world",),
        f"SELECT {WORLD}, count(*) FROM agency.verification WHERE state = 'waiting' GROUP BY 1",  # noqa: S608 - ours
    ),
)
PROBLEMS: dict[type[Exception], str] = {
    **TASK_PROBLEMS,
    AgencyFull: "agency-full",
    CallbackNotAllowed: "callback-not-allowed",
    DecisionNotPossible: "decision-not-possible",
    ExpectationImpossible: "validation-failed",
    RecordNotFound: "record-not-found",
    RecordConflict: "record-conflict",
    RecordOutOfRange: "validation-failed",
}


def create_agency_app(spec: AgencySpec[Any], settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    """The service of one agency: questions, the operators' queue, the register API, and the agency's own routes.

    Raises SeedsUnreadable when a seed file of the agency is wrong.
    """
    routers = [verification_router(spec), recheck_router(spec), record_router(spec)]
    if settings.mode is Mode.SANDBOX:
        routers += [pace_router(spec), expectation_router(spec), bulk_router(spec)]
    return create_service(
        settings,
        title=spec.title,
        routers=(*routers, *spec.routers),
        topics=(*TOPICS, *spec.topics),
        duties=(partial(Judge, spec=spec), *spec.duties),
        problem_table={**PROBLEMS, **spec.problems},
        histories=histories(spec),
        seeder=AgencySeeder(spec),
        http=http,
        figures=FIGURES,
        invariants=INVARIANTS,
    )
