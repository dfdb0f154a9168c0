"""An employer registers, corrects its data, confirms it for another year (handbook 二.一.1 to 二.一.3)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from luohu_contract.enrolment import EmployerStatus
from luohu_declaration.domain.employer import AlreadyActive, Contact, Employer, EmployerEvent, EmployerExists, after
from luohu_declaration.domain.season import Right
from luohu_declaration.domain.unit_code import make_unit_code
from luohu_declaration.storage import employers
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.employer_standing import hold_employer, require_not_barred
from luohu_kit.work import Work

_TRIES = 8  #: unit codes that may be another employer's before something is wrong


@dataclass(frozen=True, slots=True)
class Registration:
    """What an employer enters about itself."""

    uscc: str
    name: str
    handling_district: str
    contact: Contact


async def register_employer(work: Work, wanted: Registration, secret: str) -> Employer:
    """Keep the employer; the tax authority is asked next. secret: what unit codes are derived from.

    Raises StageClosed, EmployerBarred, EmployerExists.
    """
    await rights.require(work, Right.EMPLOYER)
    await require_not_barred(work, wanted.uscc)
    for attempt in range(_TRIES):
        new = Employer(
            id=uuid4(),
            uscc=wanted.uscc,
            name=wanted.name,
            handling_district=wanted.handling_district,
            contact=wanted.contact,
            status=after(None, EmployerEvent.REGISTERED),
            since=work.now,
            registered_at=work.now,
            unit_code=make_unit_code(secret, work.world.seed, wanted.uscc, attempt),
            active_year=None,
        )
        if await employers.register(work, new):
            return new
        existing = await employers.of_uscc(work, wanted.uscc)
        if existing is not None:
            raise EmployerExists(existing.id, existing.uscc)
    raise LookupError(f"{_TRIES} unit codes in a row are taken")


async def correct_employer(
    work: Work, employer_id: UUID, uscc: str, name: str | None, handling_district: str | None
) -> Employer:
    """Correct what was entered, where that is possible; the tax authority is asked again. None: leave it as it is.

    Raises NotThere, StageClosed, EmployerBarred, EmployerRefused; DataFixed while the unit code is active.
    """
    await rights.require(work, Right.EMPLOYER)
    await require_not_barred(work, uscc)
    held = await hold_employer(work, employer_id, uscc)
    held.assert_can_change(work.world.year)
    values = {"name": name or held.name, "handling_district": handling_district or held.handling_district}
    before = {"name": held.name, "handling_district": held.handling_district}
    detail = {"before": before, "after": values}
    return await employers.move(
        work, held, EmployerEvent.CORRECTED, "employer", detail, **values, reason=None, opinion=None
    )


async def activate_employer(work: Work, employer_id: UUID, uscc: str) -> Employer:
    """Confirm the data for the world's year; the unit code is good for it once the tax authority was asked again.

    Who was admitted on a licence is not on its register, and is active at once. Raises NotThere, StageClosed,
    EmployerBarred, AlreadyActive, EmployerRefused.
    """
    await rights.require(work, Right.EMPLOYER)
    await require_not_barred(work, uscc)
    held = await hold_employer(work, employer_id, uscc)
    year = work.world.year
    if held.active_in(year):
        raise AlreadyActive(year)
    if await employers.on_licence(work, held.id):
        return await employers.move(work, held, EmployerEvent.ACTIVATED, "employer", {"year": year}, active_year=year)
    return await employers.move(work, held, EmployerEvent.CONFIRMED, "employer", {"year": year})


async def change_contact(work: Work, employer_id: UUID, uscc: str, contact: Contact) -> Employer:
    """Contact and telephone: the only data that may change at any time, in any stage. Raises NotThere."""
    held = await hold_employer(work, employer_id, uscc)
    if held.contact == contact:
        return held
    values = {"contact_name": contact.name, "contact_telephone": contact.telephone}
    return await employers.move(work, held, EmployerEvent.CONTACT_CHANGED, "employer", values, **values)


def shown_unit_code(employer: Employer) -> str | None:
    """The unit code, once the employer has it: 用人单位登入系统后,系统会生成单位注册码."""
    return employer.unit_code if employer.status is EmployerStatus.OPEN else None
