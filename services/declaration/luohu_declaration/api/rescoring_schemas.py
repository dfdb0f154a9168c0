"""What is asked of a rescoring, and what is shown of it."""

from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from luohu_contract.model import Wire
from luohu_declaration.domain.rescoring import Moved, Rescoring, RescoringStatus, Rules

PREFIX = "/v1/rescorings"


class RescoringWanted(Wire):
    """Which rules: exactly one of `rules` and `rules_yaml`."""

    #: a version of the rules that the city has, such as `BJ-2018`
    rules: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    #: the YAML of a version; with `extends: BJ-2020` it holds only the sections that differ
    rules_yaml: Annotated[str, Field(min_length=1, max_length=200_000)] | None = None
    quota: Annotated[int, Field(ge=1, le=10_000_000)] | None = None  #: places; those of the year when left out

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.rules is None) == (self.rules_yaml is None):
            raise ValueError("give either `rules`, the name of a version, or `rules_yaml`, the text of one")
        return self

    @property
    def which(self) -> Rules:
        return Rules(self.rules, self.rules_yaml)


class RescoringView(Wire):
    """A rescoring and how far it is."""

    id: UUID
    rules: str  #: as the rules call themselves
    inline: bool  #: the rules came with the request
    quota: int
    status: RescoringStatus
    since: AwareDatetime
    asked_at: AwareDatetime
    asked_by: str
    total: int  #: declarations that took part in the ranking when it was asked
    computed: int
    ranked: int | None
    admitted: int | None
    cut_off: Decimal | None
    links: dict[str, str]

    @classmethod
    def of(cls, found: Rescoring) -> "RescoringView":
        """A rescoring."""
        return cls(
            id=found.id,
            rules=found.name,
            inline=found.rules.text is not None,
            quota=found.quota,
            status=found.status,
            since=found.since,
            asked_at=found.asked_at,
            asked_by=found.asked_by,
            total=found.total,
            computed=found.computed,
            ranked=found.ranked,
            admitted=found.admitted,
            cut_off=found.cut_off,
            links={"self": f"{PREFIX}/{found.id}", "places": f"{PREFIX}/{found.id}/places"},
        )


class RescoringList(Wire):
    items: tuple[RescoringView, ...]


class MovedView(Wire):
    """One declaration under the other rules, beside the total that counts."""

    declaration_id: UUID
    rank: int | None  #: competition rank; None without a total
    running: int | None
    total: Decimal | None
    total_now: Decimal | None  #: under the rules of the year
    admitted: bool
    lines: dict[str, Decimal | None]

    @classmethod
    def of(cls, found: Moved, cut_off: Decimal | None) -> "MovedView":
        """A row of a list that is done."""
        admitted = found.total is not None and cut_off is not None and found.total >= cut_off
        lines = {line: None if points is None else Decimal(points) for line, points in found.lines.items()}
        return cls(
            declaration_id=found.declaration_id,
            rank=found.rank,
            running=found.running,
            total=found.total,
            total_now=found.now,
            admitted=admitted,
            lines=lines,
        )


class MovedList(Wire):
    offset: int
    limit: int
    items: tuple[MovedView, ...]


class BesideView(Wire):
    """How many have so many whole points, under the rules that count and under the other ones."""

    points: int
    now: int
    other: int


class BesideList(Wire):
    """Two distributions of the same people side by side, fewest points first."""

    columns: tuple[BesideView, ...]
