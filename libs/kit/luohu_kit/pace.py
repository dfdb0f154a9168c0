"""How fast an agency answers, as the control plane is told it: at once, after a time, when looked at, by a person, by
a bot.

A pace is a word (`immediate`, `operator`), a duration (`P14D`), or an object with exactly one member (`uniform`,
`lognormal`, `manual`, `bot`).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AwareDatetime,
    Field,
    WrapValidator,
    model_validator,
)

from luohu_contract.claim import ClaimKind
from luohu_contract.duration import Duration, DurationOutOfRange
from luohu_contract.message import QuestionKind
from luohu_contract.model import Wire

IMMEDIATE = "immediate"  #: the rule is asked in the transaction that stores the question
OPERATOR = "operator"  #: a person at the agency decides
MOST_LOOKS = 1000
LOOK = "Luohu-Look"  #: header of `GET /v1/verifications/{id}`: `false` says that the request is no look
BOT_TASKS_PATH = "/_luohu/bots/tasks"  #: at the sandbox, whose bots work

_START = datetime(2020, 1, 1, tzinfo=UTC)
_LONGEST = Duration(months=120).after(_START)


def instant(duration: Duration) -> datetime:
    """Where a duration leads from one fixed instant: so two of them can be compared."""
    return duration.after(_START)


class _TooLong(ValueError):
    def __init__(self) -> None:
        super().__init__("a pace is at most ten years, P10Y")


def _at_most_ten_years(duration: Duration) -> Duration:
    try:
        allowed = instant(duration) <= _LONGEST
    except DurationOutOfRange:
        allowed = False
    if not allowed:
        raise _TooLong
    return duration


def _length(text: str) -> Duration:
    return _at_most_ten_years(Duration.parse(text))


def _read(value: Any, handler: Any) -> Duration:
    if isinstance(value, str):
        return _length(value)
    if isinstance(value, Duration):
        return _at_most_ten_years(value)
    raise ValueError("a duration is a text in ISO 8601, such as P14D or PT2H")


# Read here, because pydantic would name the ways to read it in the pointers of errors.
Length = Annotated[Duration, WrapValidator(_read)]


def _not_said(value: object) -> bool:
    return value is None


_MEMBER: Any = Field(default=None, exclude_if=_not_said)


class _OneOf(Wire):
    """An object with exactly one member; the others are left out when it is written."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(getattr(self, name) is not None for name in type(self).model_fields) != 1:
            names = ", ".join(type(self).model_fields)
            raise ValueError(f"give exactly one of: {names}")
        return self


class Uniform(Wire):
    """Any time between the two, all alike."""

    min: Length
    max: Length

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if instant(self.max) < instant(self.min):
            raise ValueError("`min` is at most `max`")
        return self


class Lognormal(Wire):
    """Half of the times are shorter than the median, 95 of a hundred shorter than p95; few are very long."""

    median: Length
    p95: Length

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.median or instant(self.p95) <= instant(self.median):
            raise ValueError("`median` is more than nothing, and less than `p95`")
        return self


class Spread(_OneOf):
    """Times that are drawn."""

    uniform: Uniform | None = _MEMBER
    lognormal: Lognormal | None = _MEMBER

    @property
    def drawn_from(self) -> Uniform | Lognormal | None:
        """What the time is drawn from; of a spread it is always there."""
        return self.uniform or self.lognormal


class Decides(StrEnum):
    """What a bot decides."""

    UPHOLD = "uphold"  #: the earlier answer, or what the register proposes, stands
    OVERTURN = "overturn"  #: the claim is borne out
    BY_EVIDENCE = "by_evidence"  #: overturns where readable evidence is there, upholds where none is


def _text_or(read: Callable[[str], Any], made: type[Wire], words: str) -> WrapValidator:
    """A text is read by `read`, an object by `made`; an error names its field and neither of the two."""

    def validate(value: Any, handler: Any) -> Any:
        if isinstance(value, str):
            return read(value)
        if isinstance(value, dict | made | Duration):
            return value if isinstance(value, Duration) else made.model_validate(value)
        raise ValueError(words)

    return WrapValidator(validate)


#: A time: a duration, or one that is drawn.
Time = Annotated[
    Spread | Duration,  # in this order: the writer of a duration would take whatever it is given
    _text_or(_length, Spread, "it is a duration such as P3D, or an object with `uniform` or `lognormal`"),
]


class Bot(Wire):
    """Works at the agency as a person at the console does, by the world's clock."""

    decides: Decides
    takes: Time = Field(default_factory=Duration)  #: from the moment at which the task is there
    office_hours: bool = False  #: decides between 9:00 and 17:00 from Monday to Friday only, Beijing time


class MadePace(Spread):
    """A pace with something to say about it: a spread, or one of the two that are none."""

    manual: Annotated[int, Field(ge=1, le=MOST_LOOKS, strict=True)] | None = _MEMBER  #: the n-th look decides
    bot: Bot | None = _MEMBER


_PACES = "a pace is immediate, operator, a duration, or an object with one of uniform, lognormal, manual and bot"


def _word(text: str) -> str:
    if text not in (IMMEDIATE, OPERATOR):
        try:
            _length(text)
        except _TooLong:
            raise
        except ValueError as error:
            raise ValueError(f"{_PACES}: {error}") from None
    return text


Pace = Annotated[
    Annotated[str, Field(max_length=60, examples=[IMMEDIATE, OPERATOR, "P14D"])] | MadePace,
    _text_or(_word, MadePace, _PACES),
]


class PaceWanted(Wire):
    """A pace for one kind of question; for one kind of claim, or, where it is left out, for all."""

    kind: ClaimKind | None = None
    question_kind: QuestionKind = QuestionKind.VERIFICATION
    pace: Pace


class PaceView(PaceWanted):
    """A pace as it holds."""

    default: bool  #: nobody has set it


class PacesView(Wire):
    """The paces of one agency: what was set, and the defaults of what was not."""

    agency: str
    items: tuple[PaceView, ...]


class LooksWanted(Wire):
    """The declaration service is told that an agency waits to be looked at."""

    agency: str = Field(min_length=1, max_length=80)


class BotTask(Wire):
    """An agency tells of a task that waits for a bot."""

    id: UUID  #: the task's, which is the question's
    decides: Decides
    due_at: AwareDatetime  #: when the bot decides, on the world's clock


class BotTasks(Wire):
    """1 to 500 tasks of one agency, all of one world."""

    tasks: tuple[BotTask, ...] = Field(min_length=1, max_length=500)


DEFAULTS: dict[QuestionKind, Literal["immediate", "operator"]] = {
    QuestionKind.VERIFICATION: "immediate",
    QuestionKind.RECHECK: "operator",
}
