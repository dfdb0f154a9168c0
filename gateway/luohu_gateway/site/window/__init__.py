"""The district service window and the bureau: what waits for a decision, settlements, and what is no queue."""

from fastapi import APIRouter

from luohu_gateway.site.queues.dead_letters import dead_letter_router
from luohu_gateway.site.queues.routes import queue_router
from luohu_gateway.site.window import lists, overview
from luohu_gateway.site.window.cases import QUEUES
from luohu_gateway.site.window.settlements import settlement_router
from luohu_kit.auth import Role

router = APIRouter()
router.include_router(overview.router)
router.include_router(lists.router)
for _queue in QUEUES:
    router.include_router(queue_router(_queue))
router.include_router(settlement_router("/window/settlements", Role.WINDOW, Role.ADMINISTRATOR))
router.include_router(dead_letter_router("/window/dead-letters", Role.ADMINISTRATOR))
