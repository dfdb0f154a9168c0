"""Records from outside: papers are delivered to a department's window, and a verdict is rechecked."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from luohu_contract.message import Part
from luohu_declaration.domain.casework.case import Lacking, NotYet
from luohu_declaration.domain.casework.entries import Judged
from luohu_declaration.domain.casework.records import Record, RecordEvent, after, find
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item, recheck_asked
from luohu_declaration.domain.questions import Asking, Dispute, Windows, recheck
from luohu_declaration.domain.recheck import part_to_recheck
from luohu_declaration.storage import case_records, cases, items, questions
from luohu_declaration.usecases.casework.effects import ask
from luohu_declaration.usecases.casework.sight import Sight
from luohu_declaration.usecases.casework.stepping import go_on
from luohu_declaration.usecases.keep_evidence import needed_evidence
from luohu_declaration.usecases.scenario import require_applicable

RECHECK_ASKED = "recheck_asked"  #: the event of a case whose verdict is rechecked
NO_WINDOWS = Windows((), (), ())  #: a record's claim is kept as it was asked, years included


async def deliver(sight: Sight, indicator: str, department: str, actor: str) -> Record:
    """分送材料: the papers lie on the department's window, and it judges.

    Raises NotThere, RecordRefused, ScenarioNotApplicable.
    """
    each, record = await _wanted(sight, indicator, department)
    to = after(record.state, RecordEvent.DELIVERED)
    moved = Record(indicator, department, to, sight.work.now)
    [asked] = await ask(sight, [(each, moved)], actor)
    await case_records.change(sight.work, sight.case.id, asked)
    detail = {"indicator": indicator, "department": department}
    await cases.note(sight.work, sight.case, RecordEvent.DELIVERED.value, actor, detail)
    sight.changed()
    await go_on(sight)
    require_applicable(sight.asked)
    return asked


async def ask_recheck(
    sight: Sight, indicator: str, department: str, disputes: str, statement: str, files: Sequence[UUID], actor: str
) -> Item:
    """复核: the department's operators look again, with evidence. The old result stands until their verdict.

    Raises NotThere, NotYet where the procedure allows none any more, what `part_to_recheck` raises, EvidenceMissing,
    EvidenceUnknown, ScenarioNotApplicable.
    """
    _, record = await _wanted(sight, indicator, department)
    if sight.case.status not in sight.procedure.rechecks_in:
        allowed = ", ".join(sight.procedure.rechecks_in)
        raise NotYet(
            "recheck",
            [Lacking("recheck-closed", "现阶段不能申请复核", f"A recheck is possible while the case is {allowed}.")],
        )
    item = record.item
    if item is None:
        raise NotThere("verdict")
    open_parts = await questions.open_of_items(sight.work, [item.id])
    part = part_to_recheck(item.kind, item.standing, open_parts[item.id], disputes, Part.WHOLE, item.entered)
    move = recheck_asked(item.standing, part, disputes, sight.work.now)
    named = await needed_evidence(sight.work, item.declaration_id, files)
    asking = Asking(sight.person, None, sight.as_of, NO_WINDOWS)
    dispute = Dispute(disputes, statement, named)
    question = recheck(item.id, move.after.attempt, form_of(item), asking, part, dispute, new_id=uuid4)
    beside = questions.to_keep(sight.work, item.declaration_id, [question], sight.overdue)
    await items.move(sight.work, [(item.id, item.declaration_id, move)], actor, beside)
    detail = {"indicator": indicator, "department": department, "disputes": disputes}
    await cases.note(sight.work, sight.case, RECHECK_ASKED, actor, detail)
    sight.changed()
    await go_on(sight)
    require_applicable([question])
    return item


async def _wanted(sight: Sight, indicator: str, department: str) -> tuple[Judged, Record]:
    record = find(await sight.records(), indicator, department)
    each = next((w for w in sight.wanted if (w.indicator, w.department) == (indicator, department)), None)
    if record is None or each is None:
        raise NotThere("record")
    return each, record
