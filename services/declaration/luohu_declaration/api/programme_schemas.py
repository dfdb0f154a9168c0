"""The programme of a world, in JSON."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import AwareDatetime

from luohu_contract.model import Wire
from luohu_contract.texts import department
from luohu_declaration.api.case_schemas import TextView
from luohu_declaration.api.programme_fields import EntryView, FieldView, entry_of, values_read
from luohu_declaration.domain.casework.procedure import Procedure
from luohu_kit.work import World
from luohu_scoring import Intake, Quota, TablePolicy, printed
from luohu_scoring.table.shape import Part


class ProcedureStepView(Wire):
    """One step of a procedure."""

    step: str
    title: TextView
    from_: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    asks: tuple[FieldView, ...]
    form: bool


class CheckView(Wire):
    """What is judged besides the indicators; it gives no points."""

    name: str
    title: TextView
    department: str
    department_title: TextView
    entry: EntryView | None


class ParentView(Wire):
    """Of which kind a case must be, and where it must stand, for another to come from it."""

    kind: str
    status: str


class ProcedureView(Wire):
    """One kind of case: who opens it, its form, its statuses and its steps."""

    kind: str
    title: TextView
    about: str
    opened_by: tuple[str, ...]
    opens: str
    comes_from: ParentView | None  #: the case that this one comes from, where it must come from one
    password: bool  #: whether the employer sets one for the person
    entries: bool
    fields: tuple[FieldView, ...]
    checks: tuple[CheckView, ...]
    statuses: dict[str, TextView]
    rechecks_in: tuple[str, ...]  #: statuses in which a verdict can be rechecked
    steps: tuple[ProcedureStepView, ...]

    @classmethod
    def of(cls, procedure: Procedure) -> "ProcedureView":
        """A procedure."""
        needs = {clause.name: clause.argument for clause in procedure.needs}
        parent = needs.get("parent_is")
        return cls(
            kind=procedure.kind,
            title=TextView.of(procedure.title),
            about=procedure.about.value,
            opened_by=tuple(sorted(procedure.opened_by)),
            opens=procedure.first,
            comes_from=None if parent is None else ParentView.model_validate(parent),
            password="password_set" in needs,
            entries=procedure.entries,
            fields=tuple(FieldView.of(spec) for spec in procedure.fields.values()),
            checks=tuple(
                CheckView(
                    name=name,
                    title=TextView.of(check.title),
                    department=check.department,
                    department_title=TextView.of(department(check.department)),
                    entry=entry_of(check.ask, papers=True),
                )
                for name, check in procedure.checks.items()
            ),
            statuses={status: TextView.of(title) for status, title in procedure.statuses.items()},
            rechecks_in=procedure.rechecks_in,
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
    department_title: TextView
    ask: str
    papers: bool  #: material is delivered to its window
    ref: str
    entry: EntryView | None  #: what is entered about it; nothing where a register alone is read
    values: tuple[FieldView, ...]  #: what the rule reads, as an estimate is told it

    @classmethod
    def of(cls, part: Part) -> "PartView":
        """A part."""
        return cls(
            department=part.department,
            department_title=TextView.of(department(part.department)),
            ask=part.ask.value,
            papers=part.papers,
            ref=part.ref,
            entry=entry_of(part.ask, papers=part.papers, rule=part.rule),
            values=values_read(part.rule),
        )


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
                        parts=tuple(PartView.of(part) for part in row.parts),
                    )
                    for name, row in table.indicators.items()
                ),
            }
        )
