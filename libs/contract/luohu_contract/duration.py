"""Durations as ISO 8601 writes them: `P14D`, `P1M`, `P2Y`, `PT2H`, `P1DT12H`. Calendar steps are calendar steps.

A month is the same day of the next month, not thirty days, and a bare number is refused: its unit would live in a
README.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

_SHAPE = re.compile(
    r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,7})D)?"
    r"(?P<clock>T(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,10}(?:[.,]\d{1,6})?)S)?)?",
    re.ASCII,
)
_EXAMPLES = "for example P14D (days), P1M (a month), P2Y (years), PT2H (hours) or P1DT12H"


class DurationOutOfRange(ValueError):
    """The instant that a duration leads to lies outside of the calendar (years 1 to 9999)."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, never negative: months on the calendar, then days, then time."""

    months: int = 0
    days: int = 0
    time: timedelta = timedelta(0)  #: hours, minutes and seconds, to the microsecond

    def __post_init__(self) -> None:
        if self.months < 0 or self.days < 0 or self.time < timedelta(0):
            raise ValueError("a duration is not negative")

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """From ISO 8601; ValueError says what is wrong and gives examples. Only seconds may have a fraction."""
        match = _SHAPE.fullmatch(text)
        if match is None or text.endswith(("P", "T")):
            raise ValueError(f"a duration is written in ISO 8601, {_EXAMPLES}")
        number = {name: int(match[name] or 0) for name in ("years", "months", "weeks", "days", "hours", "minutes")}
        seconds, _, fraction = (match["seconds"] or "0").replace(",", ".").partition(".")
        return cls(
            months=number["years"] * 12 + number["months"],
            days=number["weeks"] * 7 + number["days"],
            time=timedelta(
                hours=number["hours"],
                minutes=number["minutes"],
                seconds=int(seconds),
                microseconds=int(fraction.ljust(6, "0") or 0),
            ),
        )

    def after(self, start: datetime) -> datetime:
        """The instant that lies this long after `start` (aware), on the calendar of `start`'s own zone.

        A month that is too short gives its last day: P1M after 31 January is the last of February. Raises
        DurationOutOfRange where the calendar ends.
        """
        year, month = divmod(start.year * 12 + start.month - 1 + self.months, 12)
        try:
            day = min(start.day, calendar.monthrange(year, month + 1)[1])
            return start.replace(year=year, month=month + 1, day=day) + timedelta(days=self.days) + self.time
        except (ValueError, OverflowError):
            raise DurationOutOfRange(f"{self} after {start.isoformat()} lies outside of the calendar") from None

    def __bool__(self) -> bool:
        return bool(self.months or self.days or self.time)

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        hours, rest = divmod(self.time, timedelta(hours=1))
        minutes, rest = divmod(rest, timedelta(minutes=1))
        seconds = (
            f"{rest.seconds}.{rest.microseconds:06d}".rstrip("0").rstrip(".") if rest.microseconds else rest.seconds
        )
        date = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (self.days, "D")) if n)
        time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n) + (
            f"{seconds}S" if rest else ""
        )
        return f"P{date}{'T' if time else ''}{time}" if date or time else "PT0S"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        # Strict: a number is not read as a text, and pydantic's own reading (a month of 30 days) is never used.
        from_text = core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "format": "duration", "examples": ["P14D", "P1M", "PT2H"]}
