"""Points of a case: computed from its records whenever one of them was decided."""

from luohu_declaration.storage import case_points
from luohu_declaration.storage.case_points import Points
from luohu_declaration.usecases.casework.sight import Sight
from luohu_kit.work import Work
from luohu_scoring import TableFacts, score_table


async def refresh(sight: Sight) -> None:
    """Compute the points anew where the values behind them have changed; a case without records has none."""
    if not sight.procedure.entries or not await sight.records():
        return
    facts = await sight.facts()
    kept = await sight.points()
    fresh = made_of(sight.work, sight, facts)
    if kept is None or (kept.records, kept.rules) != (fresh.records, fresh.rules):
        await case_points.put(sight.work, sight.case.id, fresh)
        sight.points_changed(fresh)


async def current(sight: Sight) -> Points | None:
    """The points as the records stand at this very moment; None where nothing was asked yet."""
    if not sight.procedure.entries or not await sight.records():
        return None
    kept = await sight.points()
    fresh = made_of(sight.work, sight, await sight.facts())
    return kept if kept is not None and (kept.records, kept.rules) == (fresh.records, fresh.rules) else fresh


def made_of(work: Work, sight: Sight, facts: TableFacts) -> Points:
    """What the values give under the world's table."""
    score = score_table(facts, sight.table)
    document = score.document()
    records = facts.model_dump(mode="json")["records"]
    return Points(sight.table.rules, score.total, document, records, work.now)
