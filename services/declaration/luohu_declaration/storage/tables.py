"""The tables of the declaration service. A declaration's row is the lock of everything that hangs on it."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_contract.claim import ClaimKind
from luohu_contract.item import ItemKind
from luohu_contract.message import Part, QuestionKind
from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.receive import QuestionState
from luohu_declaration.domain.states import Status
from luohu_declaration.storage.table_kinds import INSTANT, event_list, file_table, meta, of_declaration
from luohu_kit.db import OF_THE_RUN, TextEnum, world_table

#: One for each applicant and year. Whoever changes anything of a declaration holds its row first.
declaration = world_table(
    "declaration",
    meta,
    Column("id", Uuid, nullable=False),
    Column("applicant", Text, nullable=False),  #: subject of the applicant's tokens
    Column("year", Integer, nullable=False),
    Column("person", JSONB, nullable=False),  #: as the identity card names the applicant, at the last change
    Column("opened_at", INSTANT, nullable=False),  #: the world's time, like every instant here that is not called real
    Column("status", TextEnum(CourseStatus), nullable=False, server_default=text("'draft'")),
    Column("since", INSTANT, nullable=False),  #: when it took this status
    UniqueConstraint("world", "applicant", "year"),
    Index("ix_declaration_status", "world", "year", "status"),
    Index("ix_declaration_person", "world", text("(person->>'id_number')")),
)

#: What happened to each declaration in its year, append-only.
course_event = event_list(
    "course_event",
    #: the last event of its items until then: a clock that stands still tells no order
    Column("after_item_event", BigInteger, nullable=False, server_default=text("0")),
    of="declaration",
    event=CourseEvent,
    status=CourseStatus,
)

#: What the city tells people by SMS: a mailbox for each person. Nothing in it changes but `read_at`.
notice = world_table(
    "notice",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("id", Uuid, nullable=False),
    Column("recipient", Text, nullable=False),  #: id number of a person, or credit code of an employer
    Column("kind", Text, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("parameters", JSONB, nullable=False),
    Column("declaration_id", Uuid),
    Column("read_at", INSTANT),
    Index("ix_notice_recipient", "world", "recipient", "seq"),
    keys=("seq",),
)

item = world_table(
    "item",
    meta,
    Column("id", Uuid, nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("kind", TextEnum(ItemKind), nullable=False),
    Column("version", Integer, nullable=False),  #: grows with every change; the ETag
    Column("entered", JSONB, nullable=False),  #: the form, as its model writes it
    Column("spouse_id", Uuid),  #: the spouse record that a residence stands on
    Column("status", TextEnum(Status), nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("reason", Text),  #: exactly when invalid
    Column("part", TextEnum(Part)),  #: exactly when invalid: the part that the reason is about
    Column("results", JSONB, nullable=False),  #: what was decided about each part
    Column("evidence_requested", Text),  #: an operator's note to the applicant
    Column("filed_at", INSTANT, nullable=False),
    of_declaration(),
    ForeignKeyConstraint(["world", "spouse_id"], ["item.world", "item.id"]),
    CheckConstraint("(status = 'invalid') = (reason IS NOT NULL)", name="invalid_has_a_reason"),
    CheckConstraint("(reason IS NULL) = (part IS NULL)", name="a_reason_has_a_part"),
    Index("ix_item_declaration", "world", "declaration_id", "filed_at"),
    Index("ix_item_spouse", "world", "spouse_id", postgresql_where=text("spouse_id IS NOT NULL")),
    #: domestic or overseas, one at a time (DOMAIN G6)
    Index(
        "ux_item_one_education",
        "world",
        "declaration_id",
        unique=True,
        postgresql_where=text("kind IN ('domestic_education', 'overseas_education')"),
    ),
    Index("ux_item_one_tax", "world", "declaration_id", unique=True, postgresql_where=text("kind = 'tax'")),
    #: what the city reads by itself is read once for each declaration
    Index(
        "ux_item_one_reading",
        "world",
        "declaration_id",
        "kind",
        unique=True,
        postgresql_where=text("kind IN ('employment', 'law_abiding', 'tax_penalties')"),
    ),
)

#: What was asked of agencies. Rows outlive their item, so that a late verdict is known as late.
question = world_table(
    "question",
    meta,
    Column("id", Uuid, nullable=False),
    Column("item_id", Uuid, nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("part", TextEnum(Part), nullable=False),
    Column("kind", TextEnum(QuestionKind), nullable=False),
    Column("claim_kind", TextEnum(ClaimKind), nullable=False),
    Column("agency", Text, nullable=False),
    Column("body", JSONB, nullable=False),  #: the question as it is sent, and sent again
    Column("state", TextEnum(QuestionState), nullable=False),
    Column("asked_at", INSTANT, nullable=False),
    Column("asked_real", INSTANT, nullable=False, server_default=text("clock_timestamp()")),
    Column("closed_at", INSTANT),
    Column("verdict", JSONB),
    Column("evidence_requested_at", INSTANT),  #: when the operator asked for more, the last time
    Column("evidence_wanted", Text),  #: what for, until it was supplied
    Column("supplied", ARRAY(Uuid), nullable=False, server_default=text("'{}'")),  #: files added since it was asked
    #: when the reconciler looks after it
    Column("next_check_real", INSTANT, nullable=False, info=OF_THE_RUN),
    Column("checks", Integer, nullable=False, server_default=text("0"), info=OF_THE_RUN),
    Column("agency_state", Text, info=OF_THE_RUN),  #: where it stands there, when last looked
    Column("last_problem", Text, info=OF_THE_RUN),  #: what went wrong, when last looked
    Index("ux_question_open", "world", "item_id", "part", unique=True, postgresql_where=text("state = 'open'")),
    Index("ix_question_item", "world", "item_id"),
    Index("ix_question_check", "next_check_real", postgresql_where=text("state = 'open'")),
)

#: What happened to each item, append-only, also after it is gone.
item_event = event_list(
    "item_event",
    Column("declaration_id", Uuid, nullable=False),
    Index("ix_item_event_declaration", "world", "declaration_id", "seq"),
    of="item",
    status=Status,  # an event is one of the state table, or a Note
)

#: Verdicts that answer no question of ours, append-only.
stray_verdict = world_table(
    "stray_verdict",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("received_at", INSTANT, nullable=False),
    Column("sender", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("verdict", JSONB, nullable=False),
    keys=("seq",),
)

#: Files of a declaration, beside their hash.
evidence = file_table("evidence", of="declaration")

#: Agencies that wait to be looked at (the pace `manual` of a sandbox), as the sandbox has told.
looked_at = world_table("looked_at", meta, Column("agency", Text, nullable=False), keys=("agency",))
