"""The three changes themselves, each for one person, in the register and with its history."""

from datetime import date, datetime

from luohu_agency import register
from luohu_agency.register import Author, Record
from luohu_contract.numbers import NumberInvalid, parse_resident_id
from luohu_contract.settlement import PermitCancellation, Registrant, Registration, RegistrationCancellation
from luohu_contract.standing import PermitStatus
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work
from luohu_public_security.records import (
    PERMIT,
    REGISTRATION,
    RESIDENT,
    PermitRecord,
    RegistrationRecord,
    ResidentRecord,
)
from luohu_public_security.settlement.batch import Refused

BEIJING_CITY = "北京市"


async def cancel_permits(work: Work, author: Author, change: PermitCancellation) -> None:
    """End the valid permits of a person. Raises Refused for somebody who never had one, and for a day before it."""
    held = await register.find(work, PERMIT, {"id_number": change.id_number}, for_update=True)
    if not held:
        raise Refused("record-not-found", "Nobody of this id number has a residence permit here.")
    on = _day(change.at)
    for record in held:
        permit = _permit(record)
        if permit.status is PermitStatus.CANCELLED:
            continue
        if on < permit.applied_on:
            raise Refused("validation-failed", f"The permit was applied for on {permit.applied_on}, after that day.")
        ended = permit.model_copy(update={"status": PermitStatus.CANCELLED, "cancelled_on": on})
        await register.correct(work, record, ended, author)


async def register_household(work: Work, author: Author, change: Registration) -> None:
    """Register a person and the children in Beijing. Raises Refused; then nobody of them is moved."""
    record = await _resident(work, change.person)
    if record is None:
        raise Refused("record-not-found", "Nobody of this id number is on record here.")
    former = _value(record).household_province
    await _move_in(work, author, record, change, moved_with=None)
    for child in change.children:
        held = await _resident(work, child) or await _first_record(work, author, child, former)
        await _move_in(work, author, held, change, moved_with=change.person.id_number)


async def cancel_registration(work: Work, author: Author, change: RegistrationCancellation) -> None:
    """Move a person, and the children who came along, back to the former place. Raises Refused."""
    own = await _standing(work, "id_number", change.id_number)
    if not own:
        raise Refused("record-not-found", "No registration of this person stands here that could be cancelled.")
    for record in own + await _standing(work, "moved_with", change.id_number):
        registration = _registration(record)
        cancelled = registration.model_copy(update={"cancelled_on": _day(work.now), "cancellation": change.reason})
        await register.correct(work, record, cancelled, author)
        for resident in await register.find(work, RESIDENT, {"id_number": registration.id_number}, for_update=True):
            place = {"household_province": registration.former_household, "household_in_beijing": False}
            await register.correct(work, resident, _value(resident).model_copy(update=place), author)


async def _move_in(work: Work, author: Author, record: Record, change: Registration, *, moved_with: str | None) -> None:
    resident = _value(record)
    if resident.household_in_beijing:
        raise Refused("record-conflict", f"The household of {resident.name} is registered in Beijing already.")
    place = {"household_province": BEIJING_CITY + change.district, "household_in_beijing": True}
    await register.correct(work, record, resident.model_copy(update=place), author)
    registration = RegistrationRecord(
        id_number=resident.id_number,
        name=resident.name,
        address=change.address,
        district=change.district,
        move_in_permit_number=change.move_in_permit_number,
        registered_on=_day(change.at),
        former_household=resident.household_province,
        moved_with=moved_with,
    )
    await register.add(work, REGISTRATION, registration, author)


async def _resident(work: Work, named: Registrant) -> Record | None:
    """The record of a person, held; None for nobody. Raises Refused when it bears another name."""
    found = await register.find(work, RESIDENT, {"id_number": named.id_number}, for_update=True)
    if found and _value(found[0]).name != named.name:
        raise Refused("validation-failed", "The id number is on record here under another name.")
    return found[0] if found else None


async def _first_record(work: Work, author: Author, child: Registrant, household: str) -> Record:
    """A child whom the city never had on record: its number tells birth date and sex, its household is the parent's."""
    try:
        number = parse_resident_id(child.id_number)
    except NumberInvalid as error:
        raise Refused("validation-failed", f"The id number of {child.name}: {error}") from None
    value = ResidentRecord(
        id_number=number.number,
        name=child.name,
        birth_date=number.birth_date,
        sex=number.sex,
        household_province=household,
    )
    return await register.add(work, RESIDENT, value, author)


async def _standing(work: Work, column: str, id_number: str) -> list[Record]:
    return await register.find(work, REGISTRATION, {column: id_number, "cancelled_on": None}, for_update=True)


def _day(at: datetime) -> date:
    return at.astimezone(BEIJING).date()


def _value(record: Record) -> ResidentRecord:
    assert isinstance(record.value, ResidentRecord)  # noqa: S101 - found by its kind
    return record.value


def _permit(record: Record) -> PermitRecord:
    assert isinstance(record.value, PermitRecord)  # noqa: S101 - found by its kind
    return record.value


def _registration(record: Record) -> RegistrationRecord:
    assert isinstance(record.value, RegistrationRecord)  # noqa: S101 - found by its kind
    return record.value
