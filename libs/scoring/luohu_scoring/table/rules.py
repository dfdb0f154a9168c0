"""The kinds of rule that make points of a department's values. Every figure is the policy's, none stands here.

A rule reads values by name (`of`). A value that is not there gives nothing.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from luohu_scoring.figure import Count, Number, Ref, Strict, wrong

ValueName = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
TablePoints = Annotated[Number, Field(ge=0, le=1000)]  #: given
TablePenalty = Annotated[Number, Field(ge=-1000, lt=0)]  #: taken


class Band(Strict):
    """Points from a number on, up to where the next band begins."""

    from_: Annotated[Number, Field(alias="from")]
    points: TablePoints
    ref: Ref


class Bands(Strict):
    """A number to points: the last band that begins at or below it. Below the first there are none."""

    kind: Literal["bands"]
    of: ValueName
    rows: Annotated[tuple[Band, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ascending(self) -> "Bands":
        for place, (before, after) in enumerate(pairwise(self.rows), start=1):
            if after.from_ <= before.from_:
                raise wrong(
                    ("rows", place, "from"),
                    "bands ascend, and this one begins at {after}: write more than {before}",
                    after=f"{after.from_:f}",
                    before=f"{before.from_:f}",
                )
        return self


class Tier(Strict):
    """One row: the values that reach it, its label on the city's pages, and its points."""

    values: Annotated[tuple[ValueName, ...], Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1, max_length=60)]
    points: TablePoints
    ref: Ref


class Tiers(Strict):
    """A word to points. A word that no tier has gives nothing."""

    kind: Literal["tiers"]
    of: ValueName
    rows: Annotated[tuple[Tier, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> "Tiers":
        seen: set[str] = set()
        for place, tier in enumerate(self.rows):
            for at, value in enumerate(tier.values):
                if value in seen:
                    raise wrong(("rows", place, "values", at), "{value} comes twice; leave it in one tier", value=value)
                seen.add(value)
        return self


class PerUnit(Strict):
    """Points for each full unit of a number: `unit: 12` of months is a year. Fewer units than `least` give nothing."""

    kind: Literal["per_unit"]
    of: ValueName
    unit: Annotated[Number, Field(gt=0, le=10**9)]
    points: Annotated[TablePoints, Field(gt=0)]
    least: Count | None = None  #: units from which points are given, those below it among them; None: from the first
    most: TablePoints | None = None  #: points, whatever the number; None: no limit
    ref: Ref


class Together(Strict):
    """Several numbers, each by the unit; their points are added."""

    kind: Literal["together"]
    rules: Annotated[tuple[PerUnit, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _once(self) -> "Together":
        seen: set[str] = set()
        for place, rule in enumerate(self.rules):
            if rule.of in seen:
                raise wrong(("rules", place, "of"), "{of} comes twice; leave one of the two rules", of=rule.of)
            seen.add(rule.of)
        return self


class Flag(Strict):
    """Points where something is so."""

    kind: Literal["flag"]
    of: ValueName
    points: Annotated[TablePoints, Field(gt=0)]
    ref: Ref


class Each(Strict):
    """Points taken for each time that something happened."""

    kind: Literal["count"]
    of: ValueName
    points: TablePenalty
    ref: Ref


class Veto(Strict):
    """Shuts the applicant out where it is so, or happened at least once. No points."""

    kind: Literal["veto"]
    of: ValueName
    ref: Ref


Rule = Annotated[Bands | Tiers | PerUnit | Together | Flag | Each | Veto, Field(discriminator="kind")]


def names_read(rule: Rule) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The names of the values that a rule reads, each with its place in the rule."""
    if isinstance(rule, Together):
        for place, each in enumerate(rule.rules):
            yield ("rules", place, "of"), each.of
    else:
        yield ("of",), rule.of
