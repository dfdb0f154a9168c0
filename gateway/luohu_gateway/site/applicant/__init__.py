"""The applicant's pages until a declaration is submitted: eligibility, association, the indicators, verification."""

from fastapi import APIRouter

router = APIRouter()
