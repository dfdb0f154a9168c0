"""All pages of a queue."""

from fastapi import APIRouter

from luohu_gateway.site.queues.files import file_router
from luohu_gateway.site.queues.listing import listing_router
from luohu_gateway.site.queues.queue import Queue
from luohu_gateway.site.queues.task import task_router


def queue_router(queue: Queue) -> APIRouter:
    """The list before the tasks: `live` is none."""
    router = APIRouter()
    for part in (listing_router, task_router, file_router):
        router.include_router(part(queue))
    return router
