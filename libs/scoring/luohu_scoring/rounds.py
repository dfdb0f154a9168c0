"""What is particular to one round: its days and its quota."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from luohu_contract.cities import City
from luohu_scoring.figure import (
    Count,
    Day,
    Figure,
    Instant,
    Strict,
    Year,
)


class CalendarFigures(Strict):
    """The days of a round. `…_closes` and `…_ends` are the first instant after."""

    declaration_opens: Figure[Instant]
    declaration_closes: Figure[Instant]
    query_opens: Figure[Instant]
    query_closes: Figure[Instant]
    appeals_decided_by: Figure[Instant]
    list_published: Figure[Instant]
    publicity_ends: Figure[Instant]

    @model_validator(mode="after")
    def _in_order(self) -> "CalendarFigures":
        named = [(name, getattr(self, name).value) for name in type(self).model_fields]
        for (before, first), (after, second) in pairwise(named):
            if second < first:
                raise PydanticCustomError(
                    "out_of_order", "{after} lies before {before}", {"key": after, "after": after, "before": before}
                )
        return self


class YearFile(Strict):
    """What is particular to one round."""

    city: City
    year: Year
    rules: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{4}$")]  #: the version: a file in `rules/`
    base_date: Figure[Day]
    permit_by: Figure[Day] | None = None  #: last day to apply for the residence permit; None: the base date
    quota: Figure[Annotated[Count, Field(le=1_000_000)]]
    calendar: CalendarFigures
    scheme: Literal["season"] = "season"
