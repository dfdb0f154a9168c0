"""The bureau verifies a report (查证), acts on it, and answers whoever sent it: 严格为举报人保密 (handbook 五.一.2)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from luohu_contract.texts.reports import REPORTS
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.report import Report, Reporter, ReporterRead, ReportEvent
from luohu_declaration.domain.sanction import SanctionKind
from luohu_declaration.storage import declarations, placings, reporters, reports, sanctions
from luohu_declaration.storage.evidence import File
from luohu_declaration.usecases.notify import notify
from luohu_declaration.usecases.sanction import Decision, sanction
from luohu_kit.tasks import Ended, Task
from luohu_kit.work import Work


class ReportDecision(StrEnum):
    """What the bureau can find."""

    DISMISS = "dismiss"  #: 查证不实
    SUBSTANTIATE = "substantiate"  #: 查证属实


@dataclass(frozen=True, slots=True)
class Penalty:
    """The sanction that follows. Its grounds are for the person reported, and never say that anybody reported."""

    kind: SanctionKind
    grounds: str
    with_employer: str | None = None  #: credit code of the employer that helped
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the verification found."""

    decision: ReportDecision
    opinion: str  #: for the reporter
    penalty: Penalty | None = None  #: None: nothing was found that is sanctioned, or it is sanctioned already


async def decide_report(work: Work, task: Task, found: Found, decided_by: str) -> Ended:
    """Decide a task of the bureau's queue, which is held. In any stage: a verification takes its time.

    The sanction is carried out in the same transaction: it ends courses and takes an award back; the place stays free.
    Raises NotThere, ReportClosed, SanctionExists, SanctionNotPossible.
    """
    report, reporter, declaration = await _held(work, task)
    await _hold_subjects(work, reporter, declaration, found.penalty)
    substantiated = found.decision is ReportDecision.SUBSTANTIATE
    event = ReportEvent.SUBSTANTIATED if substantiated else ReportEvent.DISMISSED
    decided = await reports.move(work, report, event, decided_by, found.opinion)
    sanctioned = []
    if found.penalty is not None:
        sanctioned = await sanction(work, _decision(report, declaration, found.penalty), decided_by)
    await _answer(work, decided, reporter)
    detail = {"sanctions": [str(each.id) for each in sanctioned]}
    return Ended(decided.status.value, found.opinion, detail=detail)


async def read_reporter(work: Work, report_id: UUID, reader: str) -> tuple[Reporter, list[ReporterRead]]:
    """Who sent a report, and everybody who has looked, this time included. Raises NotThere."""
    found = await reporters.of_report(work, report_id)
    if found is None:
        raise NotThere("report")
    await reporters.note_read(work, report_id, reader)
    return found, await reporters.reads(work, report_id)


async def read_file(work: Work, report_id: UUID, file_id: UUID, reader: str) -> File:
    """A file of a report, for the bureau. It can show who sent it, so the read is noted. Raises NotThere."""
    found = await reports.file(work, report_id, file_id)
    if found is None:
        raise NotThere("file")
    await reporters.note_read(work, report_id, reader, file_id)
    return found


async def _held(work: Work, task: Task) -> tuple[Report, Reporter, Declaration]:
    report = await reports.hold(work, task.ref, None)
    reporter = await reporters.of_report(work, task.ref)
    declaration = None if report is None else await declarations.get(work, report.declaration_id, None)
    if report is None or reporter is None or declaration is None:
        raise NotThere("report")
    return report, reporter, declaration


async def _hold_subjects(work: Work, reporter: Reporter, declaration: Declaration, penalty: Penalty | None) -> None:
    """Everybody who is told something, in one order: of two who report each other, one decision waits for the other."""
    told = {reporter.mailbox}
    if penalty is not None:
        told |= {declaration.person.id_number, penalty.with_employer or reporter.mailbox}
    for subject in sorted(told):
        await sanctions.hold_subject(work, subject)


def _decision(report: Report, declaration: Declaration, penalty: Penalty) -> Decision:
    return Decision(
        kind=penalty.kind,
        year=declaration.year,
        grounds=penalty.grounds,
        id_number=declaration.person.id_number,
        name=declaration.person.name,
        document=penalty.document,
        with_employer=penalty.with_employer,
        report_id=report.id,
    )


async def _answer(work: Work, decided: Report, reporter: Reporter) -> None:
    meant = await placings.get(work, decided.declaration_id)
    await notify(
        work,
        reporter.mailbox,
        "report.decided",
        publication_number=meant.publication_number if meant else None,
        decision=decided.status.value,
        result=REPORTS[decided.status.value].zh,
        opinion=decided.opinion,
    )
