"""The file of a city's procedures, read strictly: its rows, whether they hang together, and what becomes of them."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from luohu_contract.cities import CITY_PATTERN
from luohu_contract.texts.kind import Text
from luohu_declaration.domain.casework.fields import FieldRow
from luohu_declaration.domain.casework.procedure import (
    CITY,
    About,
    Check,
    Clause,
    Document,
    Procedure,
    Shows,
    Step,
    Wait,
)
from luohu_declaration.domain.casework.soundness import check_names, check_no_circle, check_papers, check_statuses
from luohu_scoring.figure import Strict, wrong
from luohu_scoring.table.ask import Ask

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
#: Who takes a step: a role, the operators of one agency, or the city's own clockwork.
Actor = Annotated[str, Field(pattern=r"^(employer|applicant|window|administrator|city|operator:[a-z][a-z-]{1,39})$")]
Named = Name | Annotated[dict[Name, Any], Field(min_length=1, max_length=1)]


class _Label(Strict):
    zh: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(min_length=1, max_length=80)]

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class _Wait(Strict):
    working_days: Name | None = None
    period: Name | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "_Wait":
        if (self.working_days is None) == (self.period is None):
            raise ValueError("a wait names `working_days` or a `period` of the point table, one of the two")
        return self


class _CheckRow(_Label):
    department: Name
    ask: Ask


class _DocumentRow(_Label):
    since: Name
    issued_by: Annotated[str, Field(min_length=1, max_length=60)]
    shows: tuple[Shows, ...] = ()


class _StepRow(Strict):
    step: Name
    zh: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(min_length=1, max_length=80)]
    from_: Annotated[tuple[Name, ...], Field(min_length=1, alias="from")]
    to: Name
    by: Annotated[tuple[Actor, ...], Field(min_length=1)]
    needs: tuple[Named, ...] = ()
    when: tuple[Named, ...] = ()
    does: tuple[Named, ...] = ()
    asks: dict[Name, FieldRow] = Field(default_factory=dict)
    after: _Wait | None = None
    at: Literal["list"] | None = None
    form: bool = False

    @property
    def at_once(self) -> bool:
        """Whether the city takes it as soon as its conditions hold; a list that was made is there for good."""
        return CITY in self.by and self.after is None

    @model_validator(mode="after")
    def _the_city_alone_waits(self) -> "_StepRow":
        if CITY not in self.by and (self.when or self.after or self.at):
            raise wrong(
                ("by",), "`when`, `after` and `at` are for steps that the city takes by itself: write `by: [city]`"
            )
        if CITY in self.by and not (self.when or self.after or self.at):
            raise wrong(
                ("by",), "say `when`, `after` or `at`: else the city would take the step at once, whatever there is"
            )
        return self


class _ProcedureRow(Strict):
    title: _Label
    about: About = About.PERSON
    opened_by: Annotated[tuple[Actor, ...], Field(min_length=1)]
    opens: Name
    needs: tuple[Named, ...] = ()
    does: tuple[Named, ...] = ()
    entries: bool = False
    checks: dict[Name, _CheckRow] = Field(default_factory=dict)
    fields: dict[Name, FieldRow] = Field(default_factory=dict)
    statuses: Annotated[dict[Name, _Label], Field(min_length=2)]
    rechecks_in: tuple[Name, ...] = ()
    documents: dict[Name, _DocumentRow] = Field(default_factory=dict)
    steps: Annotated[tuple[_StepRow, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _hangs_together(self) -> "_ProcedureRow":
        check_statuses(self.statuses, self.opens, self.rechecks_in, self.steps)
        check_names(self.steps)
        check_no_circle(self.steps)
        check_papers({name: row.since for name, row in self.documents.items()}, self.steps)
        if self.about is About.EMPLOYER and self.entries:
            raise wrong(("entries",), "points are those of a person; a case about an employer has no entries")
        return self


class ProceduresFile(Strict):
    """`procedures.yaml` of a city."""

    city: Annotated[str, Field(pattern=CITY_PATTERN, max_length=30)]
    procedures: Annotated[dict[Name, _ProcedureRow], Field(min_length=1)]

    def read(self) -> dict[str, Procedure]:
        """The procedures by the kind of case."""
        return {kind: _procedure(self.city, kind, row) for kind, row in self.procedures.items()}


def _procedure(city: str, kind: str, row: _ProcedureRow) -> Procedure:
    return Procedure(
        city=city,
        kind=kind,
        title=row.title.text,
        about=row.about,
        first=row.opens,
        opened_by=frozenset(row.opened_by),
        needs=_clauses(row.needs),
        does=_clauses(row.does),
        entries=row.entries,
        checks={name: Check(each.text, each.department, each.ask) for name, each in row.checks.items()},
        fields={name: each.spec(name) for name, each in row.fields.items()},
        statuses={name: label.text for name, label in row.statuses.items()},
        rechecks_in=row.rechecks_in,
        documents={
            name: Document(name, each.text, each.since, each.issued_by, each.shows)
            for name, each in row.documents.items()
        },
        steps={each.step: _step(each) for each in row.steps},
    )


def _step(row: _StepRow) -> Step:
    return Step(
        name=row.step,
        title=Text(row.zh, row.en),
        sources=row.from_,
        target=row.to,
        by=frozenset(row.by),
        needs=_clauses(row.needs),
        when=_clauses(row.when),
        does=_clauses(row.does),
        asks={name: each.spec(name) for name, each in row.asks.items()},
        after=None if row.after is None else Wait(row.after.working_days, row.after.period),
        with_list=row.at is not None,
        form=row.form,
    )


def _clauses(named: tuple[Named, ...]) -> tuple[Clause, ...]:
    return tuple(Clause(each) if isinstance(each, str) else Clause(*next(iter(each.items()))) for each in named)
