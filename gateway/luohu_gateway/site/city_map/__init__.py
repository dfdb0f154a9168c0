"""The living map: services, traffic, faults, the clock and the worlds of a sandbox."""

from fastapi import APIRouter

from luohu_gateway.site.city_map import edges, live, page

router = APIRouter()
for topic in (page, live, edges):
    router.include_router(topic.router)
