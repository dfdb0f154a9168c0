"""What is shown and taken about employers and associations, in JSON (handbook 二)."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from luohu_contract.districts import parse_district
from luohu_contract.enrolment import (
    AnswerPace,
    AssociationAnswer,
    AssociationStatus,
    EmployerStatus,
    Licence,
    NoteKind,
    NotEligible,
)
from luohu_contract.item import ItemStatus
from luohu_contract.model import Wire
from luohu_contract.numbers import parse_resident_id, parse_uscc
from luohu_declaration.api.schemas import Links, Words, readable
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.employer import EmployerEvent
from luohu_declaration.storage.staff import Tie
from luohu_declaration.usecases.review_credentials import CredentialDecision


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters have no place in a name")
    return text


Uscc = Annotated[str, Field(max_length=40), AfterValidator(parse_uscc)]
Name = Annotated[str, Field(min_length=2, max_length=100), AfterValidator(_one_line)]
Window = Annotated[str, Field(max_length=40), AfterValidator(lambda text: parse_district(text).name)]
IdNumber = Annotated[str, Field(max_length=40), AfterValidator(lambda text: parse_resident_id(text).number)]
Opinion = Annotated[str, Field(max_length=2000), AfterValidator(readable)]


class ContactForm(Wire):
    """联系人, 联系电话."""

    name: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_one_line)]
    telephone: str = Field(pattern=r"^\+?[0-9][0-9 -]{5,18}[0-9]$")


class RegistrationForm(Wire):
    """What an employer enters about itself. The credit code is the one that it signed in under."""

    uscc: Uscc
    name: Name
    handling_district: Window  #: 积分落户业务办理区, usually where its insurance is paid
    contact: ContactForm


class CorrectionForm(Wire):
    """What is to be corrected; nothing: ask the tax authority again with the same data."""

    name: Name | None = None
    handling_district: Window | None = None


class PaceForm(Wire):
    """How requests are answered: a switch of the sandbox."""

    answers_associations: AnswerPace


class NoteForm(Wire):
    """What the district window is told."""

    kind: NoteKind
    text: Words
    id_number: IdNumber | None = None  #: of the person, unless it is about the employer's own data


class CauseView(Wire):
    """Why an employer may not go on, what the page says, and what it can do."""

    code: NotEligible
    zh: str
    en: str
    message: str  #: word for word as the page has it
    message_en: str
    remedy: str
    remedy_en: str


class CheckView(Wire):
    """Where the question to the tax authority stands, while the employer is being checked."""

    asked: int  #: how often
    last_problem: str | None  #: why it was not answered; it is asked again by itself


class EmployerView(Wire):
    """An employer as it sees itself, and as the district window sees it."""

    id: UUID
    uscc: str
    name: str
    handling_district: str
    contact: ContactForm
    status: EmployerStatus
    label: str
    since: AwareDatetime
    registered_at: AwareDatetime
    reason: CauseView | None
    opinion: str | None  #: the window's words with the last refusal
    check: CheckView | None
    unit_code: str | None  #: 单位注册码, once the employer is open
    year: int
    active: bool  #: whether its staff can use the unit code in this year
    active_year: int | None
    answers_associations: AnswerPace
    links: Links


class EmployerList(Wire):
    items: tuple[EmployerView, ...]


class EmployerEventView(Wire):
    """One line of an employer's history."""

    seq: int
    at: AwareDatetime
    event: EmployerEvent
    from_status: EmployerStatus | None = Field(serialization_alias="from")
    to_status: EmployerStatus = Field(serialization_alias="to")
    actor: str


class EmployerEventList(Wire):
    items: tuple[EmployerEventView, ...]


class CredentialView(Wire):
    """A licence that was accepted for review."""

    id: UUID
    employer_id: UUID
    licence: Licence
    sha256: str
    size: int  #: bytes
    pages: int
    links: Links


class CredentialCompletion(Wire):
    """The window's decision on a licence."""

    decision: CredentialDecision
    opinion: Opinion = ""  #: 处理意见, which a rejection must have


class NoteView(Wire):
    """One note to the window."""

    id: UUID
    employer_id: UUID
    uscc: str
    employer_name: str
    handling_district: str
    year: int
    kind: NoteKind
    label: str
    text: str
    id_number: str | None
    sent_at: AwareDatetime
    acknowledged_at: AwareDatetime | None
    links: Links


class NoteList(Wire):
    items: tuple[NoteView, ...]


class UnitCodeView(Wire):
    """Whose unit code it is: 查询、核对所在单位名称."""

    unit_code: str
    employer_name: str
    handling_district: str
    year: int
    active: bool  #: whether a request can be made under it in this year


class AssociationForm(Wire):
    """员工选择单位."""

    unit_code: str = Field(min_length=1, max_length=40)


class DecisionForm(Wire):
    """通过, or 不通过 with an opinion."""

    decision: AssociationAnswer
    opinion: Opinion = ""


class AssociationView(Wire):
    """A request as its person sees it."""

    id: UUID
    year: int
    status: AssociationStatus
    label: str
    since: AwareDatetime
    requested_at: AwareDatetime
    employer_name: str
    handling_district: str
    opinion: str | None
    final: bool  #: 本年度将无法更改
    links: Links


class InsuranceView(Wire):
    """What the person's insurance record says about this employer; there once the record was read."""

    here: bool  #: this employer has paid
    until: str | None  #: the last month that it has paid, YYYY-MM


class RequestView(AssociationView):
    """A request as its employer sees it."""

    person: str
    id_number: str
    insurance: InsuranceView | None


class RequestList(Wire):
    items: tuple[RequestView, ...]


class StaffDeclaration(Wire):
    """How the declaration of one of the people stands."""

    id: UUID
    status: CourseStatus
    since: AwareDatetime
    items: dict[str, dict[ItemStatus, int]]  #: how many, by kind and status
    links: Links


class StaffMember(Wire):
    """One of an employer's people. Without a declaration: it was not opened yet."""

    name: str
    id_number: str
    tie: Tie
    since: AwareDatetime
    insurance: InsuranceView | None
    declaration: StaffDeclaration | None


class StaffList(Wire):
    year: int
    items: tuple[StaffMember, ...]
