"""Public security's registers: residents, permits, detentions, crimes, and who was registered in Beijing."""

from collections.abc import Sequence
from typing import Any

from luohu_agency.spec import RecordKind
from luohu_public_security.records import news
from luohu_public_security.records.lookup import lookup
from luohu_public_security.records.model import (
    CrimeRecord,
    DetentionRecord,
    PermitRecord,
    RegistrationRecord,
    ResidentRecord,
)
from luohu_public_security.records.table import crimes, detentions, meta, permits, registrations, residents

__all__ = [
    "KINDS",
    "PERMIT",
    "REGISTRATION",
    "RESIDENT",
    "PermitRecord",
    "RegistrationRecord",
    "ResidentRecord",
    "lookup",
    "meta",
    "news",
]


def _person(
    record: ResidentRecord | PermitRecord | DetentionRecord | CrimeRecord | RegistrationRecord,
) -> Sequence[str]:
    return [record.id_number]


RESIDENT = RecordKind(
    "resident", ResidentRecord, residents, _person, ("id_number", "name", "household_province"), "人口登记"
)
PERMIT = RecordKind(
    "permit", PermitRecord, permits, _person, ("id_number", "number", "applied_on", "status"), "北京市居住证"
)
DETENTION = RecordKind(
    "detention", DetentionRecord, detentions, _person, ("id_number", "detained_on", "authority"), "行政拘留"
)
CRIME = RecordKind(
    "crime",
    CrimeRecord,
    crimes,
    _person,
    ("id_number", "convicted_on", "court", "document"),
    "刑事犯罪记录",
    written=news.tell,
)
REGISTRATION = RecordKind(
    "registration",
    RegistrationRecord,
    registrations,
    _person,
    ("id_number", "name", "district", "move_in_permit_number", "moved_with"),
    "落户登记",
)
KINDS: tuple[RecordKind[Any], ...] = (RESIDENT, PERMIT, DETENTION, CRIME, REGISTRATION)
