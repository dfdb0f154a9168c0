"""What is shown of the season: the calendar, submissions, and what happened to a declaration."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from luohu_contract.indicators import Indicator
from luohu_contract.model import Wire
from luohu_contract.texts.season import COURSE, STAGES
from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.season import Right, Season, Stage
from luohu_declaration.storage.courses import Passed
from luohu_declaration.usecases.submit import Submission
from luohu_kit.work import Work

Links = dict[str, str]


class SpanView(Wire):
    """A stage: from its first instant to the first one after it."""

    stage: Stage
    label: str
    opens: AwareDatetime | None
    closes: AwareDatetime | None


class SeasonView(Wire):
    """Where the year stands."""

    year: int
    now: AwareDatetime  #: the world's time
    stage: Stage
    label: str
    rights: tuple[Right, ...]  #: what may be done now
    stages: tuple[SpanView, ...]
    appeals_decided_by: AwareDatetime

    @classmethod
    def of(cls, season: Season, work: Work) -> "SeasonView":
        """The season at the instant of a unit of work."""
        stage = season.stage_at(work.now)
        return cls(
            year=season.year,
            now=work.now,
            stage=stage,
            label=STAGES[stage.value].zh,
            rights=season.rights_at(work.now),
            stages=tuple(
                SpanView(stage=each.stage, label=STAGES[each.stage.value].zh, opens=each.opens, closes=each.closes)
                for each in season.spans
            ),
            appeals_decided_by=season.appeals_decided_by,
        )


class SubmissionView(Wire):
    """预览/提交: where the declaration stands, and what is still open about it."""

    declaration_id: UUID
    status: CourseStatus
    status_label: str  #: 申请人积分申报状态
    since: AwareDatetime
    without_result: tuple[Indicator, ...]  #: 尚未返回结果的指标
    not_sent: tuple[UUID, ...]  #: items that were never sent to verification: they add nothing
    links: Links

    @classmethod
    def of(cls, found: Submission) -> "SubmissionView":
        """A submission."""
        declaration = found.declaration
        me = f"/v1/declarations/{declaration.id}"
        return cls(
            declaration_id=declaration.id,
            status=declaration.status,
            status_label=COURSE[declaration.status.value].zh,
            since=declaration.since or declaration.opened_at,
            without_result=found.without_result,
            not_sent=found.not_sent,
            links={
                "self": f"{me}/submission",
                "declaration": me,
                "score": f"{me}/score",
                "appeals": f"{me}/appeals",
                "history": f"{me}/history",
            },
        )


class PassedView(Wire):
    """One line of a declaration's history."""

    seq: int
    at: AwareDatetime
    event: CourseEvent
    from_status: CourseStatus | None
    to_status: CourseStatus
    label: str  #: of the status that it took
    detail: dict[str, Any]
    actor: str

    @classmethod
    def of(cls, passed: Passed) -> "PassedView":
        """An event."""
        return cls(
            seq=passed.seq,
            at=passed.at,
            event=passed.event,
            from_status=passed.from_status,
            to_status=passed.to_status,
            label=COURSE[passed.to_status.value].zh,
            detail=dict(passed.detail),
            actor=passed.actor,
        )


class HistoryView(Wire):
    items: tuple[PassedView, ...]
