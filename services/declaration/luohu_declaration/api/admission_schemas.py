"""What the pages around the items show and take, in JSON."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from luohu_contract.claim import Sex
from luohu_contract.entry import District, Name, Number
from luohu_contract.indicators import Indicator
from luohu_contract.item import ItemKind, ItemStatus
from luohu_contract.model import Wire
from luohu_contract.months import Month
from luohu_contract.numbers import parse_resident_id
from luohu_declaration.api.schemas import Links, ReadingView, Words
from luohu_declaration.domain.area import Side
from luohu_declaration.domain.basics import MOST_CHILDREN
from luohu_declaration.domain.dispute import DisputeState
from luohu_declaration.domain.eligibility import EligibilityState


class FailureView(Wire):
    """A condition that is not met, with the figures of the case and the way out."""

    code: str
    zh: str  #: as the system shows it
    en: str
    figures: dict[str, Any]
    todo: str  #: what to do, in Chinese
    todo_en: str
    agency: str | None  #: the service that holds the record
    source: str  #: chapter of the handbook


class DisputeView(Wire):
    """An objection to a refusal."""

    id: UUID
    state: DisputeState
    codes: tuple[str, ...]  #: the reasons that it is about
    statement: str
    filed_at: AwareDatetime
    decided_at: AwareDatetime | None
    opinion: str | None  #: the window's words


class EligibilityView(Wire):
    """资格条件: where the question stands."""

    declaration_id: UUID
    state: EligibilityState
    as_of: str  #: the base date
    reasons: tuple[FailureView, ...]
    set_aside: tuple[FailureView, ...]  #: not met either, but the window admitted the applicant in spite of them
    disputes: tuple[DisputeView, ...]
    readings: dict[str, UUID]  #: the items that are read, by their kind
    links: Links


class DisputeWanted(Wire):
    """异议: why the refusal is wrong, and what shows it."""

    statement: Words
    evidence: tuple[UUID, ...] = Field(default=(), max_length=20)
    district: District | None = None  #: 所在区: whose window is to look at it


class CommitmentsWanted(Wire):
    """All four are needed; the page has a box for each."""

    notes_read: bool  #: 已阅读申报须知
    integrity_statement: bool  #: 诚信声明
    integrity_commitment: bool  #: 诚信承诺
    no_criminal_record_commitment: bool  #: 无刑事犯罪记录承诺


class CommitmentsView(Wire):
    """When they were made; None before."""

    declaration_id: UUID
    made_at: AwareDatetime | None
    links: Links


class OccurredView(Wire):
    """One line of what happened around the items."""

    seq: int
    at: AwareDatetime  #: the world's time
    event: str
    detail: dict[str, Any]
    actor: str


class OccurredList(Wire):
    items: tuple[OccurredView, ...]


ChildId = Annotated[Number, AfterValidator(lambda text: parse_resident_id(text).number)]


class ChildForm(Wire):
    """子女信息: household details follow after the award."""

    name: Name
    id_number: ChildId


class BasicsWanted(Wire):
    """What the page takes; everything else on it is read only."""

    accompanying_children: tuple[ChildForm, ...] = Field(default=(), max_length=MOST_CHILDREN)
    disclosure_consent: bool  #: 必选项; either answer has no effect


class BasicsView(Wire):
    """基础信息. saved_at is None while the page is 未保存."""

    declaration_id: UUID
    name: str
    birth_date: date
    sex: Sex
    id_number: str
    mobile: str | None  #: changed at the identity site alone; shown to the applicant only
    employer_name: str | None  #: of the approved association
    accompanying_children: tuple[ChildForm, ...]
    disclosure_consent: bool | None
    saved_at: AwareDatetime | None
    links: Links


class CaptchaAnswer(Wire):
    """验证码, answered."""

    token: UUID
    answer: Annotated[str, Field(max_length=20)]


class SaveWanted(Wire):
    """保存. The job-housing area takes the choice and the captcha as well; no other page does."""

    saved: Literal[True]
    committed: bool | None = None  #: 以职住区域指标积分, 取得落户资格后应当在该自有住所落户
    captcha: CaptchaAnswer | None = None


class IndicatorState(StrEnum):
    """How the results of a page stand."""

    NONE = "none"  #: nothing is filed
    DRAFT = "draft"  #: something is filed and not sent
    PENDING = "pending"  #: something is under review: 待审核
    DECIDED = "decided"  #: every result is there


class ItemRef(Wire):
    """An item of a page."""

    id: UUID
    kind: ItemKind
    status: ItemStatus
    label: str


class AgeView(Wire):
    """年龄: shown, nothing to file."""

    as_of: date
    birth_date: date
    age: int
    zh: str
    en: str


class IndicatorView(Wire):
    """One page of the declaration."""

    indicator: Indicator
    label: str
    label_en: str
    saved: bool  #: 已保存, 未保存
    saved_at: AwareDatetime | None
    state: IndicatorState
    read_only: bool
    items: tuple[ItemRef, ...]
    computed: ReadingView | AgeView | None  #: what a read-only page shows
    area_committed: bool | None  #: of the job-housing area; None before a choice was saved
    links: Links


class IndicatorList(Wire):
    """The nine pages, and whether the first one, basic information, is saved."""

    declaration_id: UUID
    basics_saved: bool
    items: tuple[IndicatorView, ...]
    unsaved: tuple[str, ...]  #: `basics` and indicators that are to be saved before 提交
    links: Links


class CaptchaView(Wire):
    """A question. The answer is there in a sandbox only, and everybody can work it out."""

    token: UUID
    question: str
    answer: str | None
    links: Links


class AreaMonthView(Wire):
    """One row of the handbook's table."""

    month: Month
    lives: Side | None
    works: Side | None


class StepView(Wire):
    """One step of the arithmetic."""

    finding: str
    value: str
    figure: str
    points: Decimal
    source: str


class AreaReasonView(Wire):
    """Why there are no points."""

    code: str
    zh: str
    en: str
    hint: str
    hint_en: str


class AreaView(Wire):
    """点击查看: the result as homes and insurance stand now. The final one is shown in the query stage."""

    declaration_id: UUID
    committed: bool | None  #: as saved; None: not chosen yet, and shown as if it were
    provisional: bool  #: always true here
    both_months: int
    live_months: int
    both_years: int
    live_years: int
    points: Decimal
    reasons: tuple[AreaReasonView, ...]
    steps: tuple[StepView, ...]
    months: tuple[AreaMonthView, ...]
    waits_for: tuple[UUID, ...]  #: items whose results are out and may change this
    links: Links
