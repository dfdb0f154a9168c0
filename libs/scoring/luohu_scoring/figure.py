"""One figure of a policy file: how its value is written, and the paragraph that it comes from.

`{value: 3, ref: "三.一.1"}` is one figure. A row of a table has one `ref` for the whole row. A reference names a place
of the handbook (三.一.1, 附件1(一)3, 申报须知 4) or begins with a mark in brackets: [assumed], [secondary],
[published results], or the number of the text of another city that says it: [002] Tianjin, [003] Shanghai.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from luohu_contract.duration import Duration

T = TypeVar("T")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d{1,4})?", re.ASCII)
_CITY_TIME = timedelta(hours=8)


def exact_number(value: object) -> Decimal:
    """A whole number, or a text with at most four decimals, as it is written. Raises ValueError for all else."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise ValueError(f"{value!r} is no number; write for example 10.5 or -12, with at most four decimals")
    return Decimal(text)


def _whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{value!r} is no whole number; write for example 36")
    return value


def _day(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _not(value)
    except ValueError:
        raise ValueError(f"{value!r} is no day; write for example 2020-12-31") from None


def _instant(value: object) -> object:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else _not(value)
    except ValueError:
        instant = None
    if instant is None or instant.utcoffset() != _CITY_TIME:
        raise ValueError(f"{value!r} is no instant of the city; write for example 2021-07-01T00:00:00+08:00")
    return instant


def _not(value: object) -> Any:
    raise ValueError(value)


def _reference(value: str) -> str:
    if not re.match(
        r"[一二三四五六]\.[一二三四五六七八九十]|附件[1-5]|申报须知|\[(?:assumed|secondary|published results|00[23])\]",
        value,
    ):
        raise ValueError(
            f"{value!r} is no reference; name a place of the handbook (三.一.1, 附件1(一)3, 申报须知 4) or begin with"
            " [assumed], [secondary], [published results], [002] or [003]"
        )
    return value


def _ten_years_at_most(value: Duration) -> Duration:
    start = datetime(2000, 1, 1, tzinfo=UTC)
    if not value or value.after(start) > Duration(months=120).after(start):
        raise ValueError(f"{value} is not possible; write more than nothing and at most P10Y, for example P2Y")
    return value


Number = Annotated[Decimal, BeforeValidator(exact_number)]
Points = Annotated[Number, Field(ge=0, le=100)]  #: given
Penalty = Annotated[Number, Field(ge=-100, lt=0)]  #: taken
Money = Annotated[Number, Field(gt=0, le=Decimal(10) ** 11)]  #: CNY
Percent = Annotated[Number, Field(gt=0, le=100)]
Whole = Annotated[int, BeforeValidator(_whole)]
Count = Annotated[Whole, Field(ge=1)]
RetirementAge = Annotated[Whole, Field(ge=18, le=100)]
Validity = Annotated[Duration, AfterValidator(_ten_years_at_most)]
Year = Annotated[int, BeforeValidator(_whole), Field(ge=1949, le=2099)]
Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Ref = Annotated[str, Field(max_length=300), AfterValidator(_reference)]


class Strict(BaseModel):
    """A part of a policy file. A key that it does not know is refused, with the keys that it knows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, data: Any) -> Any:
        if isinstance(data, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in known:
                    raise PydanticCustomError(
                        "unknown_key",
                        "the key {key} is not known here; there are {known}",
                        {"key": key, "known": ", ".join(known)},
                    )
        return data


def wrong(at: Sequence[str | int], says: str, **values: object) -> PydanticCustomError:
    """A fault at a place below the part that is looked at; `says` may hold `{values}`."""
    return PydanticCustomError("not_possible", says, {"at": tuple(at), **values})


def unknown(at: Sequence[str | int], what: str, given: str, known: Sequence[str]) -> PydanticCustomError:
    says = "{given} is no {what}; there are {known}" if known else "{given} has no place: there is no {what}"
    return wrong(at, says, given=given, what=what, known=", ".join(known))


class Figure(Strict, Generic[T]):
    """One value of the rules and where it stands."""

    value: T
    ref: Ref
