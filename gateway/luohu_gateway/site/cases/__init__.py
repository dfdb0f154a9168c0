"""Casework: cases of cities whose employers hand applications in, by the city's own procedures and point table."""

from fastapi import APIRouter

from luohu_gateway.site.cases import acting, estimate, intakes, listing, one, opening, records, roster

router = APIRouter()
for _topic in (listing, opening, roster, estimate, intakes, one, acting, records):
    router.include_router(_topic.router)
