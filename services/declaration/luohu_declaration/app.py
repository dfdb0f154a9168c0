"""The declaration service: applicants file here, agencies answer here, and items move by the state table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx
from fastapi import FastAPI

from luohu_contract.message import Acknowledgement
from luohu_contract.reasons import ReasonUnknown
from luohu_declaration.api import (
    agencies,
    bulk,
    declarations,
    evidence,
    happenings,
    items,
    looks,
    population,
    reasons,
    reviews,
    waiting,
)
from luohu_declaration.areas import admission, appeals, casework, employers, season, settlement, webhooks
from luohu_declaration.domain import checks, recheck, spouse
from luohu_declaration.domain.course import CourseRefused
from luohu_declaration.domain.declaration import DeclarationExists, EvidenceLimit, NotThere
from luohu_declaration.domain.item import ItemLocked
from luohu_declaration.domain.states import IllegalTransition
from luohu_declaration.history import HISTORY
from luohu_declaration.invariants import ALL as INVARIANTS
from luohu_declaration.seeding import seed
from luohu_declaration.storage import waits
from luohu_declaration.usecases.ask_verification import VerificationNotPossible
from luohu_declaration.usecases.dispatch_again import QuestionDecided
from luohu_declaration.usecases.keep_evidence import EvidenceMissing
from luohu_declaration.usecases.reconcile import reconciler
from luohu_declaration.usecases.review_spouse import DecisionNotPossible
from luohu_declaration.usecases.scenario import ScenarioNotApplicable
from luohu_declaration.usecases.supplement_evidence import EvidenceNotRequested
from luohu_kit.evidence import EvidenceRefused
from luohu_kit.service import create_service
from luohu_kit.settings import Mode, Settings
from luohu_kit.tasks.router import TASK_PROBLEMS
from luohu_kit.topic import Bodies, Topic
from luohu_scoring import load_every_policy

HISTORIES = (HISTORY,)
AREAS = (employers.AREA, admission.AREA, season.AREA, appeals.AREA, settlement.AREA, webhooks.AREA, casework.AREA)

PROBLEMS: dict[type[Exception], str] = {
    **TASK_PROBLEMS,
    NotThere: "not-found",
    CourseRefused: "course-refused",
    DeclarationExists: "declaration-exists",
    ItemLocked: "item-locked",
    IllegalTransition: "illegal-transition",
    VerificationNotPossible: "verification-not-possible",
    checks.FormInvalid: "validation-failed",
    checks.PeriodOutOfRange: "period-out-of-range",
    checks.PeriodOverlaps: "period-overlaps",
    checks.SpouseUnknown: "spouse-unknown",
    checks.EvidenceUnknown: "evidence-unknown",
    checks.EducationExists: "education-exists",
    checks.FilingExists: "filing-exists",
    checks.ItemLimit: "item-limit",
    checks.AuthorisationMissing: "authorisation-missing",
    checks.NothingToVerify: "verification-not-possible",
    spouse.SpouseInvalid: "spouse-invalid",
    spouse.SpouseAwaitsResidence: "spouse-awaits-residence",
    spouse.SpouseInUse: "spouse-in-use",
    recheck.RecheckNotAllowed: "recheck-not-allowed",
    recheck.RecheckOpen: "recheck-open",
    recheck.DisputeUnknown: "dispute-unknown",
    recheck.PartNeeded: "validation-failed",
    recheck.PartNotFiled: "part-not-filed",
    EvidenceMissing: "evidence-missing",
    EvidenceLimit: "evidence-limit",
    EvidenceNotRequested: "evidence-not-requested",
    EvidenceRefused: "evidence-refused",
    DecisionNotPossible: "decision-not-possible",
    QuestionDecided: "question-decided",
    ScenarioNotApplicable: "scenario-not-applicable",
    ReasonUnknown: "reason-unknown",
}


def topics(settings: Settings) -> Sequence[Topic]:
    """What leaves this service: questions, and evidence that an operator had asked for."""
    callback = settings.url_of("declaration") + "/v1/verdicts"

    # The bodies were written by `Question` and `EvidenceSupplement` themselves: reading them again would only cost.
    def questions(bodies: Bodies, now: datetime) -> Mapping[str, Any]:
        return {"callback_url": callback, "questions": list(bodies)}

    def supplements(bodies: Bodies, now: datetime) -> Mapping[str, Any]:
        return {"supplements": list(bodies)}

    return (
        Topic("verifications", "/v1/verifications", questions, refused=_refused),
        Topic("supplements", "/v1/verifications/evidence", supplements, refused=_refused),
    )


def _refused(answer: Any) -> Mapping[Any, str]:
    """The messages that an agency's acknowledgement refuses, with its reasons."""
    acknowledgement = Acknowledgement.model_validate(answer)
    return {each.id: f"{each.slug}: {each.detail}" for each in acknowledgement.refused}


def prepare() -> None:
    """Read what the service stands on, before it is served or forked. Raises PolicyInvalid for a faulty policy."""
    load_every_policy()
    casework.check_procedures()


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    """The service, ready to be served. Raises what `prepare` raises."""
    prepare()
    return create_service(
        settings,
        title="北京市积分落户在线申报系统",
        description="Declarations of points-based household registration: file, verify, recheck.",
        routers=(
            declarations.router,
            bulk.router,
            items.router,
            happenings.router,
            evidence.router,
            reasons.router,
            waiting.router,
            reviews.router,
            agencies.router,
            *(router for area in AREAS for router in area.routers),
            *([population.router, looks.router] if settings.mode is Mode.SANDBOX else []),
        ),
        topics=(*topics(settings), *(topic for area in AREAS for topic in area.topics(settings))),
        duties=tuple(duty for area in AREAS for duty in area.duties),
        workers=(reconciler, *(worker for area in AREAS for worker in area.workers)),
        problem_table=PROBLEMS | {error: slug for area in AREAS for error, slug in area.problems.items()},
        seeder=seed,
        histories=HISTORIES,
        http=http,
        figures=waits.FIGURES,
        invariants=INVARIANTS,
    )
