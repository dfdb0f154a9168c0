"""Read what public security has on record anew: somebody was convicted while their cases go on."""

from datetime import timedelta
from uuid import UUID, uuid4

from luohu_contract.claim import ClaimKind
from luohu_contract.forms import RecordForm
from luohu_declaration.domain.casework.records import Record
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import edited, verification_asked
from luohu_declaration.domain.questions import verifications
from luohu_declaration.storage import cases, items, questions
from luohu_declaration.storage.cases import Whose
from luohu_declaration.usecases.casework.open_case import hold_case
from luohu_declaration.usecases.casework.sight import Sight
from luohu_kit.work import Work


async def read_conduct_anew(work: Work, id_number: str, actor: str, overdue: timedelta) -> set[UUID]:
    """Ask public security again about all cases of a person that go on; which they are.

    What is on record decides (积分期间犯罪 is a veto): the verdict does the rest. A reading that is under way answers
    for itself.
    """
    read: set[UUID] = set()
    # By id, as the list of an intake holds cases: two that wait for each other would never end.
    for case_id in sorted(case.id for case in await cases.of_person(work, id_number)):
        sight = await hold_case(work, case_id, Whose(), overdue)
        if sight.procedure.ended(sight.case.status):
            continue
        for record in await sight.records():
            if _is_conduct(record):
                await _ask(sight, record, actor)
                read.add(case_id)
    return read


def _is_conduct(record: Record) -> bool:
    if record.item is None or not record.decided:
        return False
    form = form_of(record.item)
    return isinstance(form, RecordForm) and form.claim.kind is ClaimKind.CONDUCT


async def _ask(sight: Sight, record: Record, actor: str) -> None:
    item = record.item
    assert item is not None  # noqa: S101 - the caller has looked
    again = edited(item.kind, item.standing, sight.work.now)
    then = verification_asked(again.after, sight.work.now)
    asked = verifications(item.id, then.after.attempt, form_of(item), sight.asking, new_id=uuid4)
    moves = [(item.id, item.declaration_id, move) for move in (again, then)]
    beside = questions.to_keep(sight.work, item.declaration_id, asked, sight.overdue)
    await items.move(sight.work, moves, actor, beside)
