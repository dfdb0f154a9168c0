"""Appeals, reports, sanctions, notices (handbook 四, 五.一, 申报须知)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from luohu_contract.message import Acknowledgement
from luohu_declaration.api import (
    appeal_desk,
    appeals,
    criminal_records,
    notices,
    report_verifications,
    reports,
    sanctions,
)
from luohu_declaration.areas.area import Area
from luohu_declaration.domain.appeal import AppealClosed, AppealExists, AppealNotPossible
from luohu_declaration.domain.correction import CorrectionImpossible
from luohu_declaration.domain.report import NobodyReported, NotYourName, ReportClosed, ReportFull
from luohu_declaration.domain.sanction import Barred, SanctionExists, SanctionRevoked
from luohu_declaration.usecases.appeal import NotesNotRead
from luohu_declaration.usecases.criminal_record import ConvictionNotPossible
from luohu_declaration.usecases.end_course import CANCELLATIONS
from luohu_declaration.usecases.sanction import SanctionNotPossible
from luohu_kit.settings import Settings
from luohu_kit.topic import Bodies, Topic


def _cancellations(bodies: Bodies, now: datetime) -> Mapping[str, Any]:
    return {"cancellations": list(bodies)}


def _refused(answer: Any) -> Mapping[UUID, str]:
    """The cancellations that public security refuses for good, with its reasons."""
    acknowledgement = Acknowledgement.model_validate(answer)
    return {each.id: f"{each.slug}: {each.detail}" for each in acknowledgement.refused}


def _topics(settings: Settings) -> Sequence[Topic]:
    """What leaves: registrations that public security is to cancel."""
    return (Topic(CANCELLATIONS, "/v1/registrations/cancellations", _cancellations, refused=_refused),)


AREA = Area(
    routers=(
        appeals.router,
        appeal_desk.router,
        reports.router,
        report_verifications.router,
        notices.router,
        sanctions.router,
        criminal_records.router,
    ),
    problems={
        AppealExists: "appeal-exists",
        AppealClosed: "appeal-closed",
        AppealNotPossible: "appeal-not-possible",
        NotesNotRead: "notes-not-read",
        CorrectionImpossible: "validation-failed",
        NobodyReported: "nobody-reported",
        NotYourName: "not-your-name",
        ReportClosed: "report-closed",
        ReportFull: "evidence-limit",
        Barred: "barred",
        SanctionExists: "sanction-exists",
        SanctionRevoked: "sanction-revoked",
        SanctionNotPossible: "validation-failed",
        ConvictionNotPossible: "validation-failed",
    },
    topics=_topics,
)
