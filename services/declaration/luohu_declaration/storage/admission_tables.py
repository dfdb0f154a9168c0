"""Tables of admission: commitments, basic information, saved marks, disputes about eligibility, and their events."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_contract.indicators import Indicator
from luohu_declaration.domain.dispute import DisputeState
from luohu_declaration.storage.table_kinds import INSTANT, meta, of_declaration
from luohu_kit.db import TextEnum, world_table

#: 诚信声明, 诚信承诺, 无刑事犯罪记录承诺: a row is there when all of them were made.
commitment = world_table(
    "commitment",
    meta,
    Column("declaration_id", Uuid, nullable=False),
    Column("made_at", INSTANT, nullable=False),
    of_declaration(),
    keys=("declaration_id",),
)

#: 基础信息 as it was saved last.
basics = world_table(
    "basics",
    meta,
    Column("declaration_id", Uuid, nullable=False),
    Column("accompanying_children", JSONB, nullable=False),  #: [{name, id_number}]
    Column("disclosure_consent", Boolean, nullable=False),  #: either answer changes nothing
    Column("saved_at", INSTANT, nullable=False),
    of_declaration(),
    keys=("declaration_id",),
)

#: 已保存: a row is there while the page's mark says so.
saved_indicator = world_table(
    "saved_indicator",
    meta,
    Column("declaration_id", Uuid, nullable=False),
    Column("indicator", TextEnum(Indicator), nullable=False),
    Column("saved_at", INSTANT, nullable=False),
    Column("area_committed", Boolean),  #: of the job-housing area alone: 以职住区域指标积分
    of_declaration(),
    keys=("declaration_id", "indicator"),
)

#: Objections to a refusal, decided by the district window (handbook 二.二.2).
eligibility_dispute = world_table(
    "eligibility_dispute",
    meta,
    Column("id", Uuid, nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("state", TextEnum(DisputeState), nullable=False),
    Column("codes", ARRAY(Text), nullable=False),  #: the reasons that it is about
    Column("statement", Text, nullable=False),
    Column("evidence", ARRAY(Uuid), nullable=False),
    Column("filed_at", INSTANT, nullable=False),
    Column("decided_at", INSTANT),
    Column("opinion", Text),  #: the window's words
    of_declaration(),
    Index("ix_eligibility_dispute_declaration", "world", "declaration_id", "filed_at"),
    Index(
        "ux_eligibility_dispute_open", "world", "declaration_id", unique=True, postgresql_where=text("state = 'open'")
    ),
)

#: What happened on the pages around the items, append-only.
admission_event = world_table(
    "admission_event",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("event", Text, nullable=False),
    Column("detail", JSONB, nullable=False),
    Column("actor", Text, nullable=False),  #: `applicant`, `window` or `city`
    Index("ix_admission_event_declaration", "world", "declaration_id", "seq"),
    keys=("seq",),
)
