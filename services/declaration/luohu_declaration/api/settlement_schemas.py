"""What the settlement shows and takes, in JSON."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from luohu_contract.claim import IdType
from luohu_contract.entry import LongName, Name, Number, PersonNumber
from luohu_contract.household import FileStatus, MoveOutReason, SettlementDocument, SettlementStatus
from luohu_contract.model import Wire
from luohu_declaration.api.schemas import Links, Words
from luohu_declaration.domain.settlement.transfer import TransferData
from luohu_declaration.usecases.settling.review import Decision

PaperKey = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_.-]+$")]
#: What lies on the counter: key of a wanted paper to the id of the document that was handed over for it.
Papers = Annotated[dict[PaperKey, PaperKey], Field(max_length=100)]


class Proxy(Wire):
    """被委托人, who comes with 授权委托书 and an identity document."""

    name: Name
    id_type: IdType = IdType.RESIDENT_ID
    id_number: PersonNumber


def named(proxy: Proxy | None) -> dict[str, Any] | None:
    """The proxy as the history keeps it."""
    return None if proxy is None else proxy.model_dump(mode="json")


class HandInWanted(Wire):
    """提交材料 at the district window."""

    papers: Papers
    proxy: Proxy | None = None
    opinion: Words | None = None


class ReviewWanted(Wire):
    """An office's decision."""

    decision: Decision
    opinion: Words | None = None  #: required when it sends back
    missing: tuple[PaperKey, ...] = Field(default=(), max_length=100)  #: keys of the papers to be completed


class DistrictReviewWanted(ReviewWanted):
    """The district's decision: it sees the personnel file as well."""

    file_checked: bool = False


class RevocationWanted(Wire):
    """经核查发现存在弄虚作假的: the award is taken back."""

    opinion: Words


class CounterWanted(Wire):
    """What lies on a counter of the police."""

    papers: Papers
    proxy: Proxy | None = None


class MoveOutWanted(CounterWanted):
    """The 户口迁移证 that the station of the former place has written."""

    certificate_number: Number
    reason: MoveOutReason
    note: Name | None = None  #: 备注, with 积分落户 where the reason is another
    note_sealed: bool = False


class RegistrationWanted(CounterWanted):
    """The registration at the station of the new home."""

    spouse_present: bool = False


class FileTransferWanted(Wire):
    """Who keeps the personnel file in Beijing from now on."""

    holder: LongName


class GivingUp(Wire):
    """It cannot be undone, and the place is not filled again."""

    confirmed: Literal[True]


class NextView(Wire):
    """What is waited for, and of whom."""

    office: str
    office_en: str
    what: str
    what_en: str


class StepView(Wire):
    """One line of 查看调京进度."""

    status: SettlementStatus
    label: str
    state: Literal["done", "current", "ahead"]
    at: AwareDatetime | None = None  #: the world's time at which it was reached last
    by: str | None = None


class HappenedView(Wire):
    """One line of the history, of the household or of the file."""

    seq: int
    at: AwareDatetime
    event: str
    from_status: str | None = Field(serialization_alias="from")
    to_status: str = Field(serialization_alias="to")
    detail: dict[str, Any]
    by: str


class FileView(Wire):
    """The personnel file, on its own way."""

    status: FileStatus
    label: str
    until: AwareDatetime | None = None  #: the end of the 《调动介绍信》, while the file is to be transferred


class SettlementView(Wire):
    """查看调京进度: where it stands, what comes next, what happened."""

    declaration_id: UUID
    year: int
    name: str
    status: SettlementStatus
    label: str
    since: AwareDatetime
    valid_until: AwareDatetime  #: the award runs out at this instant
    version: int
    next: NextView | None
    file: FileView
    transfer_data: TransferData | None
    steps: tuple[StepView, ...]
    history: tuple[HappenedView, ...]
    links: Links


class SettlementSummary(Wire):
    """A settlement in the list of a desk. No id number is in it."""

    declaration_id: UUID
    name: str
    status: SettlementStatus
    label: str
    file_status: FileStatus
    since: AwareDatetime
    valid_until: AwareDatetime
    links: Links


class SettlementList(Wire):
    total: int
    offset: int
    limit: int
    items: tuple[SettlementSummary, ...]


class DocumentView(Wire):
    """A document that was printed or issued and counts."""

    kind: SettlementDocument
    label: str
    number: str
    copy_number: int = Field(serialization_alias="copy")
    holder: str | None
    issued_at: AwareDatetime
    valid_until: AwareDatetime | None
    links: Links


class DocumentList(Wire):
    items: tuple[DocumentView, ...]


class NeedView(Wire):
    """A paper that a counter wants."""

    need: str  #: what it is called when it is handed over
    label: str
    label_en: str
    accepts: tuple[str, ...]  #: ids of documents, any one of which will do


class NeedList(Wire):
    items: tuple[NeedView, ...]
