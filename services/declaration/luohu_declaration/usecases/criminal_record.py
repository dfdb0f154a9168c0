"""A conviction becomes known: the procedure ends, at any point before it is over and also after (一.四, DOMAIN 3.9)."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from luohu_contract.message import Acknowledgement
from luohu_contract.news import CriminalRecord
from luohu_declaration.domain.checks import Refused
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.storage import criminal_records, sanctions
from luohu_declaration.storage.criminal_records import Known
from luohu_declaration.usecases.casework.programme import has_casework
from luohu_declaration.usecases.casework.reading_anew import read_conduct_anew
from luohu_declaration.usecases.end_course import sanction_person
from luohu_declaration.usecases.notify import notify
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

WHY = "criminal_record"

#: Over without an award: there is no procedure that could be ended, and nothing to take back.
_OVER = frozenset({CourseStatus.NOT_SUBMITTED, CourseStatus.NOT_AWARDED, CourseStatus.LAPSED})


class ConvictionNotPossible(Refused):
    """A conviction is not of the future."""

    def __init__(self, convicted_on: date, today: date) -> None:
        what = f"a day not after today, which is {today.isoformat()}"
        super().__init__(f"{convicted_on.isoformat()} has not come yet.", ("#/convicted_on", what))


async def take_records(
    work: Work, sender: str, records: Sequence[CriminalRecord], *, overdue: timedelta
) -> Acknowledgement:
    """What an agency tells about convictions, each once, in any order. Every record is accepted.

    overdue: real time after which the reconciler looks after what is asked because of it.
    """
    fresh = await work.first_time(f"{WHY}/{sender}", [record.id for record in records])
    # In one order for everybody: two batches about the same people never block each other.
    for record in sorted(records, key=lambda one: (one.id_number, str(one.id))):
        if record.id in fresh:
            fresh.discard(record.id)
            known = Known(record.id, record.id_number, record.convicted_on, record.document, sender, work.now)
            await _become_known(work, known, overdue)
    return Acknowledgement(accepted=tuple(dict.fromkeys(record.id for record in records)))


async def report_conviction(
    work: Work, id_number: str, convicted_on: date, document: str, *, source: str, overdue: timedelta
) -> UUID:
    """A written report to the bureau (应及时向市人力资源社会保障局书面报告). Raises ConvictionNotPossible.

    The court's document is what it rests on; the course ends with it.
    """
    today = work.now.astimezone(BEIJING).date()
    if convicted_on > today:
        raise ConvictionNotPossible(convicted_on, today)
    known = Known(uuid4(), id_number, convicted_on, document, source, work.now)
    await _become_known(work, known, overdue)
    return known.id


async def _become_known(work: Work, known: Known, overdue: timedelta) -> None:
    await sanctions.hold_subject(work, known.id_number)
    if not await criminal_records.add(work, known):
        return
    await notify(work, known.id_number, "criminal_record.noted", document=known.document)
    if has_casework(work.world):
        await read_conduct_anew(work, known.id_number, known.source, overdue)
        return
    await sanction_person(
        work, known.id_number, WHY, actor=known.source, reaches=lambda one: _reached(one, known.convicted_on)
    )


def _reached(declaration: Declaration, convicted_on: date) -> bool:
    """Whoever was convicted before the registration loses it; a crime after it is no matter of the programme."""
    if declaration.status is CourseStatus.REGISTERED:
        registered = declaration.since or declaration.opened_at
        return convicted_on <= registered.astimezone(BEIJING).date()
    return declaration.status not in _OVER
