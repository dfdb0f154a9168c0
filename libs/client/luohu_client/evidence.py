"""Evidence: PDFs that are uploaded to a declaration or a case, and named by their ids from then on."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from luohu_client.caller import Caller

Evidence = bytes | Path | str | UUID  #: a PDF, a file that is one, or the id of one that was uploaded
PDF = {"Content-Type": "application/pdf"}


async def upload(caller: Caller, path: str, evidence: Evidence) -> UUID:
    """Upload one PDF of at most 1 MB to a place such as `/v1/cases/{id}/evidence`; its id. Raises Problem."""
    if isinstance(evidence, UUID):
        return evidence
    if isinstance(evidence, str):
        return UUID(evidence)
    content = evidence if isinstance(evidence, bytes) else await asyncio.to_thread(evidence.read_bytes)
    told = await caller.ask("POST", path, content=content, headers=PDF, keyed=True)
    return UUID(told.json()["id"])


async def uploaded(caller: Caller, path: str, evidence: Evidence | Sequence[Evidence]) -> list[UUID]:
    """The ids of one or several pieces of evidence, uploaded where they are not yet. Raises Problem."""
    several = [evidence] if isinstance(evidence, bytes | Path | str | UUID) else evidence
    return [await upload(caller, path, each) for each in several]
