"""Tables of appeals, reports and sanctions."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_declaration.domain.appeal import AppealEvent, AppealStatus
from luohu_declaration.domain.report import ReportEvent, ReportStatus
from luohu_declaration.domain.sanction import Party, SanctionKind
from luohu_declaration.storage.table_kinds import INSTANT, event_list, file_table, meta, of_declaration
from luohu_kit.db import TextEnum, world_table

#: Of reports, a digest says what was reported and what came of it, and nothing of who did.
UNSEEN = {"digest": False}

appeal = world_table(
    "appeal",
    meta,
    Column("id", Uuid, nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("evidence", ARRAY(Uuid), nullable=False),
    Column("status", TextEnum(AppealStatus), nullable=False),
    Column("version", Integer, nullable=False),  #: the ETag
    Column("filed_at", INSTANT, nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("opinion", Text),
    Column("correction", JSONB),
    Column("decided_by", Text),
    of_declaration(),
    CheckConstraint("(status = 'upheld') = (correction IS NOT NULL)", name="upheld_has_a_correction"),
    Index("ix_appeal_declaration", "world", "declaration_id", "filed_at"),
    #: one open appeal for each indicator (DOMAIN 3.7)
    Index(
        "ux_appeal_one_open",
        "world",
        "declaration_id",
        "indicator",
        unique=True,
        postgresql_where=text("status = 'open'"),
    ),
)

#: What happened to each appeal, append-only.
appeal_event = event_list("appeal_event", of="appeal", event=AppealEvent, status=AppealStatus)

#: Corrected figures of upheld appeals, append-only: of two about one indicator the later one counts.
correction = world_table(
    "correction",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("appeal_id", Uuid, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("at", INSTANT, nullable=False),
    Index("ix_correction_declaration", "world", "declaration_id", "seq"),
    keys=("seq",),
)

report = world_table(
    "report",
    meta,
    Column("id", Uuid, nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("statement", Text, nullable=False),
    Column("status", TextEnum(ReportStatus), nullable=False),
    Column("filed_at", INSTANT, nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("opinion", Text),
    Column("decided_by", Text),
    of_declaration(),
    Index("ix_report_declaration", "world", "declaration_id"),
)

#: What happened to each report, append-only. No row names who reported.
report_event = event_list("report_event", of="report", event=ReportEvent, status=ReportStatus, detail=False)

#: Who reported, apart from what was reported (严格为举报人保密). Append-only.
reporter = world_table(
    "reporter",
    meta,
    Column("report_id", Uuid, nullable=False),
    Column("subject", Text, nullable=False),  #: of the token
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("mailbox", Text, nullable=False),  #: where the answer goes: id number, or credit code
    Index("ix_reporter_subject", "world", "subject"),
    keys=("report_id",),
    info=UNSEEN,
)

#: Who looked at a reporter's name, or at a file of a report, append-only.
reporter_read = world_table(
    "reporter_read",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("report_id", Uuid, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("reader", Text, nullable=False),  #: subject of the token
    Column("file_id", Uuid),  #: the file that was read; NULL: name and contact
    Index("ix_reporter_read_report", "world", "report_id", "seq"),
    keys=("seq",),
    info=UNSEEN,
)

#: Files of a report. They can show who reported, so they are read as the reporter's name is.
report_file = file_table("report_file", of="report", info=UNSEEN)

#: Decisions about persons and employers, append-only; they are also the credit list.
sanction = world_table(
    "sanction",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("id", Uuid, nullable=False),
    Column("kind", TextEnum(SanctionKind), nullable=False),
    Column("about", TextEnum(Party), nullable=False),
    Column("subject", Text, nullable=False),  #: id number of a person, or credit code of an employer
    Column("name", Text),
    Column("from_year", Integer, nullable=False),
    Column("to_year", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document", Text),
    Column("report_id", Uuid),
    Column("at", INSTANT, nullable=False),
    Column("decided_by", Text, nullable=False),
    Index("ix_sanction_subject", "world", "subject"),
    Index("ix_sanction_seq", "world", "seq"),
)

#: Later decisions that take one back, append-only, one for each.
sanction_revocation = world_table(
    "sanction_revocation",
    meta,
    Column("sanction_id", Uuid, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    keys=("sanction_id",),
)

#: Convictions that became known, append-only.
criminal_record = world_table(
    "criminal_record",
    meta,
    Column("id", Uuid, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("convicted_on", Date, nullable=False),
    Column("document", Text, nullable=False),
    Column("source", Text, nullable=False),  #: `public-security`, `applicant` or `employer`
    Column("received_at", INSTANT, nullable=False),
    Index("ix_criminal_record_person", "world", "id_number"),
)
