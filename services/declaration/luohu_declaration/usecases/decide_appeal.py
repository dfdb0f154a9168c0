"""The window decides an appeal: the result stands, or corrected figures count (handbook 四.一)."""

from dataclasses import dataclass
from enum import StrEnum

from luohu_contract.texts import text
from luohu_declaration.domain.appeal import OPEN_TO_APPEAL, Appeal, AppealNotPossible, AppealStatus
from luohu_declaration.domain.correction import Correction, CorrectionImpossible
from luohu_declaration.domain.correction_checks import check_correction
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.storage import appeals, corrections, declarations
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.notify import notify
from luohu_declaration.usecases.rescore import rescore
from luohu_declaration.usecases.scoring import facts_together
from luohu_kit.tasks import Ended, Task
from luohu_kit.work import Work


class AppealDecision(StrEnum):
    """What the window can decide."""

    UPHOLD = "uphold"  #: the appeal is right
    REJECT = "reject"  #: the result stands


#: The notice of a decision: 异议申诉处理结果将以短信方式和在线方式告知申请人.
_NOTICES = {AppealStatus.UPHELD: "appeal.upheld", AppealStatus.REJECTED: "appeal.rejected"}


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision with its words for the applicant; the corrected figures exactly when it upholds."""

    decision: AppealDecision
    opinion: str
    correction: Correction | None
    clerk: str  #: subject of the clerk's token


async def decide_appeal(work: Work, task: Task, ruling: Ruling) -> Ended:
    """Decide a task of the window's queue, which is held. Points are computed anew a moment later.

    The window can decide until the list is published, after the stage too. Raises AppealNotPossible, AppealClosed,
    CorrectionImpossible.
    """
    declaration, appeal = await _held(work, task)
    if declaration.status not in OPEN_TO_APPEAL:
        raise AppealNotPossible(declaration.status)
    carry_out = _uphold if ruling.decision is AppealDecision.UPHOLD else _reject
    decided = await carry_out(work, declaration, appeal, ruling)
    await _tell(work, declaration, decided)
    return Ended(decided.status.value, ruling.opinion, detail={"appeal_id": str(decided.id)})


async def _held(work: Work, task: Task) -> tuple[Declaration, Appeal]:
    """The declaration, held, and the appeal as it is read under that."""
    found = await appeals.get(work, task.ref)
    declaration = None if found is None else await declarations.hold(work, found.declaration_id, None)
    appeal = await appeals.get(work, task.ref)
    if declaration is None or appeal is None:
        raise NotThere("appeal")
    return declaration, appeal


async def _tell(work: Work, declaration: Declaration, decided: Appeal) -> None:
    label = text(decided.indicator)
    await notify(
        work,
        declaration.person.id_number,
        _NOTICES[decided.status],
        declaration_id=declaration.id,
        indicator_zh=label.zh,
        indicator_en=label.en,
        opinion=decided.opinion,
    )


async def _uphold(work: Work, declaration: Declaration, appeal: Appeal, ruling: Ruling) -> Appeal:
    if ruling.correction is None:
        raise CorrectionImpossible([("", "is required: an appeal that is upheld says what counts instead")])
    present = (await facts_together(work, [declaration]))[declaration.id]
    check_correction(appeal.indicator, ruling.correction, rights.policy_of(work.world), present)
    upheld = await appeals.uphold(work, appeal, ruling.opinion, ruling.correction.figures(), ruling.clerk)
    await corrections.add(work, upheld)
    await rescore(work, [declaration.id], "appeal")
    return upheld


async def _reject(work: Work, declaration: Declaration, appeal: Appeal, ruling: Ruling) -> Appeal:
    if ruling.correction is not None:
        raise CorrectionImpossible([("", "has no place: an appeal that is rejected changes no figure")])
    (rejected,) = await appeals.reject(work, [appeal], ruling.opinion, clerk=ruling.clerk)
    return rejected
