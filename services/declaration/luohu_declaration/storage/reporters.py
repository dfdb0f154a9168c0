"""Who reported, apart from what was reported; and who of the bureau looked (严格为举报人保密). Only ever added to."""

from uuid import UUID

from sqlalchemy import insert, select

from luohu_declaration.domain.report import Reporter, ReporterRead
from luohu_declaration.storage.appeal_tables import reporter, reporter_read
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work


async def keep(work: Work, new: Reporter) -> None:
    """Write down who sent a report."""
    await work.execute(
        insert(reporter).values(
            report_id=new.report_id,
            subject=new.subject,
            role=new.role,
            name=new.name,
            contact=new.contact,
            mailbox=new.mailbox,
        )
    )


async def of_report(work: Work, report_id: UUID) -> Reporter | None:
    """Who sent a report. Whoever shows it to somebody notes the read."""
    columns = [column for column in reporter.c if column.name != "world"]
    row = await work.one(select(*columns).where(reporter.c.report_id == report_id))
    return None if row is None else Reporter(row.report_id, row.subject, row.role, row.name, row.contact, row.mailbox)


async def note_read(work: Work, report_id: UUID, reader: str, file_id: UUID | None = None) -> None:
    """Write down that somebody looked: at name and contact, or at a file."""
    await work.execute(insert(reporter_read).values(report_id=report_id, at=work.now, reader=reader, file_id=file_id))


async def reads(work: Work, report_id: UUID) -> list[ReporterRead]:
    """Who has looked, in order."""
    wanted = select(reporter_read).where(reporter_read.c.report_id == report_id).order_by(reporter_read.c.seq)
    return [ReporterRead(row.at.astimezone(BEIJING), row.reader, row.file_id) for row in await work.rows(wanted)]
