"""How long agencies let us wait, as gauges."""

from luohu_kit.metrics.figures import WORLD, Figure

FIGURES = (
    Figure(
        "luohu_waiting_questions",
        "Questions that have no verdict yet.",
        ("agency", "world"),
        f"SELECT agency, {WORLD}, count(*) FROM question WHERE state = 'open' GROUP BY 1, 2",  # noqa: S608 - ours
    ),
    Figure(
        "luohu_oldest_waiting_seconds",
        "Real age of the question that has waited longest for its verdict.",
        ("agency", "world"),
        f"SELECT agency, {WORLD}, extract(epoch FROM clock_timestamp() - min(asked_real))"  # noqa: S608 - ours
        " FROM question WHERE state = 'open' GROUP BY 1, 2",
    ),
)
