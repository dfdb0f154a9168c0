"""Figures that stand in the database: what waits, how long already, and what was given up. Read when asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import text

from luohu_kit.work import BeginEverywhere

WORLD = "CASE world WHEN 'main' THEN 'main' ELSE 'other' END"
_TO = "CASE WHEN destination LIKE '%://%' THEN 'elsewhere' ELSE destination END"
_LONGEST = "500ms"  #: that one statement may take


@dataclass(frozen=True, slots=True)
class Figure:
    """One gauge.

    sql: over all worlds; its columns are the labels in their order, then the value.
    """

    name: str
    meaning: str
    labels: tuple[str, ...]
    sql: str


KIT = (
    Figure(
        "luohu_outbox_messages",
        "Messages in the outbox: live, held back by a fault, or dead (refused for good).",
        ("topic", "destination", "world", "state"),
        f"SELECT topic, {_TO}, {WORLD}, CASE WHEN dead_at IS NOT NULL THEN 'dead'"  # noqa: S608 - ours
        " WHEN held_until IS NOT NULL THEN 'held' ELSE 'live' END, count(*) FROM kit.outbox GROUP BY 1, 2, 3, 4",
    ),
    Figure(
        "luohu_outbox_oldest_seconds",
        "Age of the oldest live message, real time.",
        ("topic", "destination"),
        f"SELECT topic, {_TO}, extract(epoch FROM clock_timestamp() - min(written_at)) FROM kit.outbox"  # noqa: S608
        " WHERE dead_at IS NULL AND held_until IS NULL GROUP BY 1, 2",
    ),
    Figure("luohu_worlds", "Worlds that this service knows.", (), "SELECT count(*) FROM kit.world"),
    Figure(
        "luohu_world_time_seconds",
        "What the clock of the world main shows, as unix seconds.",
        (),
        "SELECT extract(epoch FROM kit.world_now(w)) FROM kit.world w WHERE name = 'main'",
    ),
)


async def read(everywhere: BeginEverywhere, figures: Sequence[Figure]) -> list[GaugeMetricFamily]:
    """All figures, in one transaction that changes nothing."""
    families = []
    async with everywhere() as connection:
        await connection.execute(text(f"SET LOCAL statement_timeout = '{_LONGEST}'"))
        for figure in figures:
            family = GaugeMetricFamily(figure.name, figure.meaning, labels=figure.labels)
            for *labels, value in (await connection.execute(text(figure.sql))).all():
                family.add_metric([str(label) for label in labels], float(value))
            families.append(family)
    return families
