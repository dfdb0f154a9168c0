"""The employer's pages: registration, unit code, association requests, everyone's state (handbook 二.一)."""

from fastapi import APIRouter

from luohu_gateway.site.employer import data, people

router = APIRouter()
router.include_router(data.router)
router.include_router(people.router)
