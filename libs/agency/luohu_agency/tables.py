"""The tables of every agency beside its registers: questions, evidence, paces, expectations, history of records."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_contract.claim import ClaimKind
from luohu_contract.message import Part, QuestionKind, VerificationState
from luohu_kit.db import TextEnum, metadata, world_table

meta = metadata("agency")

#: Every question that was accepted, from its arrival to its verdict. The id is the question's.
verification = world_table(
    "verification",
    meta,
    Column("id", Uuid, nullable=False),
    Column("item_id", Uuid, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("part", TextEnum(Part), nullable=False),
    Column("kind", TextEnum(QuestionKind), nullable=False),
    Column("claim_kind", TextEnum(ClaimKind), nullable=False),
    Column("asker", Text, nullable=False),  #: service of the directory that asked
    Column("destination", Text, nullable=False),  #: where the verdict goes: the asker, or an absolute URL
    Column("question", JSONB, nullable=False),
    Column("state", TextEnum(VerificationState), nullable=False),
    Column("pace", Text, nullable=False),  #: as it was on arrival: a word, a duration, or JSON (`pace.written`)
    Column("looks_left", Integer),  #: before it is judged; None where it does not wait to be looked at
    Column("received_at", DateTime(timezone=True), nullable=False),  #: the world's time, like every instant here
    #: when it is judged, None while it waits to be looked at; with an operator: the deadline
    Column("due_at", DateTime(timezone=True)),
    Column("decided_at", DateTime(timezone=True)),
    Column("verdict", JSONB),
    Column("answer", JSONB),  #: told beforehand, in place of the rule: an `Answer`
    Column("expectation", Uuid),  #: which one has told it
    Column("scenario", Text),  #: that the request asked for
    Index("ix_verification_waiting", "world", "due_at", "id", postgresql_where=text("state = 'waiting'")),
    Index("ix_verification_item", "world", "item_id", "part", "attempt"),
    Index("ix_verification_expectation", "world", "expectation", postgresql_where=text("expectation IS NOT NULL")),
)

#: Verdicts that a tester tells beforehand, in the order in which they are used.
expectation = world_table(
    "expectation",
    meta,
    Column("id", Uuid, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("wish", JSONB, nullable=False),  #: an `ExpectationWish`
    Column("kinds", ARRAY(Text), nullable=False),  #: kinds of claim that it can be for
    Column("times", Integer, nullable=False),
    Column("used", Integer, nullable=False, server_default=text("0")),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("ix_expectation_open", "world", "seq", postgresql_where=text("used < times")),
)

#: Evidence that questions carry. The files stay with the asker; here are their ids and digests.
evidence = world_table(
    "evidence",
    meta,
    Column("verification_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),  #: bytes
    Column("received_at", DateTime(timezone=True), nullable=False),
    keys=("verification_id", "id"),
)

#: How fast the agency answers, where it differs from the default. An empty claim kind means all of them.
pace = world_table(
    "pace",
    meta,
    Column("claim_kind", Text, nullable=False),
    Column("question_kind", TextEnum(QuestionKind), nullable=False),
    Column("pace", Text, nullable=False),
    keys=("claim_kind", "question_kind"),
)

#: Which records are about whom: what a person may read of the registers, and how it is found.
record_about = world_table(
    "record_about",
    meta,
    Column("id_number", Text, nullable=False),
    Column("record_kind", Text, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Index("ix_record_about_record", "world", "record_id"),
    keys=("id_number", "record_kind", "record_id"),
)

#: Who changed which record, when, from what to what. Append-only.
record_history = world_table(
    "record_history",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("record_kind", Text, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),  #: the record's version after the change
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),  #: subject of the operator's token
    Column("task_id", Uuid),  #: the recheck that it was done for
    Column("before", JSONB(none_as_null=True)),  #: None: the record was new
    Column("after", JSONB, nullable=False),
    Index("ix_record_history_record", "world", "record_id", "seq"),
    keys=("seq",),
)
