"""What follows of a step, in its transaction."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from luohu_contract.claim import ClaimKind
from luohu_contract.forms import RecordForm, entered
from luohu_contract.item import ItemKind
from luohu_contract.message import Part as ItemPart
from luohu_contract.message import Question
from luohu_declaration.domain.casework.arguments import SOME, WHOM
from luohu_declaration.domain.casework.case import bearer
from luohu_declaration.domain.casework.claims import claim_of
from luohu_declaration.domain.casework.entries import READ, Judged
from luohu_declaration.domain.casework.records import Record, RecordEvent, RecordState, after, key
from luohu_declaration.domain.item import Item, filed, verification_asked
from luohu_declaration.storage import case_records, cases, items, questions
from luohu_declaration.usecases.casework.naming import effect
from luohu_declaration.usecases.casework.sight import Sight
from luohu_declaration.usecases.notify import notify
from luohu_scoring import printed


@effect()
async def ask_readings(sight: Sight, argument: Any, actor: str) -> None:
    """Ask the registers that are only read."""
    await _open(sight, [each for each in sight.wanted if each.ask in READ], actor, papers=False)


@effect()
async def open_records(sight: Sight, argument: Any, actor: str) -> None:
    """Open a record for everything that is judged and has none. What wants papers waits for them; where nothing is
    claimed, nothing is judged.
    """
    await _open(sight, sight.wanted, actor, papers=True)


@effect(told=SOME)
async def ask_records(sight: Sight, argument: Any, actor: str) -> None:
    """Ask about these at once, their papers lie on the counter; about everything where none is named."""
    wanted = None if argument is None else set(argument)
    await _open(
        sight, [each for each in sight.wanted if wanted is None or each.indicator in wanted], actor, papers=False
    )


@effect()
async def end_material(sight: Sight, argument: Any, actor: str) -> None:
    """The time for papers is over: what is outstanding counts nothing (自动记零分)."""
    to = after(RecordState.OUTSTANDING, RecordEvent.TIME_OVER)
    for indicator, department in await case_records.change_all(sight.work, sight.case.id, RecordState.OUTSTANDING, to):
        detail = {"indicator": indicator, "department": department}
        await cases.note(sight.work, sight.case, RecordEvent.TIME_OVER.value, actor, detail)
    sight.changed()


@effect(told=WHOM)
async def tell(sight: Sight, argument: Any, actor: str) -> None:
    """Tell the employer, or the person by SMS, where the case stands now."""
    status = sight.procedure.statuses[sight.case.status]
    who = await _recipient(sight, str(argument))
    await notify(
        sight.work,
        who,
        "case.progress",
        declaration_id=sight.case.declaration_id,
        title_zh=sight.procedure.title.zh,
        title_en=sight.procedure.title.en,
        name=sight.case.name or sight.case.employer,
        status_zh=status.zh,
        status_en=status.en,
    )


@effect(told=WHOM)
async def tell_points(sight: Sight, argument: Any, actor: str) -> None:
    """The notice of points (积分通知单) to the employer or the person."""
    await notify(
        sight.work,
        await _recipient(sight, str(argument)),
        "case.points",
        declaration_id=sight.case.declaration_id,
        title_zh=sight.procedure.title.zh,
        title_en=sight.procedure.title.en,
        name=sight.case.name or "",
        points=printed(await sight.total()),
    )


async def _recipient(sight: Sight, who: str) -> str:
    return sight.person.id_number if who == "person" else sight.case.employer


async def _open(sight: Sight, wanted: Iterable[Judged], actor: str, *, papers: bool) -> None:
    """Records for what has none. papers: whether those that want papers wait for them."""
    there = {key(each) for each in await sight.records()}
    new: list[Record] = []
    asked: list[tuple[Judged, Record]] = []
    for each in wanted:
        if (each.indicator, each.department) in there:
            continue
        if not _claimed(sight, each):
            event = RecordEvent.NOTHING_CLAIMED
        else:
            event = RecordEvent.OPENED if each.papers and papers else RecordEvent.DELIVERED
        record = Record(each.indicator, each.department, after(None, event), sight.work.now)
        if event is RecordEvent.DELIVERED:
            asked.append((each, record))
        else:
            new.append(record)
        detail = {"indicator": each.indicator, "department": each.department}
        await cases.note(sight.work, sight.case, event.value, actor, detail)
    new += await ask(sight, asked, actor)
    await case_records.add(sight.work, sight.case.id, new)
    sight.changed()


def _claimed(sight: Sight, each: Judged) -> bool:
    """Whether there is anything to judge: something was entered, or a register is read whatever is entered."""
    return sight.entry(each) is not None or each.ask in READ or (each.ask is ClaimKind.DEPARTMENT and not each.papers)


async def ask(sight: Sight, wanted: list[tuple[Judged, Record]], actor: str) -> list[Record]:
    """Send the questions about records on their way; the records with the items that were asked about."""
    if not wanted:
        return []
    declaration_id = bearer(sight.case)
    asker, now = sight.asker, sight.work.now
    found: list[Record] = []
    kept: list[Item] = []
    moves = []
    out: list[Question] = []
    for each, record in wanted:
        claim = claim_of(each, sight.entry(each), asker)
        form = RecordForm(indicator=each.indicator, department=each.department, claim=claim)
        first = filed(now)
        then = verification_asked(first.after, now)
        item = Item(uuid4(), declaration_id, ItemKind.RECORD, 2, entered(form), None, then.after, now)
        kept.append(item)
        moves += [(item.id, declaration_id, move) for move in (first, then)]
        out.append(
            Question(
                id=uuid4(),
                item_id=item.id,
                attempt=item.standing.attempt,
                part=ItemPart.WHOLE,
                subject=asker.person,
                claim=claim,
                as_of=asker.as_of,
            )
        )
        found.append(Record(record.indicator, record.department, record.state, record.since, item))
    beside = questions.to_keep(sight.work, declaration_id, out, sight.overdue)
    await items.file(sight.work, kept, moves, actor, beside)
    sight.asked += out
    return found
