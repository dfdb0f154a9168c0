"""A case with everything that its conditions and effects look at, each read when it is first wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from luohu_contract.claim import ClaimKind, Person
from luohu_contract.message import Question
from luohu_declaration.domain.casework.case import Case
from luohu_declaration.domain.casework.claims import Asker
from luohu_declaration.domain.casework.entries import READ, Judged, judged
from luohu_declaration.domain.casework.procedure import CITY, Procedure
from luohu_declaration.domain.casework.records import Record, by_indicator, find
from luohu_declaration.domain.casework.values import Values, declared
from luohu_declaration.domain.questions import Asking, Windows
from luohu_declaration.storage import case_points, case_records
from luohu_declaration.storage.case_points import Points
from luohu_kit.work import Work
from luohu_scoring import Intake, TableFacts, TablePolicy, TableScore, score_table


@dataclass(slots=True)
class Sight:
    """One case in one unit of work. `case` is where it stands now."""

    work: Work
    procedure: Procedure
    table: TablePolicy
    case: Case
    overdue: timedelta  #: real time after which the reconciler looks after what is asked
    said: Mapping[str, Any] = field(default_factory=dict)  #: what whoever takes the step says
    actor: str = CITY  #: who takes it, as the history has it
    form_before: Mapping[str, Any] = field(default_factory=dict)  #: the form that the step replaces
    password: str | None = None  #: that is set with the opening
    asked: list[Question] = field(default_factory=list)  #: what agencies were asked in this unit of work
    _records: list[Record] | None = None
    _points: Points | None = None

    @property
    def fields(self) -> Mapping[str, Any]:
        """The form's own fields."""
        found: Mapping[str, Any] = self.case.form.get("fields", {})
        return found

    @property
    def intake(self) -> Intake | None:
        """The intake of the case."""
        return None if self.case.intake is None else self.table.intake(self.case.intake)

    @property
    def as_of(self) -> date:
        """The day at which everything is measured: the intake's; of a case without one, the day it was opened."""
        intake = self.intake
        return self.case.opened_at.date() if intake is None else intake.as_of

    @property
    def wanted(self) -> tuple[Judged, ...]:
        """Everything that is judged about such a case."""
        return judged(self.table, self.procedure)

    @property
    def person(self) -> Person:
        """Whom the case is about. ValueError for a case about an employer."""
        if self.case.person is None:
            raise ValueError(f"a {self.case.kind} is about an employer, and about nobody's points")
        return self.case.person

    @property
    def asker(self) -> Asker:
        """The person as questions name them, and when they are measured."""
        figures = self.table.eligibility
        years = {name: int(figures[name].value) for name in ("tax_years", "detention_years") if name in figures}
        return Asker(self.person, self.as_of, **years)

    @property
    def asking(self) -> Asking:
        """The same as items are asked about: no spouse, and no years, as a record's claim is kept as it was asked."""
        return Asking(self.person, None, self.as_of, Windows((), (), ()))

    def entry(self, each: Judged) -> Mapping[str, Any] | None:
        """What was entered about a thing that is judged."""
        found: Mapping[str, Any] | None = self.case.form.get("entries", {}).get(each.indicator, {}).get(each.department)
        return found

    async def records(self) -> list[Record]:
        """The records of the case."""
        if self._records is None:
            self._records = await case_records.of_case(self.work, self.case.id, self.case.declaration_id)
        return self._records

    def changed(self) -> None:
        """Records were changed: they are read again when they are wanted."""
        self._records = None

    def points_changed(self, points: Points) -> None:
        """The points were computed anew."""
        self._points = points

    async def read(self, ask: ClaimKind) -> Values | None:
        """What a register says that is only read; None while its answer is out."""
        for each in self.wanted:
            if each.ask is ask and ask in READ:
                record = find(await self.records(), each.indicator, each.department)
                return None if record is None else record.values(self.as_of)
        return None

    async def points(self) -> Points | None:
        """The points as they were computed last."""
        if self._points is None:
            self._points = await case_points.get(self.work, self.case.id)
        return self._points

    async def facts(self) -> TableFacts:
        """The values of all records; what has no record yet is not decided."""
        found = by_indicator(await self.records(), self.as_of)
        facts: dict[str, dict[str, Values | None]] = {}
        for name, indicator in self.table.indicators.items():
            facts[name] = {part.department: found.get(name, {}).get(part.department) for part in indicator.parts}
        return self._facts(facts)

    async def estimate(self) -> TableScore:
        """The points if every department agreed with what is entered; what was read already is taken as it is."""
        found = by_indicator(await self.records(), self.as_of)
        facts: dict[str, dict[str, Values | None]] = {}
        for each in self.wanted:
            if each.indicator in self.procedure.checks:
                continue
            known = found.get(each.indicator, {}).get(each.department)
            said = declared(each.ask, self.entry(each), self.asker)
            facts.setdefault(each.indicator, {})[each.department] = said if known is None else known
        return score_table(self._facts(facts), self.table)

    def _facts(self, records: Mapping[str, Mapping[str, Values | None]]) -> TableFacts:
        plain = {name: {d: v if v is None else dict(v) for d, v in parts.items()} for name, parts in records.items()}
        return TableFacts(id=str(self.case.id), city=self.table.city, year=self.table.year, records=plain)

    async def listed(self) -> bool:
        """Whether the list of the case's intake was made."""
        return self.case.intake is not None and await case_points.was_listed(self.work, self.case.intake)

    async def total(self) -> Decimal | None:
        """The total that stands; None while a line is out."""
        points = await self.points()
        return None if points is None else points.total
