"""The season: its stages, the distribution of scores, the published list, and what another policy would make of it."""

from fastapi import APIRouter

from luohu_gateway.site.season import published, what_if

router = APIRouter()
router.include_router(published.router)
router.include_router(what_if.router)
