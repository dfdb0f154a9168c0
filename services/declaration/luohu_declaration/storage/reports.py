"""Named reports, their events and their files. Who reported is kept apart, in `reporters`."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select, update

from luohu_declaration.domain.report import Report, ReportEvent, ReportFile, ReportStatus, after
from luohu_declaration.storage.appeal_tables import report, report_event, report_file, reporter
from luohu_declaration.storage.evidence import File
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

REPORTER = "reporter"  #: the actor of whatever the reporter does; no event says more

_COLUMNS = [column for column in report.c if column.name != "world"]


async def receive(work: Work, new: Report) -> None:
    """Keep a new report with its event."""
    await work.execute(
        insert(report).values(
            id=new.id,
            declaration_id=new.declaration_id,
            statement=new.statement,
            status=new.status,
            filed_at=new.filed_at,
            since=new.since,
        )
    )
    await _happened(work, new.id, ReportEvent.RECEIVED, None, new.status, REPORTER)


async def get(work: Work, report_id: UUID, subject: str | None) -> Report | None:
    """One report; None when there is none, or none by that reporter. Without a subject: anybody's."""
    return await _one(work, _by(select(*_COLUMNS).where(report.c.id == report_id), subject))


async def hold(work: Work, report_id: UUID, subject: str | None) -> Report | None:
    """The same, held until the work is over."""
    wanted = _by(select(*_COLUMNS).where(report.c.id == report_id), subject)
    return await _one(work, wanted.with_for_update(key_share=True, of=report))


async def by_reporter(work: Work, subject: str, offset: int, limit: int) -> list[Report]:
    """A page of somebody's own reports, the newest first."""
    wanted = _by(select(*_COLUMNS), subject).order_by(report.c.filed_at.desc(), report.c.id)
    return [_report(row) for row in await work.rows(wanted.offset(offset).limit(limit))]


async def move(work: Work, held: Report, event: ReportEvent, actor: str, opinion: str | None = None) -> Report:
    """Move a held report. opinion: of a decision, whose actor is then who decided. Raises ReportClosed."""
    to = after(held.status, event)
    moved = held
    if to is not held.status:
        moved = replace(held, status=to, since=work.now, opinion=opinion, decided_by=actor)
        values = {"status": to, "since": work.now, "opinion": opinion, "decided_by": actor}
        await work.execute(update(report).where(report.c.id == held.id).values(values))
    await _happened(work, held.id, event, held.status, to, actor)
    return moved


async def keep_file(work: Work, report_id: UUID, new: ReportFile, data: bytes) -> None:
    """Keep a file that was found to be a PDF."""
    await work.execute(
        insert(report_file).values(
            id=new.id,
            report_id=report_id,
            sha256=new.sha256,
            size=new.size,
            pages=new.pages,
            data=data,
            uploaded_at=new.uploaded_at,
        )
    )


async def files(work: Work, report_id: UUID) -> list[ReportFile]:
    """The files of a report, the oldest first."""
    columns = [column for column in report_file.c if column.name not in ("world", "report_id", "data")]
    wanted = select(*columns).where(report_file.c.report_id == report_id)
    rows = await work.rows(wanted.order_by(report_file.c.uploaded_at, report_file.c.id))
    return [ReportFile(r.id, r.sha256, r.size, r.pages, r.uploaded_at.astimezone(BEIJING)) for r in rows]


async def file(work: Work, report_id: UUID, file_id: UUID) -> File | None:
    """One file of a report."""
    columns = select(report_file.c.id, report_file.c.sha256, report_file.c.data)
    row = await work.one(columns.where(report_file.c.report_id == report_id, report_file.c.id == file_id))
    return None if row is None else File(row.id, row.sha256, row.data)


async def _happened(
    work: Work, report_id: UUID, event: ReportEvent, before: ReportStatus | None, to: ReportStatus, actor: str
) -> None:
    row = {"report_id": report_id, "at": work.now, "event": event, "from_status": before, "to_status": to}
    await work.execute(insert(report_event).values(**row, actor=actor))


def _by(statement: Select[Any], subject: str | None) -> Select[Any]:
    if subject is None:
        return statement
    return statement.join(reporter, reporter.c.report_id == report.c.id).where(reporter.c.subject == subject)


async def _one(work: Work, statement: Select[Any]) -> Report | None:
    row = await work.one(statement)
    return None if row is None else _report(row)


def _report(row: Row[Any]) -> Report:
    return Report(
        id=row.id,
        declaration_id=row.declaration_id,
        statement=row.statement,
        status=row.status,
        filed_at=row.filed_at.astimezone(BEIJING),
        since=row.since.astimezone(BEIJING),
        opinion=row.opinion,
        decided_by=row.decided_by,
    )
