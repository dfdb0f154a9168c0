"""Points of a case: computed from its records whenever one of them was decided."""

from luohu_declaration.storage import case_points
from luohu_declaration.storage.case_points import Points
from luohu_declaration.usecases.casework.sight import Sight
from luohu_scoring import score_table


async def refresh(sight: Sight) -> None:
    """Compute the points anew where the values behind them have changed; a case without records has none."""
    fresh = await current(sight)
    if fresh is not None and fresh is not await sight.points():
        await case_points.put(sight.work, sight.case.id, fresh)
        sight.points_changed(fresh)


async def current(sight: Sight) -> Points | None:
    """The points as the records stand at this very moment; None where nothing was asked yet. Those that were kept,
    where nothing behind them has changed.
    """
    if not sight.procedure.entries or not await sight.records():
        return None
    kept, fresh = await sight.points(), await computed(sight)
    return kept if kept is not None and (kept.records, kept.rules) == (fresh.records, fresh.rules) else fresh


async def computed(sight: Sight) -> Points:
    """What the records give under the world's table."""
    facts = await sight.facts()
    score = score_table(facts, sight.table)
    records = facts.model_dump(mode="json")["records"]
    return Points(sight.table.rules, score.total, score.document(), records, sight.work.now)
