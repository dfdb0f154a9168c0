"""诚信声明, 诚信承诺, 无刑事犯罪记录承诺: made before an employer can be chosen (handbook 二.二.2)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from luohu_declaration.domain.checks import Refused
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.eligibility import EligibilityState
from luohu_declaration.domain.season import Right
from luohu_declaration.storage import admission_events, commitments
from luohu_declaration.storage.admission_events import AdmissionEvent
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.admitted import Missing, NotAdmitted
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.eligibility import eligibility_of
from luohu_kit.admission import Admission
from luohu_kit.work import Work


class CommitmentRefused(Refused):
    """Without every one of them nobody goes on."""

    def __init__(self, names: tuple[str, ...]) -> None:
        faults = tuple((f"#/{name}", "must be true: it is made, or the declaration ends here") for name in names)
        super().__init__(f"These are not made: {', '.join(names)}. All of them are needed.", *faults)


@dataclass(frozen=True, slots=True)
class Commitments:
    """What the applicant ticks; the names are those in JSON."""

    notes_read: bool  #: 申报须知
    integrity_statement: bool  #: 诚信声明
    integrity_commitment: bool  #: 诚信承诺
    no_criminal_record_commitment: bool  #: 无刑事犯罪记录承诺

    @property
    def refused(self) -> tuple[str, ...]:
        """The names of those that were not made."""
        return tuple(name for name, made in asdict(self).items() if not made)


async def make_commitments(work: Work, dossier: Dossier, made: Commitments) -> datetime:
    """Keep them, in a held declaration; when they were made. Made twice, the first time stands.

    Raises CommitmentRefused, StageClosed, and NotAdmitted for somebody who was not found eligible before (open worlds
    excepted).
    """
    await rights.require(work, Right.APPLY)
    if refused := made.refused:
        raise CommitmentRefused(refused)
    declaration = dossier.declaration
    if work.world.admission is not Admission.OPEN:
        found = await eligibility_of(work, declaration, dossier.items.values())
        if found.state is not EligibilityState.ELIGIBLE:
            raise NotAdmitted(declaration.id, (Missing.ELIGIBILITY,), found.failures)
    if await commitments.make(work, declaration.id):
        await admission_events.add(work, declaration.id, AdmissionEvent.COMMITTED, admission_events.APPLICANT)
        work.wake("watch", str(declaration.id))
    at = await commitments.made_at(work, declaration.id)
    return at or work.now


async def require_commitments(work: Work, declaration: Declaration) -> None:
    """Refuse who has not made them: 方可进入“员工选择单位”页面. Raises NotAdmitted; open worlds demand nothing."""
    if work.world.admission is Admission.OPEN:
        return
    if await commitments.made_at(work, declaration.id) is None:
        raise NotAdmitted(declaration.id, (Missing.COMMITMENTS,))
