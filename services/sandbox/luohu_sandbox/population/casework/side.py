"""What one topic of somebody's application comes to: records for the registers, and how departments judge."""

from dataclasses import dataclass, field
from typing import Protocol

from luohu_contract.reasons import REASONS, Remedy
from luohu_sandbox.population.casework.somebody import Somebody, Values
from luohu_sandbox.population.filing import WHOLE, After, Json, RegisterChange, Result

PUT_RIGHT = 70_000  #: of those who could have a verdict rechecked [assumed]


@dataclass(slots=True)
class Judged:
    """One record of a case: a thing that a department judges."""

    indicator: str
    department: str
    entry: Json | None = None  #: None: nothing is entered
    declared: Values = field(default_factory=dict)  #: what an estimate takes of it
    held: Values = field(default_factory=dict)  #: what a good verdict says
    reason: str | None = None  #: why the first verdict is not good
    defect: str | None = None
    after: After | None = None

    def values(self, *, last: bool) -> Values:
        """What the verdict says: the first one, or the one that stands in the end. Empty where it is not good."""
        return {} if self.reason_of(last=last) else self.held

    def reason_of(self, *, last: bool) -> str | None:
        """Why the verdict is not good."""
        return None if last and self.after else self.reason

    def spoil(self, some: Somebody, defect: str, reason: str, change: RegisterChange | None = None) -> None:
        """The verdict is not good. change: what an operator puts right in a recheck, where there is one."""
        self.defect, self.reason = defect, reason
        allowed = change is not None and Remedy.RECHECK in REASONS[reason].remedies
        if allowed and some.draw(f"after-{defect}").chance(PUT_RIGHT):
            self.after = After(
                "recheck",
                {WHOLE: Result(None, dict(self.held), by="operator")},
                disputes=reason,
                part=WHOLE,
                statement="请核对登记信息。",
                papers=tuple(wanted[0] for evidence in REASONS[reason].evidence for wanted in evidence.wants),
                decision="overturn",
                change=change,
            )


@dataclass(slots=True)
class CaseSide:
    """Everything of one topic."""

    records: list[tuple[str, str, Json]] = field(default_factory=list)  #: agency, kind of record, fields
    judged: list[Judged] = field(default_factory=list)

    def record(self, agency: str, kind: str, fields: Json) -> None:
        """One record more."""
        self.records.append((agency, kind, fields))


class Topic(Protocol):
    """Something that a city looks at."""

    def of(self, some: Somebody) -> CaseSide:
        """What it comes to for somebody."""
        ...
