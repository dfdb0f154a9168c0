"""The point table of a city and year, as `policies/<city>/<year>.yaml` with `scheme: table` holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from luohu_contract.duration import Duration
from luohu_contract.texts import Text
from luohu_scoring.figure import Figure
from luohu_scoring.policy import read_file, validated, year_file
from luohu_scoring.scheme import Scheme, expect_scheme
from luohu_scoring.table.intakes import Intake, Quota, ScoreLine, Selection, Threshold
from luohu_scoring.table.rules import Veto
from luohu_scoring.table.shape import Combine, IndicatorFigures, IntakeFigures, Part, QuotaFigures, TableFile

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TableIndicator:
    """One row of the table: who says what about it, and how that becomes its line."""

    name: str
    group: str  #: the class of the table that it stands in, for example `basic`
    title: Text
    parts: tuple[Part, ...]
    combine: Combine
    ref: str

    @property
    def vetoes(self) -> bool:
        """Whether it shuts people out, and gives no points."""
        return isinstance(self.parts[0].rule, Veto)

    def part(self, department: str) -> Part | None:
        """What a department says about it; None: nothing."""
        return next((part for part in self.parts if part.department == department), None)


@dataclass(frozen=True, eq=False)
class TablePolicy:
    """Every figure of one city and year. Mappings keep the order of the file."""

    city: str
    year: int
    rules: str  #: the version, for example TJ-2016
    indicators: Mapping[str, TableIndicator]
    either: tuple[tuple[str, ...], ...]  #: of each group of indicators only the best counts
    guide: Decimal | None  #: points below which an application is not taken
    floor: Decimal | None  #: the total never lies below it
    intakes: tuple[Intake, ...]  #: in the order of the file, which is that of the year
    working_days: Mapping[str, int]
    periods: Mapping[str, Duration]
    eligibility: Mapping[str, Figure[bool | int]]
    refs: Mapping[str, str]  #: where `guide`, `floor`, `working_days.<name>` and `periods.<name>` stand

    @cached_property
    def vetoes(self) -> tuple[str, ...]:
        """Names of the indicators that shut people out."""
        return tuple(name for name, indicator in self.indicators.items() if indicator.vetoes)

    def intake(self, name: str) -> Intake:
        """The intake of a name. Raises LookupError that names those that there are."""
        for intake in self.intakes:
            if intake.name == name:
                return intake
        known = ", ".join(intake.name for intake in self.intakes)
        raise LookupError(f"{self.city} {self.year} has no intake {name}; there are {known}")


def load_table(city: str, year: int) -> TablePolicy:
    """The point table of a city and year, read once.

    Raises PolicyMissing, OtherScheme where the year is scored as a season, and PolicyInvalid for a file with a fault.
    """
    return _cached(year_file(city, year))


def load_table_file(path: Path) -> TablePolicy:
    """The point table in a year's file. Raises PolicyInvalid, and OtherScheme where it holds a season."""
    document = read_file(path)
    expect_scheme(document, Scheme.TABLE)
    own = validated(TableFile, document, document.data)
    for name, said, stands in (("city", own.city, path.parent.name), ("year", str(own.year), path.stem)):
        if said != stands:
            raise document.invalid((name,), f"{name}: {said} is not that of the file's path; write {stands}")
    return TablePolicy(
        city=own.city,
        year=own.year,
        rules=own.rules,
        indicators=MappingProxyType({name: _indicator(name, row) for name, row in own.indicators.items()}),
        either=own.either,
        guide=_value(own.guide),
        floor=_value(own.floor),
        intakes=tuple(_intake(name, figures) for name, figures in own.intakes.items()),
        working_days=MappingProxyType({name: figure.value for name, figure in own.working_days.items()}),
        periods=MappingProxyType({name: figure.value for name, figure in own.periods.items()}),
        eligibility=MappingProxyType(dict(own.eligibility)),
        refs=MappingProxyType(_refs(own)),
    )


@cache
def _cached(path: Path) -> TablePolicy:
    return load_table_file(path)


def _value(figure: Figure[T] | None) -> T | None:
    return None if figure is None else figure.value


def _indicator(name: str, row: IndicatorFigures) -> TableIndicator:
    return TableIndicator(
        name=name,
        group=row.group,
        title=Text(row.title.zh, row.title.en),
        parts=row.parts,
        combine=row.combine,
        ref=row.ref,
    )


def _intake(name: str, figures: IntakeFigures) -> Intake:
    return Intake(
        name=name,
        opens=figures.opens.value,
        closes=_value(figures.closes),
        as_of=figures.as_of.value,
        list_published=_value(figures.list_published),
        selection=_selection(figures),
    )


def _selection(figures: IntakeFigures) -> Selection:
    wanted = figures.selection
    if isinstance(wanted, QuotaFigures):
        return Quota(wanted.places.value)
    return ScoreLine(wanted.points.value) if wanted.kind == "line" else Threshold(wanted.points.value)


def _refs(own: TableFile) -> dict[str, str]:
    alone = {"guide": own.guide, "floor": own.floor}
    return (
        {name: figure.ref for name, figure in alone.items() if figure is not None}
        | {f"working_days.{name}": figure.ref for name, figure in own.working_days.items()}
        | {f"periods.{name}": figure.ref for name, figure in own.periods.items()}
    )
