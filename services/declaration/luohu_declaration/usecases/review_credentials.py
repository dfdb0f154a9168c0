"""An employer that was not let in sends its licence; the district window admits or refuses it (handbook 二.一.2)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

from luohu_contract.enrolment import Licence
from luohu_declaration.domain.employer import MOST_CREDENTIALS, CredentialLimit, EmployerEvent, after
from luohu_declaration.domain.season import Right
from luohu_declaration.storage import credentials, employers, events
from luohu_declaration.storage.credentials import Credential
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.employer_standing import hold_employer, require_not_barred
from luohu_declaration.usecases.notify import notify
from luohu_declaration.usecases.review_spouse import DecisionNotPossible
from luohu_kit.evidence import Pdf
from luohu_kit.tasks import Ended, NewTask, Task, queue
from luohu_kit.work import Work

KIND = "credential"  #: of the window's tasks


class CredentialDecision(StrEnum):
    """What the window can decide."""

    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class CredentialReview:
    """A decision with its words for the employer, which a rejection must have."""

    decision: CredentialDecision
    opinion: str


async def send_credential(
    work: Work, employer_id: UUID, uscc: str, licence: Licence, pdf: Pdf, data: bytes
) -> Credential:
    """Keep a licence and put it into the window's queue.

    Raises NotThere, StageClosed, EmployerBarred, EmployerRefused for an employer that needs none, CredentialLimit.
    """
    await rights.require(work, Right.EMPLOYER)
    await require_not_barred(work, uscc)
    held = await hold_employer(work, employer_id, uscc)
    after(held.status, EmployerEvent.CREDENTIALS_SENT)
    if await credentials.count(work, employer_id) >= MOST_CREDENTIALS:
        raise CredentialLimit
    new = Credential(uuid4(), employer_id, licence, pdf.sha256, pdf.size, pdf.pages, work.now)
    await credentials.keep(work, new, data)
    detail = {"credential": str(new.id), "licence": licence.value}
    await employers.move(work, held, EmployerEvent.CREDENTIALS_SENT, "employer", detail, opinion=None)
    context = {"employer_id": str(held.id), "handling_district": held.handling_district}
    task = NewTask(new.id, KIND, new.id, events.WINDOW, f"{held.name}: {licence.value}", context=context)
    await queue.create(work, [task])
    return new


async def review_credential(work: Work, task: Task, review: CredentialReview) -> Ended:
    """Decide a task of the window's queue, which is held. Raises DecisionNotPossible."""
    if review.decision is CredentialDecision.REJECT and not review.opinion:
        raise DecisionNotPossible("A rejection says why.", ("#/opinion", "say why, 处理意见"))
    held = await hold_employer(work, UUID(task.context["employer_id"]), None)
    detail = {"credential": str(task.ref), "opinion": review.opinion}
    if review.decision is CredentialDecision.APPROVE:
        year = work.world.year
        values = {"active_year": year, "reason": None, "opinion": None}
        await employers.move(work, held, EmployerEvent.ADMITTED, "window", {**detail, "year": year}, **values)
        await notify(work, held.uscc, "employer.opened", year=year, unit_code=held.unit_code)
        return Ended("approved", review.opinion)
    await employers.move(work, held, EmployerEvent.REFUSED, "window", detail, opinion=review.opinion)
    await notify(work, held.uscc, "employer.refused", opinion=review.opinion)
    return Ended("rejected", review.opinion)
