"""The programme of a world, in JSON."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import AwareDatetime, Field

from luohu_contract.model import Wire
from luohu_declaration.api.case_schemas import TextView
from luohu_declaration.domain.casework.fields import FieldSpec
from luohu_declaration.domain.casework.procedure import Procedure
from luohu_kit.work import World
from luohu_scoring import Intake, Quota, TablePolicy, printed


class FieldView(Wire):
    """One field of a form."""

    name: str
    kind: str
    title: TextView
    required: bool
    choices: dict[str, TextView] = Field(default_factory=dict)

    @classmethod
    def of(cls, spec: FieldSpec) -> "FieldView":
        """A field."""
        return cls(
            name=spec.name,
            kind=spec.kind,
            title=TextView.of(spec.title),
            required=spec.required,
            choices={value: TextView.of(title) for value, title in spec.choices.items()},
        )


class ProcedureStepView(Wire):
    """One step of a procedure."""

    step: str
    title: TextView
    from_: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    asks: tuple[FieldView, ...]
    form: bool


class ProcedureView(Wire):
    """One kind of case: who opens it, its form, its statuses and its steps."""

    kind: str
    title: TextView
    about: str
    opened_by: tuple[str, ...]
    opens: str
    entries: bool
    fields: tuple[FieldView, ...]
    statuses: dict[str, TextView]
    steps: tuple[ProcedureStepView, ...]

    @classmethod
    def of(cls, procedure: Procedure) -> "ProcedureView":
        """A procedure."""
        return cls(
            kind=procedure.kind,
            title=TextView.of(procedure.title),
            about=procedure.about.value,
            opened_by=tuple(sorted(procedure.opened_by)),
            opens=procedure.first,
            entries=procedure.entries,
            fields=tuple(FieldView.of(spec) for spec in procedure.fields.values()),
            statuses={status: TextView.of(title) for status, title in procedure.statuses.items()},
            steps=tuple(
                ProcedureStepView(
                    step=step.name,
                    title=TextView.of(step.title),
                    from_=step.sources,
                    to=step.target,
                    by=tuple(sorted(step.by)),
                    asks=tuple(FieldView.of(spec) for spec in step.asks.values()),
                    form=step.form,
                )
                for step in procedure.steps.values()
            ),
        )


class PartView(Wire):
    """What one department judges of an indicator."""

    department: str
    ask: str
    papers: bool  #: material is delivered to its window
    ref: str


class IndicatorView(Wire):
    """One row of the point table."""

    name: str
    group: str
    title: TextView
    combine: str  #: single, max, agree, sum
    veto: bool
    ref: str
    parts: tuple[PartView, ...]


class IntakeView(Wire):
    """A time in which applications are taken."""

    name: str
    opens: AwareDatetime
    closes: AwareDatetime | None
    as_of: date
    list_published: AwareDatetime | None  #: when the list is to be made
    listed_at: AwareDatetime | None  #: when it was
    selection: str  #: quota, line or threshold
    places: int | None = None
    points: str | None = None

    @classmethod
    def of(cls, intake: Intake, listed_at: datetime | None) -> "IntakeView":
        """An intake."""
        chosen = intake.selection
        return cls(
            name=intake.name,
            opens=intake.opens,
            closes=intake.closes,
            as_of=intake.as_of,
            list_published=intake.list_published,
            listed_at=listed_at,
            selection={"Quota": "quota", "ScoreLine": "line", "Threshold": "threshold"}[type(chosen).__name__],
            places=chosen.places if isinstance(chosen, Quota) else None,
            points=None if isinstance(chosen, Quota) else printed(chosen.points),
        )


class IntakeList(Wire):
    items: tuple[IntakeView, ...]


class ProgrammeView(Wire):
    """The programme: procedures of casework with the point table; neither where applicants file declarations."""

    programme: str  #: such as tianjin-2016
    city: str
    year: int
    rules: str | None = None
    guide: str | None = None  #: points below which no application is taken
    procedures: tuple[ProcedureView, ...] = ()
    indicators: tuple[IndicatorView, ...] = ()

    @classmethod
    def of(cls, world: World, procedures: Mapping[str, Procedure], table: TablePolicy | None) -> "ProgrammeView":
        """The programme of a world."""
        view = cls(programme=f"{world.programme}-{world.year}", city=world.programme, year=world.year)
        if table is None:
            return view
        return view.model_copy(
            update={
                "rules": table.rules,
                "guide": None if table.guide is None else printed(table.guide),
                "procedures": tuple(ProcedureView.of(each) for each in procedures.values()),
                "indicators": tuple(
                    IndicatorView(
                        name=name,
                        group=row.group,
                        title=TextView.of(row.title),
                        combine=row.combine.value,
                        veto=row.vetoes,
                        ref=row.ref,
                        parts=tuple(
                            PartView(department=p.department, ask=p.ask.value, papers=p.papers, ref=p.ref)
                            for p in row.parts
                        ),
                    )
                    for name, row in table.indicators.items()
                ),
            }
        )
