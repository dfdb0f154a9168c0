"""Points: what is kept is what the findings give when they are computed once more."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy import select

from luohu_declaration.storage import declarations, scores
from luohu_declaration.storage.season_tables import score, score_due
from luohu_declaration.storage.tables import declaration
from luohu_declaration.usecases.rights import policy_of
from luohu_declaration.usecases.scoring import facts_together
from luohu_kit.invariants import Check, Wrong, by_sql
from luohu_kit.work import Work
from luohu_scoring import score as computed

_TOGETHER = 200  #: declarations computed at once
_COLUMNS = [column for column in declaration.c if column.name != "world"]


async def _stale(work: Work) -> AsyncIterator[Wrong]:
    """Points that can still change, less those that are about to be computed anew."""
    after = UUID(int=0)
    while True:
        page = (
            select(*_COLUMNS, score.c.total, score.c.lines)
            .join(score, score.c.declaration_id == declaration.c.id)
            .where(
                declaration.c.id > after,
                declaration.c.status.in_(scores.OPEN),
                declaration.c.id.not_in(select(score_due.c.declaration_id)),
            )
            .order_by(declaration.c.id)
            .limit(_TOGETHER)
        )
        rows = await work.rows(page)
        if not rows:
            return
        policy = policy_of(work.world)
        facts = await facts_together(work, [declarations.declaration_of(row) for row in rows])
        for row in rows:
            document = computed(facts[row.id], policy).document()
            kept = {"total": None if row.total is None else f"{row.total:f}", "lines": row.lines}
            fresh = {name: document[name] for name in kept}
            if fresh != kept:
                yield Wrong(str(row.id), f"has {kept}, and its findings give {fresh}")
        after = rows[-1].id


POINTS = (
    Check(
        "score-fresh",
        "The points of every declaration are those that its findings give when they are computed once more.",
        "score",
        "Have them computed anew: what changed the findings has not asked for it.",
        _stale,
    ),
    Check(
        "score-there",
        "A declaration that was submitted has points, or they are about to be computed; a draft has none.",
        "score",
        "Have them computed anew.",
        by_sql(
            "SELECT d.id, 'is ' || d.status || CASE WHEN s.declaration_id IS NULL THEN ' without' ELSE ' with' END"
            " || ' points' AS wrong FROM declaration AS d LEFT JOIN score AS s ON s.declaration_id = d.id"
            " WHERE CASE WHEN d.status IN ('submitted', 'scored') THEN s.declaration_id IS NULL"
            " AND NOT EXISTS (SELECT FROM score_due AS w WHERE w.declaration_id = d.id)"
            " ELSE d.status IN ('draft', 'not_submitted') AND s.declaration_id IS NOT NULL END"
        ),
    ),
)
