"""An applicant looks at an item under review: an agency that waits to be looked at (the pace `manual`) is asked.

The question is only asked: the verdict comes as every verdict does, and an agency that does not answer is no trouble
of whoever looks.
"""

from collections.abc import Sequence
from datetime import datetime

import httpx
import structlog

from luohu_declaration.storage.looks import Look
from luohu_kit.causality import WORLD_TIME
from luohu_kit.runtime import Runtime

log = structlog.get_logger()

PATIENCE = 3.0  #: seconds of real time that a look may take the applicant


async def look(rt: Runtime, world: str, looks: Sequence[Look], now: datetime) -> None:
    """Ask where each question stands. now: the world's time at which the applicant looks."""
    for one in looks:
        path = f"/v1/verifications/{one.question_id}"
        try:
            await rt.peer(one.agency).send(
                "GET",
                path,
                world=world,
                headers={WORLD_TIME: now.isoformat()},
                timeout=PATIENCE,
                concerns=[one.item_id],
            )
        except httpx.TransportError as error:
            log.warning("look_failed", world=world, agency=one.agency, error=type(error).__name__)
