"""The living map: services, traffic, faults, the clock and the worlds of a sandbox."""

from fastapi import APIRouter

from luohu_gateway.site.city_map import (
    clock,
    edges,
    files,
    items,
    live,
    page,
    people,
    services,
    snapshots,
    stories,
    worlds,
)

router = APIRouter()
for topic in (page, live, edges, services, items, clock, worlds, snapshots, files, people, stories):
    router.include_router(topic.router)
