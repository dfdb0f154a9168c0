"""Points of cases, intakes and their lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from luohu_declaration.storage.case_tables import case_points, city_intake, intake_place
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

LISTS = "intake_lists"  #: of the duty that makes them
LISTS_WAITING = (
    "SELECT world, min(list_at) AS due_at FROM city_intake"
    " WHERE listed_at IS NULL AND list_at IS NOT NULL GROUP BY world"
)


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a case as they were computed."""

    rules: str
    total: Decimal | None
    document: Mapping[str, Any]
    records: Mapping[str, Any]
    computed_at: datetime

    @property
    def vetoed(self) -> Sequence[str]:
        """Indicators that end the application whatever the total is."""
        found: Sequence[str] = self.document["vetoed"]
        return found


@dataclass(frozen=True, slots=True)
class Listed:
    """One place of a list."""

    case_id: UUID
    rank: int
    running: int
    total: Decimal
    name: str
    admitted: bool


async def put(work: Work, case_id: UUID, points: Points) -> None:
    """Keep points in the place of what was computed before."""
    values = {
        "case_id": case_id,
        "rules": points.rules,
        "total": points.total,
        "document": dict(points.document),
        "records": dict(points.records),
        "computed_at": points.computed_at,
    }
    new = upsert(case_points).values(values)
    replaced = {name: new.excluded[name] for name in values if name != "case_id"}
    await work.execute(new.on_conflict_do_update(index_elements=["world", "case_id"], set_=replaced))


async def get(work: Work, case_id: UUID) -> Points | None:
    """The points of a case; None before there are any."""
    row = await work.one(select(case_points).where(case_points.c.case_id == case_id))
    if row is None:
        return None
    return Points(row.rules, row.total, row.document, row.records, row.computed_at.astimezone(BEIJING))


async def found_intakes(work: Work, intakes: Mapping[str, datetime | None]) -> None:
    """Write the intakes of the world's year down, with the instants at which their lists are made."""
    rows = [{"name": name, "list_at": list_at} for name, list_at in intakes.items()]
    if rows:
        await work.execute(upsert(city_intake).on_conflict_do_nothing(), rows)
        work.wake(LISTS)


async def hold_due_intake(work: Work) -> tuple[str, datetime] | None:
    """The next intake whose list is due, held; None when there is none, or when another replica is at it."""
    wanted = (
        select(city_intake.c.name, city_intake.c.list_at)
        .where(city_intake.c.listed_at.is_(None), city_intake.c.list_at <= work.now)
        .order_by(city_intake.c.list_at, city_intake.c.name)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await work.execute(wanted)).first()
    return None if row is None else (row.name, row.list_at.astimezone(BEIJING))


async def publish(work: Work, intake: str, places: Sequence[Listed]) -> None:
    """Keep a list as it was made."""
    rows = [
        {
            "intake": intake,
            "case_id": each.case_id,
            "rank": each.rank,
            "running": each.running,
            "total": each.total,
            "name": each.name,
            "admitted": each.admitted,
            "published_at": work.now,
        }
        for each in places
    ]
    if rows:
        await work.execute(insert(intake_place), rows)
    await work.execute(update(city_intake).where(city_intake.c.name == intake).values(listed_at=work.now))


async def was_listed(work: Work, intake: str) -> bool:
    """Whether the list of an intake was made."""
    wanted = select(city_intake.c.listed_at.is_not(None)).where(city_intake.c.name == intake)
    return bool(await work.scalar(wanted))


async def listed_at(work: Work) -> dict[str, datetime | None]:
    """When the list of each intake was made."""
    rows = await work.rows(select(city_intake.c.name, city_intake.c.listed_at))
    return {row.name: row.listed_at and row.listed_at.astimezone(BEIJING) for row in rows}


async def places(work: Work, intake: str, *, admitted: bool, offset: int, limit: int) -> list[Listed]:
    """The list of an intake, in its order."""
    wanted = select(intake_place).where(intake_place.c.intake == intake)
    if admitted:
        wanted = wanted.where(intake_place.c.admitted)
    rows = await work.rows(wanted.order_by(intake_place.c.running).offset(offset).limit(limit))
    return [_listed(row) for row in rows]


async def place_of(work: Work, case_id: UUID) -> Listed | None:
    """The place of a case on the list of its intake."""
    row = await work.one(select(intake_place).where(intake_place.c.case_id == case_id))
    return None if row is None else _listed(row)


def _listed(row: Any) -> Listed:
    return Listed(row.case_id, row.rank, row.running, row.total, row.name, row.admitted)
