"""The desk of an agency's operators: rechecks, the registers, evidence, dead letters."""

from fastapi import APIRouter

from luohu_gateway.site.desk import registers
from luohu_gateway.site.desk.rechecks import FILINGS, RECHECKS
from luohu_gateway.site.queues.dead_letters import dead_letter_router
from luohu_gateway.site.queues.routes import queue_router
from luohu_gateway.site.window.settlements import settlement_router
from luohu_kit.auth import Role

router = APIRouter()
router.include_router(queue_router(RECHECKS))
router.include_router(queue_router(FILINGS))
router.include_router(registers.router)
router.include_router(dead_letter_router("/desk/dead-letters", Role.OPERATOR))
router.include_router(settlement_router("/desk/settlements", Role.OPERATOR))
