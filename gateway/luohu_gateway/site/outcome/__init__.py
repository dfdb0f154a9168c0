"""The applicant's pages of what comes of it: results and rechecks, points, submission, rank, appeals, settlement, notices."""

from fastapi import APIRouter

router = APIRouter()
