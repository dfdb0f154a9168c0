"""The stages of a year, and what is allowed in which (handbook 申报须知, 三.十, 四, 五.一; DOMAIN 3.1, 3.2).

A stage begins at its instant and ends when the next one begins, so that every instant lies in exactly one. The dates
are figures of the year's policy; the table of rights is the handbook's.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Protocol


class Stage(StrEnum):
    """Where a year stands, in the order of the year."""

    BEFORE = "before"  #: the declaration stage has not opened
    DECLARATION = "declaration"  #: 申报阶段
    VERIFICATION_TAIL = "verification_tail"  #: outstanding verdicts and rechecks come back
    RESULT_QUERY = "result_query"  #: 审核结果查询阶段
    LIST_PREPARATION = "list_preparation"  #: appeals are decided, then the list is made
    PUBLICITY = "publicity"  #: 公示, seven days
    SETTLEMENT = "settlement"  #: 落户办理, while awards are valid
    OVER = "over"  #: the last award of the year was used, or has lapsed


class Right(StrEnum):
    """What people may do in some stages and not in others (DOMAIN 3.2). Agencies and operators are never stopped."""

    EMPLOYER = "employer"  #: an employer registers, confirms its data, decides associations
    APPLY = "apply"  #: an applicant opens a declaration, commits, associates
    FILE = "file"  #: create, edit, delete and save items; ask for verification
    RECHECK = "recheck"  #: 申请复查
    SUBMIT = "submit"  #: submit, withdraw, submit again
    APPEAL = "appeal"  #: 异议申诉: write, edit, withdraw an appeal
    REPORT = "report"  #: 实名书面举报
    FINAL_POINTS = "final_points"  #: applicant and employer see the final points and rank
    PUBLICATION = "publication"  #: the list of those who are to be awarded is public
    SETTLE = "settle"  #: transfer data, printing, hand-in, registration


class Step(StrEnum):
    """What the calendar itself does, in the order of the year."""

    FOUNDED = "founded"  #: the steps of the year were written down
    DECLARATION_CLOSES = "declaration_closes"  #: drafts are over; what has every result is scored
    QUERY_OPENS = "query_opens"  #: applicants are told that their results can be seen
    LIST_PUBLISHED = "list_published"  #: everybody scored is ranked, and the list is frozen
    PUBLICITY_ENDS = "publicity_ends"  #: those on the list have the award
    AWARDS_END = "awards_end"  #: awards that were not used lapse


_DECLARING = frozenset({Stage.DECLARATION})
_PUBLIC = frozenset({Stage.PUBLICITY})  #: seven days (五.一.2)
_LISTED = frozenset({Stage.PUBLICITY, Stage.SETTLEMENT, Stage.OVER})

#: Every right with the stages in which it can be used.
ALLOWED: dict[Right, frozenset[Stage]] = {
    Right.EMPLOYER: _DECLARING,
    Right.APPLY: _DECLARING,
    Right.FILE: _DECLARING,
    Right.RECHECK: _DECLARING,
    Right.SUBMIT: _DECLARING,
    Right.APPEAL: frozenset({Stage.RESULT_QUERY}),
    Right.REPORT: _PUBLIC,
    Right.FINAL_POINTS: _LISTED,
    Right.PUBLICATION: _PUBLIC,
    Right.SETTLE: frozenset({Stage.SETTLEMENT}),
}


class Calendar(Protocol):
    """The dates of a year as its policy has them."""

    @property
    def declaration_opens(self) -> datetime: ...
    @property
    def declaration_closes(self) -> datetime: ...
    @property
    def query_opens(self) -> datetime: ...
    @property
    def query_closes(self) -> datetime: ...
    @property
    def appeals_decided_by(self) -> datetime: ...
    @property
    def list_published(self) -> datetime: ...
    @property
    def publicity_ends(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Span:
    """A stage with its first instant and the first instant after it; None where the year has no such end."""

    stage: Stage
    opens: datetime | None
    closes: datetime | None


@dataclass(frozen=True, slots=True)
class Season:
    """One year: its stages in order, without gaps."""

    year: int
    spans: tuple[Span, ...]
    appeals_decided_by: datetime  #: inside of `list_preparation`

    @property
    def steps(self) -> dict[Step, datetime]:
        """When the calendar does what."""
        opening = {
            Step.DECLARATION_CLOSES: Stage.VERIFICATION_TAIL,
            Step.QUERY_OPENS: Stage.RESULT_QUERY,
            Step.LIST_PUBLISHED: Stage.PUBLICITY,
            Step.PUBLICITY_ENDS: Stage.SETTLEMENT,
            Step.AWARDS_END: Stage.OVER,
        }
        return {step: opens for step, stage in opening.items() if (opens := self.span(stage).opens)}

    @classmethod
    def of(cls, year: int, calendar: Calendar, awards_end: datetime) -> "Season":
        """The stages of a calendar. awards_end: when the last award lapses. ValueError when the dates go backwards."""
        starts = {
            Stage.DECLARATION: calendar.declaration_opens,
            Stage.VERIFICATION_TAIL: calendar.declaration_closes,
            Stage.RESULT_QUERY: calendar.query_opens,
            Stage.LIST_PREPARATION: calendar.query_closes,
            Stage.PUBLICITY: calendar.list_published,
            Stage.SETTLEMENT: calendar.publicity_ends,
            Stage.OVER: awards_end,
        }
        edges = [None, *starts.values(), None]
        if any(a and b and a >= b for a, b in pairwise(edges)):
            raise ValueError(f"the stages of {year} do not follow one another")
        spans = (Span(stage, *edge) for stage, edge in zip(Stage, pairwise(edges), strict=True))
        return cls(year, tuple(spans), calendar.appeals_decided_by)

    def span(self, stage: Stage) -> Span:
        """When a stage opens and closes."""
        return next(each for each in self.spans if each.stage is stage)

    def stage_at(self, now: datetime) -> Stage:
        """The stage at an instant: from its first instant on, until the next one's."""
        return next(each.stage for each in self.spans if each.closes is None or now < each.closes)

    def rights_at(self, now: datetime) -> tuple[Right, ...]:
        """What may be done now, in the order of the table."""
        stage = self.stage_at(now)
        return tuple(right for right, stages in ALLOWED.items() if stage in stages)

    def check(self, right: Right, now: datetime) -> None:
        """Raises StageClosed unless the right can be used now."""
        stage = self.stage_at(now)
        if stage not in ALLOWED[right]:
            raise StageClosed(self, right, stage, now)


class StageClosed(Exception):
    """The right belongs to another stage; the message says when that was, or will be."""

    def __init__(self, season: Season, right: Right, stage: Stage, now: datetime) -> None:
        allowed = [span for span in season.spans if span.stage in ALLOWED[right]]
        opens, closes = allowed[0].opens, allowed[-1].closes
        self.extensions = {
            "right": right.value,
            "stage": stage.value,
            "allowed_in": [span.stage.value for span in allowed],
            "opens": opens and opens.isoformat(),
            "closes": closes and closes.isoformat(),
        }
        super().__init__(
            f"This belongs to the stage {' or '.join(span.stage.value for span in allowed)} of {season.year}, "
            f"which {_when(opens, closes, now)}. The stage now is {stage.value}."
        )


def _when(opens: datetime | None, closes: datetime | None, now: datetime) -> str:
    if opens is not None and now < opens:
        return f"opens {_at(opens)}"
    if closes is None:
        return f"is open from {_at(opens)} on"
    return f"was open from {_at(opens)} to {_at(closes)}"


def _at(instant: datetime | None) -> str:
    return "the beginning" if instant is None else instant.isoformat(timespec="minutes")
