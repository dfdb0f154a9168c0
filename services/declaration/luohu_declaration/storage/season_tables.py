"""The tables of the season: its steps, points, what is to be scored anew, and the published list."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    Numeric,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from luohu_declaration.domain.rescoring import RescoringEvent, RescoringStatus
from luohu_declaration.domain.season import Step
from luohu_declaration.storage.table_kinds import INSTANT, event_list, meta, of_declaration
from luohu_kit.db import TextEnum, world_table

#: What the calendar does by itself, one row for each step of the world's year.
season_step = world_table(
    "season_step",
    meta,
    Column("step", TextEnum(Step), nullable=False),
    Column("due_at", INSTANT, nullable=False),
    Column("done_at", INSTANT),
    keys=("step",),
)

#: Points of submitted declarations, as they were computed last.
score = world_table(
    "score",
    meta,
    Column("declaration_id", Uuid, nullable=False),
    Column("rules", Text, nullable=False),  #: version of the rules, such as BJ-2020
    Column("total", Numeric(8, 2)),  #: exactly when all ten lines are decided
    Column("lines", JSONB, nullable=False),  #: points by line; null while a line is pending
    Column("months", JSONB, nullable=False),  #: the months behind them
    Column("trace", JSONB, nullable=False),  #: every step with its finding, figure and paragraph
    Column("decided", Boolean, nullable=False),
    Column("computed_at", INSTANT, nullable=False),
    #: the facts that they were made of, as `luohu_scoring.kept` writes them; null where an older revision made them
    Column("facts", Text),
    of_declaration(),
    CheckConstraint("decided = (total IS NOT NULL)", name="decided_has_a_total"),
    Index("ix_score_total", "world", "total", postgresql_where=text("decided")),
    keys=("declaration_id",),
)

#: Declarations whose points are to be computed anew: the scoring duty takes them and leaves nothing behind.
score_due = world_table(
    "score_due",
    meta,
    Column("declaration_id", Uuid, nullable=False),
    Column("due_at", INSTANT, nullable=False),
    Column("why", Text, nullable=False),
    of_declaration(),
    keys=("declaration_id",),
)

#: The list as it was published: nothing in it changes any more but `valid_until`, when the award is given.
#: PLACING is a word of SQL, so the table has another name.
placing = world_table(
    "list_place",
    meta,
    Column("declaration_id", Uuid, nullable=False),
    Column("rank", Integer, nullable=False),  #: competition rank: 1, 2, 2, 4
    Column("running", Integer, nullable=False),  #: without gaps: 1, 2, 3, 4
    Column("publication_number", Text),  #: of those who are to be awarded
    Column("total", Numeric(8, 2), nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("name", Text, nullable=False),
    Column("birth_month", Text),  #: yyyy-mm
    Column("employer_name", Text),  #: of the employer through which the declaration was made
    Column("admitted", Boolean, nullable=False),
    Column("published_at", INSTANT, nullable=False),
    Column("valid_until", INSTANT),  #: until when the award can be used
    of_declaration(),
    CheckConstraint("admitted = (publication_number IS NOT NULL)", name="the_admitted_are_published"),
    Index("ux_list_place_running", "world", "running", unique=True),
    keys=("declaration_id",),
)

#: The city's points under other rules, beside those that count.
rescoring = world_table(
    "rescoring",
    meta,
    Column("id", Uuid, nullable=False),
    Column("version", Text),  #: exactly one of the two says which rules
    Column("rules_text", Text),
    Column("name", Text, nullable=False),  #: as the rules call themselves
    Column("quota", Integer, nullable=False),
    Column("status", TextEnum(RescoringStatus), nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("asked_at", INSTANT, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("computed", Integer, nullable=False, server_default=text("0")),
    Column("after", Uuid),  #: the last declaration that was computed: a crash goes on behind it
    Column("ranked", Integer),
    Column("admitted", Integer),
    Column("cut_off", Numeric(8, 2)),
    CheckConstraint("(version IS NULL) <> (rules_text IS NULL)", name="one_says_which_rules"),
    Index("ux_rescoring_running", "world", unique=True, postgresql_where=text("status = 'running'")),
)

#: What happened to each rescoring, append-only.
rescoring_event = event_list("rescoring_event", of="rescoring", event=RescoringEvent, status=RescoringStatus)

#: Points of each declaration under the other rules. Places follow from the totals. No key refers to the rescoring,
#: which lies elsewhere when declarations are spread; nothing takes a rescoring away but the end of its world.
rescored = world_table(
    "rescored",
    meta,
    Column("rescoring_id", Uuid, nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("total", Numeric(8, 2)),
    Column("lines", JSONB, nullable=False),
    keys=("rescoring_id", "declaration_id"),
)
