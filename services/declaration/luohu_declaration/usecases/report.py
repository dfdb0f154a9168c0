"""Report somebody on the published list, by name and in confidence (实名书面举报, handbook 五.一.2)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from luohu_contract.texts.reports import REPORT
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.report import (
    MOST_FILES,
    NobodyReported,
    NotYourName,
    Report,
    Reporter,
    ReportEvent,
    ReportFile,
    ReportFull,
    after,
)
from luohu_declaration.domain.season import Right
from luohu_declaration.storage import employers, placings, reporters, reports
from luohu_declaration.usecases import rights
from luohu_kit.evidence import Pdf
from luohu_kit.tasks import NewTask, queue
from luohu_kit.work import Work

VERIFICATION = "report"  #: kind of the bureau's tasks
VERIFICATION_TIME = timedelta(days=30)  #: the bureau's deadline; the handbook gives none [assumed]


@dataclass(frozen=True, slots=True)
class Signer:
    """Whoever signs a report, as the sign-in proves it."""

    subject: str
    role: str
    mailbox: str  #: id number of a person, credit code of an employer
    name: str | None  #: of a person; None: an employer, for which its contact person signs


@dataclass(frozen=True, slots=True)
class Letter:
    """What was written."""

    publication_number: str  #: of whom it is about
    name: str  #: with which it is signed
    contact: str
    statement: str


async def report(work: Work, signer: Signer, letter: Letter) -> Report:
    """Take a report in, and put it before the bureau. Who wrote it goes into a table of its own and nowhere else.

    Raises StageClosed, ListBeingMade, NotYourName, NobodyReported.
    """
    await rights.require_list(work, Right.REPORT)
    await _assert_own_name(work, signer, letter.name)
    meant = await placings.of_number(work, letter.publication_number)
    if meant is None:
        raise NobodyReported(letter.publication_number)
    status = after(None, ReportEvent.RECEIVED)
    new = Report(uuid4(), meant.declaration_id, letter.statement, status, filed_at=work.now, since=work.now)
    await reports.receive(work, new)
    who = Reporter(new.id, signer.subject, signer.role, letter.name, letter.contact, signer.mailbox)
    await reporters.keep(work, who)
    task = NewTask(
        id=uuid4(),
        kind=VERIFICATION,
        ref=new.id,
        candidate_group="administrator",
        title=REPORT.zh,
        due_at=work.now + VERIFICATION_TIME,
        context={"report_id": str(new.id), "declaration_id": str(new.declaration_id)},
    )
    await queue.create(work, [task])
    return new


async def add_file(work: Work, report_id: UUID, subject: str, pdf: Pdf, data: bytes) -> ReportFile:
    """Put a file to an open report of one's own. Raises NotThere, ReportClosed, ReportFull."""
    held = await reports.hold(work, report_id, subject)
    if held is None:
        raise NotThere("report")
    await reports.move(work, held, ReportEvent.FILE_ADDED, reports.REPORTER)
    if len(await reports.files(work, report_id)) >= MOST_FILES:
        raise ReportFull
    new = ReportFile(uuid4(), pdf.sha256, pdf.size, pdf.pages, work.now)
    await reports.keep_file(work, report_id, new, data)
    return new


async def _assert_own_name(work: Work, signer: Signer, name: str) -> None:
    if signer.name is not None:
        if name != signer.name:
            raise NotYourName("the name of the person who is signed in")
        return
    employer = await employers.of_uscc(work, signer.mailbox)
    if employer is None:
        raise NotYourName("the name of an employer's contact person, and this employer is not registered")
    if name != employer.contact.name:
        raise NotYourName("the name of the employer's contact person (联系人); it can be changed at any time")
