"""How totals are distributed: how many people have so many whole points, counted by the database."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from luohu_kit.work import Work

_LISTED = text(
    "SELECT floor(total)::integer AS points, count(*) AS people, count(*) FILTER (WHERE admitted) AS admitted"
    " FROM list_place GROUP BY 1 ORDER BY 1"
)
_RESCORED = text(
    "SELECT floor(total)::integer AS points, count(*) AS people FROM rescored"
    " WHERE rescoring_id = :of AND total IS NOT NULL GROUP BY 1"
)
_AS_THEY_ARE = text(
    "SELECT floor(s.total)::integer AS points, count(*) AS people FROM rescored r"
    " JOIN score s ON s.declaration_id = r.declaration_id WHERE r.rescoring_id = :of AND s.total IS NOT NULL GROUP BY 1"
)


async def of_list(work: Work) -> list[tuple[int, int, int]]:
    """Of everybody on the list: whole points, how many have them, and how many of these are admitted."""
    return [(row.points, row.people, row.admitted) for row in await work.rows(_LISTED)]


async def of_rescoring(work: Work, rescoring_id: UUID) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Of everybody who was computed: people by whole points, under the rules that count and under the other ones."""
    now = {row.points: row.people for row in await work.rows(_AS_THEY_ARE, {"of": rescoring_id})}
    other = {row.points: row.people for row in await work.rows(_RESCORED, {"of": rescoring_id})}
    return now, other
