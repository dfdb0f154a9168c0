"""Appeal against the result of an indicator, change the appeal, take it back (handbook 四)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from luohu_contract.indicators import Indicator
from luohu_contract.texts import text
from luohu_contract.texts.appeals import TASK
from luohu_declaration.domain.appeal import OPEN_TO_APPEAL, Appeal, AppealExists, AppealNotPossible, AppealStatus
from luohu_declaration.domain.checks import Refused
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.season import Right
from luohu_declaration.storage import appeals
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.dossier import Dossier, hold_declaration
from luohu_declaration.usecases.keep_evidence import named_evidence
from luohu_kit.tasks import NewTask, Task, queue
from luohu_kit.work import Work

APPEAL = "appeal"  #: kind of the window's tasks


class NotesNotRead(Refused):
    """需先阅读同意须知."""

    def __init__(self) -> None:
        super().__init__(
            "An appeal begins with reading and accepting the notes.", ("#/notes_read", "is true once they are read")
        )


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an applicant says, and what shows it."""

    statement: str
    evidence: tuple[UUID, ...]  #: files of the declaration; none is needed


@dataclass(frozen=True, slots=True)
class Held:
    """An appeal with its declaration and the window's task, all held; no task once the appeal is over."""

    dossier: Dossier
    appeal: Appeal
    task: Task | None


async def file_appeal(
    work: Work, dossier: Dossier, indicator: Indicator, grounds: Grounds, *, notes_read: bool
) -> Appeal:
    """Put the result of an indicator of a held declaration before the window.

    Raises StageClosed, AppealNotPossible, NotesNotRead, AppealExists, EvidenceUnknown.
    """
    await rights.require(work, Right.APPEAL)
    declaration = dossier.declaration
    if declaration.status not in OPEN_TO_APPEAL:
        raise AppealNotPossible(declaration.status)
    if not notes_read:
        raise NotesNotRead
    for other in await appeals.of_declaration(work, declaration.id):
        if other.indicator is indicator and other.status is AppealStatus.OPEN:
            raise AppealExists(other)
    new = Appeal(
        id=uuid4(),
        declaration_id=declaration.id,
        indicator=indicator,
        statement=grounds.statement,
        evidence=await _files(work, declaration.id, grounds),
        status=AppealStatus.OPEN,
        version=1,
        filed_at=work.now,
        since=work.now,
    )
    await appeals.file(work, new)
    await queue.create(work, [_task(work, new)])
    return new


async def hold_appeal(work: Work, declaration_id: UUID, appeal_id: UUID, applicant: str) -> Held:
    """An applicant's appeal, held with everything around it. Raises NotThere.

    The task first, as the window's own acts hold it first: two that wait for each other would never end.
    """
    tasks = await queue.hold_open(work, APPEAL, [appeal_id])
    dossier = await hold_declaration(work, declaration_id, applicant)
    appeal = await appeals.get(work, appeal_id)
    if appeal is None or appeal.declaration_id != declaration_id:
        raise NotThere("appeal")
    return Held(dossier, appeal, tasks[0] if tasks else None)


async def change_appeal(work: Work, held: Held, grounds: Grounds) -> Appeal:
    """Put other words and files in the place of an open appeal's, while the stage is open.

    Raises StageClosed, AppealClosed, EvidenceUnknown. A clerk who has read the old words finds that the task changed.
    """
    await rights.require(work, Right.APPEAL)
    files = await _files(work, held.appeal.declaration_id, grounds)
    changed = await appeals.change(work, held.appeal, grounds.statement, files)
    if held.task is not None:
        await queue.change(work, held.task, grounds.statement)
    return changed


async def withdraw_appeal(work: Work, held: Held) -> Appeal:
    """撤回申诉, while the stage is open; another one may follow. Raises StageClosed, AppealClosed."""
    await rights.require(work, Right.APPEAL)
    withdrawn = await appeals.withdraw(work, held.appeal)
    if held.task is not None:
        await queue.cancel(work, [held.task], withdrawn.status.value)
    return withdrawn


async def _files(work: Work, declaration_id: UUID, grounds: Grounds) -> tuple[UUID, ...]:
    return tuple(ref.id for ref in await named_evidence(work, declaration_id, grounds.evidence))


def _task(work: Work, new: Appeal) -> NewTask:
    label = text(new.indicator)
    return NewTask(
        id=uuid4(),
        kind=APPEAL,
        ref=new.id,
        candidate_group="window",
        title=TASK.zh.format(indicator_zh=label.zh),
        due_at=rights.season_of(work.world).appeals_decided_by,
        context={
            "declaration_id": str(new.declaration_id),
            "appeal_id": str(new.id),
            "indicator": new.indicator.value,
        },
    )
