"""Months, the unit of residence periods: `yyyy-mm`, compared and counted exactly."""

import re
from datetime import date
from functools import lru_cache, total_ordering
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

_SHAPE = re.compile(r"\d{4}-\d{2}", re.ASCII)


@total_ordering
class Month:
    """A calendar month, 1949-01 to 2099-12. `Month(2020, 8)` prints as `2020-08`."""

    __slots__ = ("month", "ordinal", "year")

    def __init__(self, year: int, month: int) -> None:
        if not 1949 <= year <= 2099:
            raise ValueError(f"{year} is no year between 1949 and 2099")
        if not 1 <= month <= 12:
            raise ValueError(f"{month} is no month between 01 and 12")
        self.year = year
        self.month = month
        self.ordinal = year * 12 + month - 1  #: months since year 0, for arithmetic

    @classmethod
    def parse(cls, text: str) -> "Month":
        """From `yyyy-mm`; ValueError says what is wrong and gives an example."""
        return _parse(text)

    @classmethod
    def _read(cls, value: Any) -> "Month":
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise ValueError("a month is a text, written yyyy-mm, for example 2014-08")
        return cls.parse(value)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that a day lies in."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> "Month":
        """The month that many later (earlier, if negative)."""
        year, month = divmod(self.ordinal + months, 12)
        return Month(year, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __repr__(self) -> str:
        return f"Month({self.year}, {self.month})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Month) and self.ordinal == other.ordinal

    def __lt__(self, other: "Month") -> bool:
        return self.ordinal < other.ordinal

    def __hash__(self) -> int:
        return hash(self.ordinal)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        from_text = core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            # No union: its branches would show up in the path of a fault, which is to name the field alone.
            python_schema=core_schema.no_info_plain_validator_function(cls._read),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "examples": ["2014-08"]}


@lru_cache(maxsize=(2099 - 1949 + 1) * 12)  # every month that there is: a city's declarations name few of them, often
def _parse(text: str) -> Month:
    if not _SHAPE.fullmatch(text):
        raise ValueError("a month is written yyyy-mm, for example 2014-08")
    return Month(int(text[:4]), int(text[5:]))


def months_between(first: Month, last: Month) -> int:
    """Months from first to last, both counted; 0 when last lies before first. 2014-08 to 2017-12 is 41."""
    return max(0, last.ordinal - first.ordinal + 1)
