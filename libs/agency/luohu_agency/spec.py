"""What an agency gives: its registers, the question put to them, and its rule. Everything else is luohu_agency.

SPEC = AgencySpec(
    name="tax",
    title="国家税务总局北京市税务局",
    package=__package__,
    metadata=records.meta,
    records=(records.YEAR, records.PENALTY),
    lookup=records.lookup,
    judge=verdicts.judge,
)
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Uuid, text
from sqlalchemy.schema import SchemaItem

from luohu_contract.claim import ClaimKind
from luohu_contract.decision import Correction, Decision
from luohu_contract.directory import BY_NAME
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_kit.db import world_table
from luohu_kit.duty import Duty
from luohu_kit.runtime import Runtime
from luohu_kit.topic import Topic
from luohu_kit.work import Work

R = TypeVar("R", bound=Wire)
Facts = TypeVar("Facts")

#: Columns of every record that the library keeps; an agency's models do not have them.
KEPT = ("world", "id", "version", "recorded_at")


def record_columns() -> tuple[Column[Any], ...]:
    """The columns that every record table begins with after `world`: for the table and for its migration."""
    return (
        Column("id", Uuid, nullable=False),
        Column("version", Integer, nullable=False, server_default=text("1")),
        Column("recorded_at", DateTime(timezone=True), nullable=False),  #: the world's time of the last change
    )


def record_table(name: str, meta: MetaData, *items: SchemaItem, **options: Any) -> Table:
    """A register: `record_columns` and then one column for each field of the record's model, by the same name.

    A field that is a list or an object is a JSONB column; enums and months are Text. What must not be there twice is
    a UniqueConstraint that begins with "world": writing it again is 409 `record-conflict`.
    """
    return world_table(name, meta, *record_columns(), *items, **options)


@dataclass(frozen=True, slots=True)
class RecordKind(Generic[R]):
    """One register of an agency."""

    name: str  #: singular, lower_snake, such as `title`; the word of the register API and of the seed files
    model: type[R]  #: a record as the register API reads and writes it
    table: Table  #: made by `record_table`
    #: Id numbers of the people whom a record is about, in the form the register has them. They may read it.
    about: Callable[[R], Iterable[str]]
    filters: tuple[str, ...] = ()  #: Text, date or number columns that a search may compare for equality
    title: str = ""  #: Chinese name of the register
    #: Called with the record's id after it was added or corrected (never for seeds), in the same transaction: to tell
    #: another service of it through the outbox.
    written: Callable[[Work, UUID, R], None] | None = None

    def __post_init__(self) -> None:
        columns = set(self.table.columns.keys()) - set(KEPT)
        if fields := set(self.model.model_fields) ^ columns:
            raise ValueError(f"record kind {self.name}: fields and columns differ in {sorted(fields)}")
        if unknown := set(self.filters) - columns:
            raise ValueError(f"record kind {self.name}: filters on unknown columns {sorted(unknown)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencySpec(Generic[Facts]):
    """One agency, whole. `create_agency_app(SPEC, settings)` makes a service of it."""

    name: str  #: as in the directory
    title: str
    package: str  #: `__package__` of the agency: its `seeds/*.yaml` and `migrations/` are found by it
    metadata: MetaData  #: of the record tables
    records: tuple[RecordKind[Any], ...]
    #: Facts for a batch (1 to 500 questions, any mix of this agency's claim kinds) in one query for each register, by
    #: question id. Facts are plain frozen values; "nothing found" is a fact too, so every question gets some.
    lookup: Callable[[Work, Sequence[Question]], Awaitable[Mapping[UUID, Facts]]]
    #: The rule, pure, in `verdicts.py`. Never sees `kind: recheck` differently: a recheck asks the register again.
    judge: Callable[[Question, Facts], Decision]
    #: What an operator's overturn means, pure. The register is corrected already when there is a correction (facts are
    #: read after it); None when the operator changed no record. Anything but Valid is refused as 422
    #: `decision-not-possible`. Default: the rule is run again.
    overturned: Callable[[Question, Facts, Correction | None], Decision] | None = None
    #: Further candidate groups of the operators' task about a question, by which they find what is theirs in the queue:
    #: of an agency in which several departments sit, the department.
    desks: Callable[[Question], Iterable[str]] = lambda question: ()
    kinds: frozenset[ClaimKind] = frozenset()  #: claim kinds answered here; empty: what the directory says
    routers: tuple[APIRouter, ...] = ()  #: further routes of this agency alone
    topics: tuple[Topic, ...] = ()
    duties: tuple[Callable[[Runtime], Duty], ...] = ()
    problems: Mapping[type[Exception], str] = field(default_factory=dict)  #: of the further routes: exception to slug

    @property
    def answers(self) -> frozenset[ClaimKind]:
        """The claim kinds that this agency judges."""
        return self.kinds or BY_NAME[self.name].answers

    def record_kind(self, name: str) -> RecordKind[Any] | None:
        """The register of that name, None when there is none."""
        return next((kind for kind in self.records if kind.name == name), None)

    def after_overturn(self, question: Question, facts: Facts, correction: Correction | None) -> Decision:
        """What the claim is after an operator overturned the earlier answer."""
        if self.overturned is None:
            return self.judge(question, facts)
        return self.overturned(question, facts, correction)
