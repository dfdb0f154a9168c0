"""How fast an agency answers: at once, after a time on the world's clock, or when an operator gets to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from luohu_agency.tables import pace as paces
from luohu_contract.claim import ClaimKind
from luohu_contract.duration import Duration, DurationOutOfRange
from luohu_contract.message import Question, QuestionKind
from luohu_contract.model import Wire
from luohu_kit.work import Work

IMMEDIATE = "immediate"
OPERATOR = "operator"
DEFAULTS: dict[QuestionKind, str] = {QuestionKind.VERIFICATION: IMMEDIATE, QuestionKind.RECHECK: OPERATOR}
_START = datetime(2020, 1, 1, tzinfo=UTC)
_LONGEST = Duration(months=120).after(_START)


def _pace(value: str) -> str:
    """`immediate`, `operator`, or a duration of at most ten years."""
    if value in (IMMEDIATE, OPERATOR):
        return value
    try:
        allowed = Duration.parse(value).after(_START) <= _LONGEST
    except DurationOutOfRange:
        allowed = False
    except ValueError as error:
        raise ValueError(f"a pace is immediate, operator or a duration: {error}") from None
    if not allowed:
        raise ValueError("a pace is at most ten years, P10Y")
    return value


Pace = Annotated[str, Field(max_length=60), AfterValidator(_pace)]


class PaceWanted(Wire):
    """A pace for one kind of question; for one kind of claim, or, where it is left out, for all."""

    kind: ClaimKind | None = None
    question_kind: QuestionKind = QuestionKind.VERIFICATION
    pace: Pace


@dataclass(frozen=True, slots=True)
class Paces:
    """The paces of one world at one moment."""

    set: dict[tuple[str, QuestionKind], str]

    def of(self, question: Question) -> str:
        """The pace for a question: its kind of claim first, then all kinds, then the default."""
        for claim in (question.claim.kind.value, ""):
            if found := self.set.get((claim, question.kind)):
                return found
        return DEFAULTS[question.kind]


def due(pace: str, now: datetime) -> datetime:
    """When a question of that pace is taken up."""
    return now if pace in (IMMEDIATE, OPERATOR) else Duration.parse(pace).after(now)


async def read(work: Work) -> Paces:
    """The paces of the world."""
    rows = await work.rows(select(paces.c.claim_kind, paces.c.question_kind, paces.c.pace))
    return Paces({(row.claim_kind, row.question_kind): row.pace for row in rows})


async def put(work: Work, wanted: Sequence[PaceWanted]) -> None:
    """Set paces for questions that arrive from now on; those that wait keep theirs."""
    for one in wanted:
        statement = insert(paces).values(
            claim_kind=one.kind.value if one.kind else "", question_kind=one.question_kind, pace=one.pace
        )
        await work.execute(
            statement.on_conflict_do_update(
                index_elements=["world", "claim_kind", "question_kind"], set_={"pace": one.pace}
            )
        )
