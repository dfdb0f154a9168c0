"""Object to a refusal, and decide on the objection: the district window does (handbook 二.二.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.dispute import Dispute, DisputeEvent, DisputeOpen, DisputeState
from luohu_declaration.domain.eligibility import EligibilityState
from luohu_declaration.domain.season import Right
from luohu_declaration.storage import admission_events, declarations, disputes
from luohu_declaration.storage.admission_events import AdmissionEvent
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.eligibility import eligibility_of
from luohu_declaration.usecases.keep_evidence import named_evidence
from luohu_declaration.usecases.notify import notify
from luohu_kit.tasks import Ended, NewTask, Task, queue
from luohu_kit.work import Work

DISPUTE = "eligibility_dispute"  #: kind of the window's tasks
DISPUTE_TIME = timedelta(days=14)  #: the window's deadline; the handbook gives none [assumed, as for rechecks]


class DisputeDecision(StrEnum):
    """What the window can decide."""

    UPHOLD = "uphold"  #: the refusal stands
    ADMIT = "admit"  #: the applicant counts as eligible


#: In the words of the notice.
_RESULT = {DisputeState.UPHELD: "维持原结果", DisputeState.ADMITTED: "符合资格条件，可继续申报"}


class EligibilityNotRefused(Exception):
    """Nobody refused anything."""

    def __init__(self, state: EligibilityState) -> None:
        self.extensions = {"eligibility": state.value}
        super().__init__(f"The eligibility is {state.value}: there is no refusal to object to.")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision of the window, with its words for the applicant."""

    decision: DisputeDecision
    opinion: str


async def dispute_eligibility(
    work: Work, dossier: Dossier, statement: str, evidence: Sequence[UUID], district: str | None = None
) -> Dispute:
    """Put an objection before the window, for a held declaration.

    evidence: files of the declaration, none is needed. district: 所在区, for the clerks of its window. Raises
    StageClosed, EligibilityNotRefused, DisputeOpen, EvidenceUnknown.
    """
    await rights.require(work, Right.APPLY)
    found = await eligibility_of(work, dossier.declaration, dossier.items.values())
    if found.open_dispute is not None:
        raise DisputeOpen(found.open_dispute.id)
    if found.state is not EligibilityState.NOT_ELIGIBLE:
        raise EligibilityNotRefused(found.state)
    declaration_id = dossier.declaration.id
    files = tuple(ref.id for ref in await named_evidence(work, declaration_id, evidence))
    codes = tuple(each.code for each in found.failures)
    new = Dispute(uuid4(), declaration_id, DisputeState.OPEN, codes, statement, files, work.now)
    await disputes.file(work, new)
    task = NewTask(
        id=uuid4(),
        kind=DISPUTE,
        ref=new.id,
        candidate_group="window",
        title="资格条件异议",
        due_at=work.now + DISPUTE_TIME,
        context={"declaration_id": str(declaration_id), "dispute_id": str(new.id), "district": district},
    )
    await queue.create(work, [task])
    await admission_events.add(
        work, declaration_id, AdmissionEvent.DISPUTE_FILED, admission_events.APPLICANT, dispute=str(new.id)
    )
    work.wake("watch", str(declaration_id))
    return new


async def decide_dispute(work: Work, task: Task, ruling: Ruling) -> Ended:
    """Decide a task of the window's queue, which is held. Raises DisputeDecided."""
    dispute = await disputes.get(work, task.ref)
    declaration = None if dispute is None else await declarations.hold(work, dispute.declaration_id, None)
    if dispute is None or declaration is None:
        raise NotThere("objection")
    admitted = ruling.decision is DisputeDecision.ADMIT
    event = DisputeEvent.ADMITTED if admitted else DisputeEvent.UPHELD
    decided = await disputes.decide(work, dispute, event, ruling.opinion)
    await _tell(work, declaration, decided)
    return Ended(decided.state.value, ruling.opinion, detail={"codes": list(decided.codes)})


async def _tell(work: Work, declaration: Declaration, decided: Dispute) -> None:
    await admission_events.add(
        work,
        declaration.id,
        AdmissionEvent.DISPUTE_DECIDED,
        admission_events.WINDOW,
        dispute=str(decided.id),
        state=decided.state.value,
    )
    await notify(
        work,
        declaration.person.id_number,
        "eligibility.decided",
        declaration_id=declaration.id,
        decision=decided.state.value,
        result=_RESULT[decided.state],
        opinion=decided.opinion,
    )
    work.wake("watch", str(declaration.id))
