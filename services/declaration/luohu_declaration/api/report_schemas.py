"""Named reports as JSON: for whoever sent one, for the bureau that verifies it, and nothing for anybody else."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, ValidationInfo, field_validator

from luohu_contract.model import Wire
from luohu_contract.texts.reports import REPORTS
from luohu_declaration.api.sanction_schemas import Document, Uscc
from luohu_declaration.api.schemas import Links, Words, readable
from luohu_declaration.domain.report import Report, Reporter, ReporterRead, ReportFile, ReportStatus
from luohu_declaration.domain.sanction import SanctionKind
from luohu_declaration.usecases.verify_report import Found, Penalty, ReportDecision

PREFIX = "/v1/reports"

Line = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(readable)]


class ReportWanted(Wire):
    """A report about one person on the published list, signed with one's own name."""

    publication_number: Annotated[str, Field(pattern=r"^[0-9]{9}$")]  #: 公示编号
    name: Annotated[str, Field(min_length=1, max_length=60)]  #: as the sign-in proves it; an employer's contact person
    contact: Line  #: where the bureau can ask: telephone, address
    statement: Words


class ReportFileView(Wire):
    id: UUID
    sha256: str
    size: int  #: bytes
    pages: int
    uploaded_at: AwareDatetime
    links: Links


class ReportView(Wire):
    """A report as whoever sent it sees it. It does not repeat who that is."""

    id: UUID
    publication_number: str
    statement: str
    status: ReportStatus
    status_label: str
    filed_at: AwareDatetime  #: the world's time
    since: AwareDatetime
    opinion: str | None  #: what the verification found
    files: tuple[ReportFileView, ...]
    links: Links


class ReportList(Wire):
    """A page of one's own reports, the newest first."""

    offset: int
    limit: int
    items: tuple[ReportView, ...]


class ReadView(Wire):
    at: AwareDatetime
    reader: str  #: subject of the token
    file_id: UUID | None  #: None: name and contact


class ReporterView(Wire):
    """Who sent a report, for the bureau alone."""

    role: str
    name: str
    contact: str
    reads: tuple[ReadView, ...]  #: who has looked, this time included


class PenaltyWanted(Wire):
    """The sanction that follows. Its grounds are what the person reported reads: they do not name the reporter."""

    kind: Literal[SanctionKind.FALSE_MATERIAL, SanctionKind.COMMITMENT_BROKEN]
    grounds: Words
    with_employer: Uscc | None = None  #: the employer that helped, only with false material
    document: Document | None = None

    @field_validator("with_employer")
    @classmethod
    def _only_with_false_material(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("kind") is SanctionKind.COMMITMENT_BROKEN:
            raise ValueError(f"leave it out: only {SanctionKind.FALSE_MATERIAL} has an employer that helped")
        return value


class ReportCompletion(Wire):
    """What the verification found. The opinion is for the reporter alone."""

    decision: ReportDecision
    opinion: Words
    sanction: PenaltyWanted | None = None

    @field_validator("sanction")
    @classmethod
    def _only_when_it_is_true(cls, value: PenaltyWanted | None, info: ValidationInfo) -> PenaltyWanted | None:
        if value is not None and info.data.get("decision") is ReportDecision.DISMISS:
            raise ValueError("leave it out: nobody is sanctioned for a report that is dismissed")
        return value

    @property
    def found(self) -> Found:
        return Found(self.decision, self.opinion, Penalty(**dict(self.sanction)) if self.sanction else None)


def report_view(one: Report, publication_number: str, files: list[ReportFile]) -> ReportView:
    """A report for whoever sent it."""
    here = f"{PREFIX}/{one.id}"
    links = {"self": here}
    if one.status is ReportStatus.OPEN:
        links["files"] = f"{here}/files"
    return ReportView(
        id=one.id,
        publication_number=publication_number,
        statement=one.statement,
        status=one.status,
        status_label=REPORTS[one.status.value].zh,
        filed_at=one.filed_at,
        since=one.since,
        opinion=one.opinion,
        files=tuple(file_view(one.id, each) for each in files),
        links=links,
    )


def file_view(report_id: UUID, file: ReportFile) -> ReportFileView:
    """A file, and where it is read."""
    return ReportFileView(
        id=file.id,
        sha256=file.sha256,
        size=file.size,
        pages=file.pages,
        uploaded_at=file.uploaded_at,
        links={"self": f"{PREFIX}/{report_id}/files/{file.id}"},
    )


def reporter_view(reporter: Reporter, reads: list[ReporterRead]) -> ReporterView:
    """Who sent a report."""
    return ReporterView(
        role=reporter.role,
        name=reporter.name,
        contact=reporter.contact,
        reads=tuple(ReadView(at=each.at, reader=each.reader, file_id=each.file_id) for each in reads),
    )
