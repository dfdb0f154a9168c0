"""The applicant's pages of what comes of it: results, rechecks, points, submission, rank, appeals, settlement."""

from fastapi import APIRouter

from luohu_gateway.site.outcome import (
    appeals,
    files,
    item,
    notices,
    rank,
    recheck,
    reports,
    score,
    settlement,
    submission,
    transfer,
)

router = APIRouter(prefix="/me")
for _topic in (files, item, recheck, score, submission, rank, appeals, transfer, settlement, notices, reports):
    router.include_router(_topic.router)
