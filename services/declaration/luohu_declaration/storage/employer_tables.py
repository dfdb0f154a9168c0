"""Tables of employers and associations (handbook 二)."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from luohu_contract.enrolment import AnswerPace, AssociationStatus, EmployerStatus, Licence, NoteKind, NotEligible
from luohu_declaration.domain.association import AssociationEvent
from luohu_declaration.domain.employer import EmployerEvent
from luohu_declaration.storage.table_kinds import INSTANT, event_list, file_table, meta
from luohu_kit.db import OF_THE_RUN, TextEnum, world_table

#: One for each credit code. Whoever changes anything of an employer holds its row first.
employer = world_table(
    "employer",
    meta,
    Column("id", Uuid, nullable=False),
    Column("uscc", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("handling_district", Text, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("contact_telephone", Text, nullable=False),
    Column("status", TextEnum(EmployerStatus), nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("registered_at", INSTANT, nullable=False),
    Column("unit_code", Text, nullable=False),
    Column("active_year", Integer),
    Column("answers", TextEnum(AnswerPace), nullable=False, server_default=text("'by_hand'")),
    Column("reason", TextEnum(NotEligible)),
    Column("opinion", Text),
    Column("checks", Integer, nullable=False, server_default=text("0"), info=OF_THE_RUN),
    Column("next_check_real", INSTANT, nullable=False, server_default=text("clock_timestamp()")),
    Column("last_problem", Text, info=OF_THE_RUN),
    UniqueConstraint("world", "uscc"),
    UniqueConstraint("world", "unit_code"),
    CheckConstraint("(status IN ('not_eligible', 'under_review')) = (reason IS NOT NULL)", name="refused_has_a_reason"),
    Index("ix_employer_check", "next_check_real", postgresql_where=text("status = 'checking'")),
)

#: What happened to each employer, append-only.
employer_event = event_list("employer_event", of="employer", event=EmployerEvent, status=EmployerStatus)

#: Licences, beside their hash.
credential = file_table("credential", Column("licence", TextEnum(Licence), nullable=False), of="employer")

#: What employers tell the district window. The words never change; the window says once that it has read them.
employer_note = world_table(
    "employer_note",
    meta,
    Column("id", Uuid, nullable=False),
    Column("employer_id", Uuid, nullable=False),
    Column("year", Integer, nullable=False),
    Column("kind", TextEnum(NoteKind), nullable=False),
    Column("words", Text, nullable=False),
    Column("id_number", Text),  #: the person that it is about
    Column("sent_at", INSTANT, nullable=False),
    Column("acknowledged_at", INSTANT),
    Column("acknowledged_by", Text),
    ForeignKeyConstraint(["world", "employer_id"], ["employer.world", "employer.id"]),
    Index("ix_employer_note_employer", "world", "employer_id", "sent_at"),
    Index("ix_employer_note_sent", "world", "sent_at"),
)

#: A person's requests, by year and id number.
association = world_table(
    "association",
    meta,
    Column("id", Uuid, nullable=False),
    Column("year", Integer, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("employer_id", Uuid, nullable=False),
    Column("status", TextEnum(AssociationStatus), nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("requested_at", INSTANT, nullable=False),
    Column("opinion", Text),
    ForeignKeyConstraint(["world", "employer_id"], ["employer.world", "employer.id"]),
    CheckConstraint("status <> 'returned' OR opinion IS NOT NULL", name="returned_has_an_opinion"),
    #: one open or approved for each person and year: final (handbook 二.二, ①)
    Index(
        "ux_association_year",
        "world",
        "year",
        "id_number",
        unique=True,
        postgresql_where=text("status IN ('pending', 'approved')"),
    ),
    Index("ix_association_person", "world", "year", "id_number", "requested_at"),
    Index("ix_association_employer", "world", "employer_id", "year", "status"),
)

#: What happened to each association, append-only.
association_event = event_list("association_event", of="association", event=AssociationEvent, status=AssociationStatus)
