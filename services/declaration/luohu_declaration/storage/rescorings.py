"""Rescorings: what was asked, how far it is, and everybody's points under the other rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, text, update

from luohu_declaration.domain.rescoring import Moved, Rescoring, RescoringEvent, RescoringStatus, Rules, after
from luohu_declaration.storage.recordset import encoded
from luohu_declaration.storage.scores import RANKED
from luohu_declaration.storage.season_tables import rescoring, rescoring_event
from luohu_declaration.storage.tables import declaration
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_COLUMNS = [column for column in rescoring.c if column.name != "world"]
_STATUSES = ", ".join(f"'{status.value}'" for status in RANKED)
#: By id, so that whoever goes on behind the last one misses nobody; a row that somebody adds before it is of a
#: declaration that was submitted while the rescoring ran.
_NEXT = text(
    "SELECT s.declaration_id, s.facts FROM score s JOIN declaration d ON d.id = s.declaration_id"  # noqa: S608 - ours
    f" WHERE (CAST(:after AS uuid) IS NULL OR s.declaration_id > CAST(:after AS uuid)) AND d.status IN ({_STATUSES})"
    " ORDER BY s.declaration_id LIMIT :most"
)
_PUT = text(
    "INSERT INTO rescored (rescoring_id, declaration_id, total, lines) SELECT CAST(:of AS uuid), r.id, r.total, r.lines"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, total numeric, lines jsonb)"
)
_FIGURES = text(
    "WITH cut AS (SELECT min(total) AS total FROM (SELECT total FROM rescored WHERE rescoring_id = :of"
    " AND total IS NOT NULL ORDER BY total DESC LIMIT :quota) AS best)"
    " SELECT count(r.total) AS ranked, count(*) FILTER (WHERE r.total >= cut.total) AS admitted,"
    " (SELECT total FROM cut) AS cut_off FROM rescored r CROSS JOIN cut WHERE r.rescoring_id = :of"
)
_PLACES = text(
    "SELECT r.*, s.total AS now FROM (SELECT declaration_id, total, lines,"
    " CASE WHEN total IS NOT NULL THEN rank() OVER (ORDER BY total DESC NULLS LAST) END AS rank,"
    " row_number() OVER (ORDER BY total DESC NULLS LAST, declaration_id) AS running"
    " FROM rescored WHERE rescoring_id = :of ORDER BY running OFFSET :offset LIMIT :limit) AS r"
    " LEFT JOIN score s ON s.declaration_id = r.declaration_id ORDER BY r.running"
)


@dataclass(frozen=True, slots=True)
class Next:
    """A declaration that is to be computed, and the facts behind its points; None where they were not kept."""

    declaration_id: UUID
    facts: str | None


async def count(work: Work) -> int:
    """How many declarations of the world take part in the ranking."""
    wanted = select(func.count()).select_from(declaration)
    return int(await work.scalar(wanted.where(declaration.c.status.in_(RANKED))))


async def add(work: Work, new: Rescoring) -> None:
    """Keep a new one with its event; the duty begins with it after the commit."""
    values = {name: getattr(new, name) for name in _PLAIN}
    await work.execute(insert(rescoring).values(version=new.rules.version, rules_text=new.rules.text, **values))
    await _happened(work, new.id, RescoringEvent.ASKED, None, new.status, new.asked_by, {"rules": new.name})


_PLAIN = ("id", "name", "quota", "status", "since", "asked_at", "asked_by", "total", "computed", "after")


async def get(work: Work, rescoring_id: UUID) -> Rescoring | None:
    """One; None when there is none."""
    row = await work.one(select(*_COLUMNS).where(rescoring.c.id == rescoring_id))
    return None if row is None else _rescoring(row)


async def everything(work: Work, offset: int, limit: int) -> list[Rescoring]:
    """A page of them, the newest first."""
    wanted = select(*_COLUMNS).order_by(rescoring.c.asked_at.desc(), rescoring.c.id).offset(offset).limit(limit)
    return [_rescoring(row) for row in await work.rows(wanted)]


async def running(work: Work, *, hold: bool = False) -> Rescoring | None:
    """The one that is computed, if there is one. hold: until the work is over; None while somebody else holds it."""
    wanted = select(*_COLUMNS).where(rescoring.c.status == RescoringStatus.RUNNING)
    row = await work.one(wanted.with_for_update(skip_locked=True, key_share=True) if hold else wanted)
    return None if row is None else _rescoring(row)


async def next_of(work: Work, last: UUID | None, most: int) -> list[Next]:
    """The declarations that are computed next, behind the last one that was."""
    rows = await work.rows(_NEXT, {"after": last, "most": most})
    return [Next(row.declaration_id, row.facts) for row in rows]


async def put(work: Work, held: Rescoring, points: Sequence[Mapping[str, Any]]) -> Rescoring:
    """Keep points of a batch (`id`, `total`, `lines`) and how far the rescoring is, in one transaction."""
    if not points:
        return held
    await work.execute(_PUT, {"of": held.id, **encoded(points)})
    now = replace(held, computed=held.computed + len(points), after=points[-1]["id"])
    values = {"computed": now.computed, "after": now.after}
    await work.execute(update(rescoring).where(rescoring.c.id == held.id).values(values))
    return now


async def finish(work: Work, held: Rescoring, actor: str) -> Rescoring:
    """Everybody is computed: the list in figures, as `luohu_scoring.rank` has them."""
    row = await work.one(_FIGURES, {"of": held.id, "quota": held.quota})
    assert row is not None  # noqa: S101 - a count is always there
    figures: dict[str, int | Decimal | None] = {
        "ranked": row.ranked,
        "admitted": row.admitted,
        "cut_off": row.cut_off,
    }
    await work.execute(update(rescoring).where(rescoring.c.id == held.id).values(figures))
    return await move(work, held, RescoringEvent.RANKED, actor, {"ranked": row.ranked, "admitted": row.admitted})


async def move(work: Work, held: Rescoring, event: RescoringEvent, actor: str, detail: Mapping[str, Any]) -> Rescoring:
    """Move a held rescoring, with its event."""
    to = after(held.status, event)
    await work.execute(update(rescoring).where(rescoring.c.id == held.id).values(status=to, since=work.now))
    await _happened(work, held.id, event, held.status, to, actor, detail)
    return replace(held, status=to, since=work.now)


async def places(work: Work, rescoring_id: UUID, offset: int, limit: int) -> list[Moved]:
    """A page of the list under the other rules, best first; who has no total comes last."""
    rows = await work.rows(_PLACES, {"of": rescoring_id, "offset": offset, "limit": limit})
    return [
        Moved(row.declaration_id, row.rank, row.running if row.rank else None, row.total, row.now, row.lines)
        for row in rows
    ]


async def _happened(
    work: Work,
    of: UUID,
    event: RescoringEvent,
    before: RescoringStatus | None,
    to: RescoringStatus,
    actor: str,
    detail: Mapping[str, Any],
) -> None:
    moved = {"event": event, "from_status": before, "to_status": to, "detail": dict(detail), "actor": actor}
    await work.execute(insert(rescoring_event).values(rescoring_id=of, at=work.now, **moved))


def _rescoring(row: Row[Any]) -> Rescoring:
    shown = {column.name: getattr(row, column.name) for column in _COLUMNS}
    rules = Rules(shown.pop("version"), shown.pop("rules_text"))
    for name in ("since", "asked_at"):
        shown[name] = shown[name].astimezone(BEIJING)
    return Rescoring(rules=rules, **shown)
