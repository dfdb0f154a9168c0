"""The applicant's pages until a declaration is submitted: eligibility, association, the nine indicators, verification."""

from fastapi import APIRouter

router = APIRouter()
