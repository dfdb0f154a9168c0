"""Points of submitted declarations: what is to be computed anew, what was computed, and the places that it gives."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, select, text

from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.storage.recordset import among, encoded, listed
from luohu_declaration.storage.season_tables import score, score_due
from luohu_declaration.storage.tables import declaration
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work
from luohu_scoring import Facts, Line, Score, kept

SCORING = "scoring"  #: name of the duty

#: Statuses in which points can still change; from the list on they are frozen (DOMAIN T51).
OPEN = (CourseStatus.SUBMITTED, CourseStatus.SCORED)
#: Who takes part in the ranking: not who was sanctioned.
RANKED = (*OPEN, CourseStatus.RANKED, CourseStatus.AWARDED, CourseStatus.NOT_AWARDED)

_WITH_DECLARATION = score.join(
    declaration, and_(declaration.c.world == score.c.world, declaration.c.id == score.c.declaration_id)
)
_WANT = text(
    "INSERT INTO score_due (declaration_id, due_at, why)"
    " SELECT id, :now, :why FROM declaration WHERE id = ANY(CAST(:ids AS uuid[])) AND status IN ('submitted', 'scored')"
    " ORDER BY id ON CONFLICT DO NOTHING"
)
_HOLD_DUE = (
    select(*(column for column in declaration.c if column.name != "world"))
    .where(declaration.c.id.in_(select(score_due.c.declaration_id)))
    .order_by(declaration.c.id)
    .with_for_update(skip_locked=True, key_share=True)
)
_TAKE = delete(score_due).where(among(score_due.c.declaration_id))
_DROP = delete(score).where(among(score.c.declaration_id))
_PUT = text(
    "INSERT INTO score (declaration_id, rules, total, lines, months, trace, decided, computed_at, facts)"
    " SELECT r.id, r.rules, r.total, r.lines, r.months, r.trace, r.total IS NOT NULL, :now, r.facts"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, rules text, total numeric, lines jsonb,"
    " months jsonb, trace jsonb, facts text)"
    " ON CONFLICT (world, declaration_id) DO UPDATE SET rules = excluded.rules, total = excluded.total,"
    " lines = excluded.lines, months = excluded.months, trace = excluded.trace, decided = excluded.decided,"
    " computed_at = excluded.computed_at, facts = excluded.facts"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Points as they were computed last."""

    declaration_id: UUID
    rules: str
    total: Decimal | None
    lines: Mapping[Line, Decimal | None]
    months: Mapping[str, Any]
    trace: Sequence[Mapping[str, Any]]
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a total stands among all who are submitted and decided (DOMAIN 8.1, R9)."""

    rank: int  #: competition rank
    count: int  #: how many are ranked
    at_quota: Decimal | None  #: total of the place that the quota ends with; None while there are fewer


async def want(work: Work, ids: Iterable[UUID], why: str) -> None:
    """Have the points of those declarations computed anew that have points at all. The caller holds them."""
    wanted = sorted(set(ids))
    if wanted:
        await work.execute(_WANT, {"ids": wanted, "why": why, "now": work.now})
        work.wake(SCORING)


async def hold_due(work: Work, limit: int) -> list[Row[Any]]:
    """Declarations whose points are to be computed, held; those that somebody else holds are left for later."""
    return list(await work.rows(_HOLD_DUE.limit(limit)))


async def put(work: Work, scores: Mapping[UUID, Score], facts: Mapping[UUID, Facts]) -> None:
    """Keep points in the place of older ones, with the facts behind them; nothing is left to be computed about them."""
    rows = []
    for declaration_id, found in scores.items():
        document = found.document()
        shown = {name: document[name] for name in ("rules", "total", "lines", "months", "trace")}
        rows.append({"id": declaration_id, **shown, "facts": kept(facts[declaration_id])})
    await work.execute(_PUT, {**encoded(rows), "now": work.now})
    await taken(work, scores)


async def taken(work: Work, ids: Collection[UUID]) -> None:
    """Nothing is to be computed about these any more."""
    await work.execute(_TAKE, listed(ids))


async def drop(work: Work, ids: Collection[UUID]) -> None:
    """Take points away: the declarations were withdrawn."""
    await work.execute(_TAKE, listed(ids))
    await work.execute(_DROP, listed(ids))


async def get(work: Work, declaration_id: UUID) -> Kept | None:
    """The points of a declaration; None before they were computed."""
    columns = [column for column in score.c if column.name not in {"world", "facts"}]
    row = await work.one(select(*columns).where(score.c.declaration_id == declaration_id))
    if row is None:
        return None
    return Kept(
        row.declaration_id,
        row.rules,
        row.total,
        lines_of(row.lines),
        row.months,
        row.trace,
        row.computed_at.astimezone(BEIJING),
    )


def lines_of(shown: Mapping[str, str | None]) -> dict[Line, Decimal | None]:
    """The column of lines as values, in the order of the page."""
    return {line: None if (points := shown.get(line.value)) is None else Decimal(points) for line in Line}


async def totals(work: Work, ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """Totals of those that have one."""
    found = select(score.c.declaration_id, score.c.total).where(among(score.c.declaration_id), score.c.decided)
    return {row.declaration_id: row.total for row in await work.rows(found, listed(ids))}


async def totals_in(work: Work, status: CourseStatus) -> list[tuple[UUID, Decimal]]:
    """Everybody of the world's year who is in a status and has a total, with it."""
    found = select(score.c.declaration_id, score.c.total).select_from(_WITH_DECLARATION)
    of_year = (declaration.c.year == work.world.year, declaration.c.status == status)
    rows = await work.rows(found.where(score.c.decided, *of_year))
    return [(row.declaration_id, row.total) for row in rows]


async def due_among(work: Work, ids: Collection[UUID]) -> set[UUID]:
    """Those whose points are still to be computed."""
    found = select(score_due.c.declaration_id).where(among(score_due.c.declaration_id))
    return {row.declaration_id for row in await work.rows(found, listed(ids))}


async def place_of(work: Work, total: Decimal, quota: int) -> Place:
    """The live place of a total: how many are better, how many there are, and the total that the quota ends with."""
    ranked = score.c.decided, declaration.c.status.in_(RANKED)
    among_all = select(score.c.total).select_from(_WITH_DECLARATION).where(*ranked)
    totals_ = among_all.subquery()
    row = await work.one(
        select(
            (func.count().filter(totals_.c.total > total) + 1).label("rank"), func.count().label("ranked")
        ).select_from(totals_)
    )
    assert row is not None  # noqa: S101 - a count is always there
    last = await work.scalar(among_all.order_by(score.c.total.desc()).offset(quota - 1).limit(1))
    return Place(row.rank, row.ranked, last)
