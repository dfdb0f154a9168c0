"""The applicant's pages until a declaration is submitted: eligibility, association, the indicators, verification."""

from fastapi import APIRouter

from luohu_gateway.site.applicant import (
    area,
    association,
    basics,
    commitments,
    eligibility,
    evidence,
    filings,
    forms_of_items,
    indicators,
    items,
    overview,
)

router = APIRouter()
for _topic in (
    overview,
    eligibility,
    commitments,
    association,
    basics,
    area,
    indicators,
    items,
    forms_of_items,
    evidence,
    filings,
):
    router.include_router(_topic.router)
