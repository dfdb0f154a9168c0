"""Eligibility, commitments, basic information, what is read only, saved marks (handbook 一, 二.二, 三)."""

from luohu_declaration.api import area, basics, commitments, eligibility, eligibility_disputes, indicators
from luohu_declaration.areas.area import Area
from luohu_declaration.domain.captcha import CaptchaWrong
from luohu_declaration.domain.dispute import DisputeDecided, DisputeOpen
from luohu_declaration.domain.item import ItemReadOnly
from luohu_declaration.usecases.admitted import NotAdmitted
from luohu_declaration.usecases.commitments import CommitmentRefused
from luohu_declaration.usecases.dispute_eligibility import EligibilityNotRefused
from luohu_declaration.usecases.saved import ReadingMissing

AREA = Area(
    routers=(
        eligibility.router,
        eligibility_disputes.router,
        commitments.router,
        basics.router,
        indicators.router,
        area.router,
    ),
    problems={
        ItemReadOnly: "item-read-only",
        NotAdmitted: "not-admitted",
        CommitmentRefused: "validation-failed",
        EligibilityNotRefused: "eligibility-not-refused",
        DisputeOpen: "dispute-open",
        DisputeDecided: "dispute-decided",
        ReadingMissing: "reading-missing",
        CaptchaWrong: "captcha-wrong",
    },
)
