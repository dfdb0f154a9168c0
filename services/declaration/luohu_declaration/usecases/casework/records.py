"""Records from outside: papers come to a department's window, a verdict is rechecked, its operator is sent more."""

from collections.abc import Sequence
from uuid import UUID

from luohu_declaration.domain.casework.case import Lacking, NotYet
from luohu_declaration.domain.casework.entries import Judged
from luohu_declaration.domain.casework.records import Record, RecordEvent, after, find
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import case_records, cases
from luohu_declaration.usecases.ask_recheck import Request, send_recheck
from luohu_declaration.usecases.casework.effects import ask
from luohu_declaration.usecases.casework.sight import Sight
from luohu_declaration.usecases.casework.stepping import go_on
from luohu_declaration.usecases.scenario import require_applicable
from luohu_declaration.usecases.supplement_evidence import supplement_evidence

RECHECK_ASKED = "recheck_asked"  #: the event of a case whose verdict is rechecked
EVIDENCE_SUPPLIED = "evidence_supplied"  #: the event of a case whose operator was sent what they had asked for


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


async def ask_recheck(sight: Sight, indicator: str, department: str, request: Request, actor: str) -> None:
    """复核: the department's operators look again, with evidence. The old result stands until their verdict.

    Raises NotThere, NotYet where the procedure allows none any more, and what `send_recheck` raises.
    """
    _, record = await _wanted(sight, indicator, department)
    if sight.case.status not in sight.procedure.rechecks_in:
        allowed = ", ".join(sight.procedure.rechecks_in)
        raise NotYet(
            "recheck",
            [Lacking("recheck-closed", "现阶段不能申请复核", f"A recheck is possible while the case is {allowed}.")],
        )
    if record.item is None:
        raise NotThere("verdict")
    await send_recheck(sight.work, record.item, sight.asking, request, actor, overdue=sight.overdue)
    detail = {"indicator": indicator, "department": department, "disputes": request.disputes}
    await cases.note(sight.work, sight.case, RECHECK_ASKED, actor, detail)
    sight.changed()
    await go_on(sight)


async def supplement(
    sight: Sight, indicator: str, department: str, files: Sequence[UUID], statement: str, actor: str
) -> None:
    """What a department's operator has asked for beside the papers or the evidence.

    Raises NotThere, and what `supplement_evidence` raises.
    """
    _, record = await _wanted(sight, indicator, department)
    if record.item is None:
        raise NotThere("question")
    await supplement_evidence(sight.work, record.item.id, None, files, statement, actor=actor)
    detail = {"indicator": indicator, "department": department}
    await cases.note(sight.work, sight.case, EVIDENCE_SUPPLIED, actor, detail)
    sight.changed()


async def _wanted(sight: Sight, indicator: str, department: str) -> tuple[Judged, Record]:
    record = find(await sight.records(), indicator, department)
    each = next((w for w in sight.wanted if (w.indicator, w.department) == (indicator, department)), None)
    if record is None or each is None:
        raise NotThere("record")
    return each, record
