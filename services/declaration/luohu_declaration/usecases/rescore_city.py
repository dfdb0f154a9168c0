"""The whole city under other rules, beside the points that count. No agency is asked: what was found stands.

A few batches are a transaction of its own that says how far the rescoring is, so that a crash loses these and goes on
behind the last one. Points of a batch are computed beside the loop, which answers others meanwhile.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

import structlog

from luohu_declaration.domain.rescoring import Rescoring, RescoringEvent, RescoringRunning, RescoringStatus, Rules
from luohu_declaration.storage import declarations, rescorings
from luohu_declaration.storage.rescorings import Next
from luohu_declaration.usecases.rights import policy_of
from luohu_declaration.usecases.scoring import SEASON, facts_together
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work
from luohu_scoring import Facts, Policy, PolicyInvalid, facts_of_kept, score, under_other_rules

log = structlog.get_logger()

RESCORING = "rescoring"  #: name of the duty
_BATCH, _BATCHES = 1000, 4  #: rows of a batch, and how many batches are one transaction


async def ask(work: Work, rules: Rules, quota: int | None, asked_by: str) -> Rescoring:
    """Begin to compute everybody's points under other rules of the world's year.

    quota: places; those of the year when left out. asked_by: subject of the administrator's token.
    Raises PolicyInvalid, PolicyMissing, RescoringRunning.
    """
    policy = _policy(policy_of(work.world), rules)
    if (busy := await rescorings.running(work)) is not None:
        raise RescoringRunning(busy.id)
    new = Rescoring(
        id=uuid4(),
        rules=rules,
        name=policy.rules,
        quota=quota or policy.quota,
        status=RescoringStatus.RUNNING,
        since=work.now,
        asked_at=work.now,
        asked_by=asked_by,
        total=await rescorings.count(work),
        computed=0,
        after=None,
    )
    await rescorings.add(work, new)
    work.wake(RESCORING)
    return new


async def compute_next(work: Work) -> int:
    """Compute a few batches of the rescoring that runs; how much was done, the end of it counted."""
    held = await rescorings.running(work, hold=True)
    if held is None:
        return 0
    work.wake("watch", str(held.id))
    try:
        policy = _policy(policy_of(work.world), held.rules)
    except PolicyInvalid as error:
        await rescorings.move(work, held, RescoringEvent.RULES_GONE, SEASON, {"error": str(error)})
        log.warning("rescoring_failed", world=work.world.name, rescoring=str(held.id), error=str(error))
        return 1
    batch = await rescorings.next_of(work, held.after, _BATCH)
    if not batch:
        await rescorings.finish(work, held, SEASON)
        return 1
    return await _compute(work, held, batch, policy)


async def _compute(work: Work, held: Rescoring, batch: Sequence[Next], policy: Policy) -> int:
    """Compute this batch and those behind it, as many as are one transaction; how many points that were."""
    before, points = held.computed, list[dict[str, Any]]()
    for left in reversed(range(_BATCHES)):
        anew = await _facts_not_kept(work, batch)
        computing = asyncio.ensure_future(asyncio.to_thread(_points, batch, anew, policy))
        try:  # meanwhile PostgreSQL keeps the points before these, and reads the facts behind them
            held = await rescorings.put(work, held, points)
            batch = await rescorings.next_of(work, batch[-1].declaration_id, _BATCH) if left else ()
        finally:
            points = await computing
        if not batch:
            break
    return (await rescorings.put(work, held, points)).computed - before


async def _facts_not_kept(work: Work, batch: Sequence[Next]) -> Mapping[UUID, Facts]:
    """Facts of those whose points were computed before facts were kept with them."""
    without = [each.declaration_id for each in batch if each.facts is None]
    if not without:
        return {}
    return await facts_together(work, list((await declarations.of_ids(work, without)).values()))


def _points(batch: Sequence[Next], anew: Mapping[UUID, Facts], policy: Policy) -> list[dict[str, Any]]:
    found = []
    for each in batch:
        facts = anew[each.declaration_id] if each.facts is None else facts_of_kept(each.facts)
        points = score(facts, policy)
        lines = {line.value: None if value is None else f"{value:f}" for line, value in points.lines.items()}
        found.append(
            {"id": each.declaration_id, "total": None if points.total is None else f"{points.total:f}", "lines": lines}
        )
    return found


@lru_cache(maxsize=16)
def _policy(year: Policy, rules: Rules) -> Policy:
    return under_other_rules(year, version=rules.version, text=rules.text)


class Rescorings:
    """The duty: the rescoring that runs, a few batches at a time."""

    name = RESCORING
    waiting = "SELECT world, min(asked_at) AS due_at FROM rescoring WHERE status = 'running' GROUP BY world"

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def run(self, world: str) -> int:
        """Compute a few batches of the world's."""
        async with self._rt.begin(world) as work:
            done = await compute_next(work)
            await work.commit()
        return done
