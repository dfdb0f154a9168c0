"""The applicant's pages of what comes of it: results, rechecks, points, submission, rank, appeals, settlement."""

from fastapi import APIRouter

router = APIRouter()
