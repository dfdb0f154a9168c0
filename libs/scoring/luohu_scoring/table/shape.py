"""The shape of a year's file of the scheme `table`."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, model_validator

from luohu_contract.cities import CITY_PATTERN
from luohu_scoring.figure import Count, Day, Figure, Instant, Number, Ref, Strict, Validity, Whole, Year, unknown, wrong
from luohu_scoring.table.ask import VALUES, Ask
from luohu_scoring.table.rules import Rule, TablePoints, Veto, names_read

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
Label = Annotated[str, Field(min_length=1, max_length=60)]


class Combine(StrEnum):
    """How the points of the departments of one indicator become its line."""

    SINGLE = "single"  #: one department
    MAX = "max"  #: the largest of them
    AGREE = "agree"  #: what all of them give, else nothing
    SUM = "sum"


class Part(Strict):
    """What one department says about one indicator, and the points that come of it."""

    department: Slug
    ask: Ask
    papers: StrictBool  #: material must be delivered to its window; false: its register alone is read
    rule: Rule
    ref: Ref

    @model_validator(mode="after")
    def _readable(self) -> "Part":
        given = VALUES[self.ask]
        for place, name in names_read(self.rule):
            if given is not None and name not in given:
                raise unknown(("rule", *place), f"value that `ask: {self.ask}` gives", name, sorted(given))
        return self


class TitleText(Strict):
    """The name of an indicator on pages."""

    zh: Label
    en: Label


class IndicatorFigures(Strict):
    """One row of the table."""

    group: Slug
    title: TitleText
    combine: Combine
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    ref: Ref

    @model_validator(mode="after")
    def _possible(self) -> "IndicatorFigures":
        if (self.combine is Combine.SINGLE) != (len(self.parts) == 1):
            raise wrong(
                ("combine",),
                "{combine} does not go with {count} departments: write single for one, else max, agree or sum",
                combine=self.combine.value,
                count=len(self.parts),
            )
        vetoes = {isinstance(part.rule, Veto) for part in self.parts}
        if len(vetoes) > 1:
            raise wrong(("parts",), "an indicator is a veto by all of its departments, or by none")
        seen: set[str] = set()
        for place, part in enumerate(self.parts):
            if part.department in seen:
                raise wrong(
                    ("parts", place, "department"),
                    "{department} comes twice; a department has one part of an indicator",
                    department=part.department,
                )
            seen.add(part.department)
        return self


class QuotaFigures(Strict):
    kind: Literal["quota"]
    places: Figure[Annotated[Count, Field(le=1_000_000)]]


class LineFigures(Strict):
    kind: Literal["line", "threshold"]
    points: Figure[TablePoints]


class IntakeFigures(Strict):
    """One time in which applications are taken."""

    opens: Figure[Instant]
    closes: Figure[Instant] | None = None  #: the first instant after; None: never
    as_of: Figure[Day]
    list_published: Figure[Instant] | None = None  #: None: there is no list
    selection: Annotated[QuotaFigures | LineFigures, Field(discriminator="kind")]

    @model_validator(mode="after")
    def _in_order(self) -> "IntakeFigures":
        named = [(name, getattr(self, name)) for name in ("opens", "closes", "list_published")]
        days = [(name, figure.value) for name, figure in named if figure is not None]
        for (before, first), (after, second) in pairwise(days):
            if second <= first:
                raise wrong((after,), "{after} does not lie after {before}", after=after, before=before)
        if self.selection.kind == "quota" and (self.closes is None or self.list_published is None):
            raise wrong(("selection", "kind"), "a quota needs `closes` and `list_published`: it ranks all that came")
        return self


def _flag_or_count(value: object) -> object:
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is neither true or false nor a whole number; write for example 12 or true")
    return value


Condition = Annotated[StrictBool | StrictInt, BeforeValidator(_flag_or_count)]


class TableFile(Strict):
    """A table of points and what belongs to it, for one city and year."""

    scheme: Literal["table"]
    city: Annotated[str, Field(pattern=CITY_PATTERN)]
    year: Year
    rules: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{4}$")]  #: the version's name, as scores print it
    guide: Figure[TablePoints] | None = None  #: points below which an application is not taken
    floor: Figure[Annotated[Number, Field(ge=-1000, le=1000)]] | None = None  #: the total never lies below it
    eligibility: dict[Slug, Figure[Condition]] = Field(default_factory=dict)
    working_days: dict[Slug, Figure[Annotated[Whole, Field(ge=0, le=366)]]] = Field(default_factory=dict)
    periods: dict[Slug, Figure[Validity]] = Field(default_factory=dict)
    intakes: Annotated[dict[Slug, IntakeFigures], Field(min_length=1)]
    either: tuple[Annotated[tuple[Slug, ...], Field(min_length=2)], ...] = ()
    indicators: Annotated[dict[Slug, IndicatorFigures], Field(min_length=1)]

    @model_validator(mode="after")
    def _groups(self) -> "TableFile":
        seen: set[str] = set()
        for place, name in self._named_in_groups():
            if name not in self.indicators:
                raise unknown(place, "indicator", name, list(self.indicators))
            if name in seen:
                raise wrong(place, "{name} comes twice; an indicator belongs to one group", name=name)
            seen.add(name)
        return self

    def _named_in_groups(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for group, names in enumerate(self.either):
            for place, name in enumerate(names):
                yield ("either", group, place), name
