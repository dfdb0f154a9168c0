"""What is shown of points: lines, totals, places, and simulations."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from luohu_contract.model import Wire
from luohu_contract.texts.season import COURSE, LINES
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.usecases.points import Points
from luohu_scoring import Line, Score, printed

Links = dict[str, str]


class LineView(Wire):
    """One line of the score page."""

    line: Line
    label: str  #: 积分项目明细
    label_en: str
    points: Decimal | None  #: None: not decided
    display: str  #: as the page prints it: `-`, or without trailing zeros

    @classmethod
    def of(cls, line: Line, points: Decimal | None) -> "LineView":
        """A line."""
        label = LINES[line.value]
        return cls(line=line, label=label.zh, label_en=label.en, points=points, display=printed(points))


class PlaceView(Wire):
    """Where a total stands."""

    rank: int  #: competition rank: equal totals share one
    running: int | None  #: number without gaps on the published list; None before there is one
    count: int  #: how many are ranked
    at_quota: Decimal | None  #: total of the last place of the quota; None while there are fewer
    final: bool  #: the list is published: nothing changes any more
    admitted: bool | None  #: on the published list; None before there is one
    publication_number: str | None
    award_valid_until: AwareDatetime | None


class ScoreView(Wire):
    """Points of a submitted declaration: the total when every line is decided, and the rank among those who are.

    Who is decided after the list was published has a total and no rank.
    """

    declaration_id: UUID
    year: int
    status: CourseStatus
    status_label: str
    rules: str | None  #: version of the rules
    computed_at: AwareDatetime | None
    lines: tuple[LineView, ...]
    total: Decimal | None
    provisional: Decimal | None  #: by the last results, while one of them is rechecked: not final, and not ranked
    display: str  #: the total as the page prints it
    place: PlaceView | None
    months: dict[str, Any] | None = None  #: with the trace
    trace: tuple[dict[str, Any], ...] | None = None  #: every step, when it is asked for
    links: Links

    @classmethod
    def of(cls, points: Points, *, trace: bool) -> "ScoreView":
        """The points; trace: with every step."""
        declaration, kept = points.declaration, points.kept
        lines = points.final.lines if points.final else kept.lines if kept else dict.fromkeys(Line)
        me = f"/v1/declarations/{declaration.id}"
        return cls(
            declaration_id=declaration.id,
            year=declaration.year,
            status=declaration.status,
            status_label=COURSE[declaration.status.value].zh,
            rules=kept and kept.rules,
            computed_at=kept and kept.computed_at,
            lines=tuple(LineView.of(line, lines[line]) for line in Line),
            total=points.total,
            provisional=points.provisional,
            display=printed(points.total),
            place=_place(points),
            months=dict(kept.months) if trace and kept else None,
            trace=tuple(dict(step) for step in kept.trace) if trace and kept else None,
            links={"self": f"{me}/score", "declaration": me},
        )


def _place(points: Points) -> PlaceView | None:
    if points.place is None:
        return None
    final = points.final
    return PlaceView(
        rank=points.place.rank,
        running=final and final.running,
        count=points.place.count,
        at_quota=points.place.at_quota,
        final=final is not None,
        admitted=final and final.admitted,
        publication_number=final and final.publication_number,
        award_valid_until=final and final.valid_until,
    )


class SimulationView(Wire):
    """测算结果仅供参考: what facts would give. It binds nobody and is stored nowhere."""

    id: str
    year: int
    rules: str
    lines: tuple[LineView, ...]
    total: Decimal | None
    provisional: Decimal | None  #: by the last results, while a line is rechecked
    display: str
    months: dict[str, Any]
    trace: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, score: Score) -> "SimulationView":
        """A score that was computed for this answer alone."""
        document = score.document()
        return cls(
            id=score.id,
            year=score.year,
            rules=score.rules,
            lines=tuple(LineView.of(line, points) for line, points in score.lines.items()),
            total=score.total,
            provisional=score.provisional,
            display=printed(score.total),
            months=document["months"],
            trace=tuple(document["trace"]),
        )


class FinalView(Wire):
    """Final points and rank of somebody, as their employer sees them."""

    declaration_id: UUID
    name: str
    id_number: str
    rank: int  #: competition rank
    running: int  #: number without gaps
    total: Decimal
    lines: dict[Line, Decimal | None]
    admitted: bool
    publication_number: str | None


class FinalList(Wire):
    offset: int
    limit: int
    items: tuple[FinalView, ...]
