"""Figures of 附件1 and 附件2: the awards, competitions and honours that count, named as in the city's lists."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from luohu_contract.award_names import grade_names, role_names
from luohu_contract.awards import awards_of
from luohu_contract.honours import HonourType, names_of
from luohu_contract.innovation import InnovationType
from luohu_scoring.figure import (
    Count,
    Figure,
    Money,
    Percent,
    Points,
    Ref,
    Strict,
    Year,
    unknown,
)


class Band(Strict):
    """A part of a row of 附件1: who falls into it, and the points. What is not named does not matter."""

    grades: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    places: tuple[Count, Count] | None = None  #: first and last, both counted
    raised: Money | None = None  #: CNY of equity cash, this much or more
    points: Annotated[Points, Field(le=12)]

    @model_validator(mode="after")
    def _in_order(self) -> "Band":
        if self.places is not None and self.places[1] < self.places[0]:
            raise ValueError(f"places go from the first to the last, not {self.places[0]} to {self.places[1]}")
        return self


class Award(Strict):
    """A row of 附件1: an award, a competition or a shareholding, with its conditions and its bands, best first."""

    type: InnovationType
    award: str | None = None  #: 奖种; None: the type is one award
    scope: Literal["national", "city"]
    since: Year | None = None  #: first year that counts
    roles: tuple[str, ...] = ()  #: only people in these roles
    first_founder: bool = False  #: only the first founder
    beijing: bool = False  #: only companies registered in Beijing
    income_tax: Money | None = None  #: CNY, the least that was paid in the year before the round
    share: Percent | None = None  #: the least share, held through a full year of work
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    ref: Ref

    @model_validator(mode="after")
    def _named_as_in_the_lists(self) -> "Award":
        """A misspelt name would match no list and give nobody points, silently."""
        awards = [each.name for each in awards_of(self.type)]
        if self.award is not None and self.award not in awards:
            raise unknown(("award",), f"award of {self.type.value}", self.award, awards)
        self._roles(("roles",), self.roles)
        for place, band in enumerate(self.bands):
            known = grade_names(self.type, self.award)
            for number, grade in enumerate(band.grades):
                if grade not in known:
                    raise unknown(("bands", place, "grades", number), "grade of it", grade, known)
            self._roles(("bands", place, "roles"), band.roles)
        return self

    def _roles(self, at: tuple[str | int, ...], roles: Sequence[str]) -> None:
        known = role_names(self.type, self.award)
        for number, role in enumerate(roles):
            if role not in known:
                raise unknown((*at, number), "role in it", role, known)


class InnovationFigures(Strict):
    """创新创业: the highest single item counts."""

    national_most: Figure[Points]
    city_most: Figure[Points]
    rows: Annotated[tuple[Award, ...], Field(min_length=1)]


class HonourRow(Strict):
    """A row of 附件2: the names under which an honour was given."""

    type: HonourType
    names: Annotated[tuple[str, ...], Field(min_length=1)]
    ref: Ref

    @model_validator(mode="after")
    def _named_as_in_the_lists(self) -> "HonourRow":
        known = names_of(self.type)
        for place, name in enumerate(self.names):
            if name not in known:
                raise unknown(("names", place), f"honour of {self.type.value}", name, known)
        return self


class Honours(Strict):
    """荣誉表彰: once, however many there are"""

    points: Figure[Points]
    rows: Annotated[tuple[HonourRow, ...], Field(min_length=1)]
