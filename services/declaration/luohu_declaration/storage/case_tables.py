"""The tables of casework: cases and what happens to them, their records, what they wait for, points, intakes, lists."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, Numeric, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_declaration.domain.casework.records import RecordState
from luohu_declaration.storage.table_kinds import INSTANT, event_list, meta, of_declaration
from luohu_kit.db import TextEnum, world_table


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["world", "case_id"], ["city_case.world", "city_case.id"])


#: One row for each case. Whoever changes anything of a case holds its row first, and then that of its declaration.
city_case = world_table(
    "city_case",
    meta,
    Column("id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),  #: a procedure of the city
    Column("status", Text, nullable=False),  #: one of the procedure's
    Column("since", INSTANT, nullable=False),
    Column("version", Integer, nullable=False),  #: grows with every change; the ETag
    Column("employer", Text, nullable=False),  #: unified social credit code, or the older organisation code
    Column("declaration_id", Uuid),  #: that bears the person and the records; none where a case is about an employer
    Column("parent_id", Uuid),
    Column("intake", Text),
    Column("form", JSONB, nullable=False),
    Column("secret", Text),  #: hash of the password that the employer set for the person
    Column("opened_at", INSTANT, nullable=False),
    of_declaration(),
    ForeignKeyConstraint(["world", "parent_id"], ["city_case.world", "city_case.id"]),
    Index("ix_city_case_employer", "world", "employer", "kind", "opened_at"),
    Index("ix_city_case_status", "world", "kind", "status", "opened_at"),
    Index("ix_city_case_declaration", "world", "declaration_id"),
    Index("ix_city_case_parent", "world", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
)

#: What happened to each case, append-only.
case_event = event_list("case_event", of="case")

#: What is judged of a case: one record for each indicator and department.
case_record = world_table(
    "case_record",
    meta,
    Column("case_id", Uuid, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("state", TextEnum(RecordState), nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("item_id", Uuid),  #: that was asked about; none while material is outstanding, and where it stays away
    _of_case(),
    CheckConstraint("(state = 'asked') = (item_id IS NOT NULL)", name="what_is_asked_has_an_item"),
    Index("ix_case_record_item", "world", "item_id", postgresql_where=text("item_id IS NOT NULL")),
    keys=("case_id", "indicator", "department"),
)

#: What a case waits for on the world's clock: the city's own steps, and a look whether one of them has its turn.
case_wait = world_table(
    "case_wait",
    meta,
    Column("case_id", Uuid, nullable=False),
    Column("step", Text, nullable=False),  #: of the procedure, or `LOOK`
    Column("due_at", INSTANT, nullable=False),
    _of_case(),
    keys=("case_id", "step"),
)

#: Points of a case, as they were computed last, with the values that they were made of.
case_points = world_table(
    "case_points",
    meta,
    Column("case_id", Uuid, nullable=False),
    Column("rules", Text, nullable=False),
    Column("total", Numeric(8, 2)),  #: exactly when every line is decided
    Column("document", JSONB, nullable=False),  #: lines, parts, vetoes and the trace
    Column("records", JSONB, nullable=False),  #: the values by indicator and department
    Column("computed_at", INSTANT, nullable=False),
    _of_case(),
    keys=("case_id",),
)

#: The intakes of the world's year.
city_intake = world_table(
    "city_intake",
    meta,
    Column("name", Text, nullable=False),
    Column("list_at", INSTANT),  #: none where a city has no list
    Column("listed_at", INSTANT),
    keys=("name",),
)

#: A list as it was made: nothing in it changes any more.
intake_place = world_table(
    "intake_place",
    meta,
    Column("intake", Text, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("rank", Integer, nullable=False),  #: competition rank: 1, 2, 2, 4
    Column("running", Integer, nullable=False),
    Column("total", Numeric(8, 2), nullable=False),
    Column("name", Text, nullable=False),
    Column("admitted", Boolean, nullable=False),
    Column("published_at", INSTANT, nullable=False),
    _of_case(),
    Index("ux_intake_place_running", "world", "intake", "running", unique=True),
    keys=("intake", "case_id"),
)

LOOK = "-"  #: no step has this name: look whether one has its turn
