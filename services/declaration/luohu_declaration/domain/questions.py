"""Questions to the agencies: what an item asks, of whom, with the applicant as the identity card names them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from luohu_contract.claim import (
    Claim,
    ConductClaim,
    DegreeClaim,
    DormitoryClaim,
    InsuranceClaim,
    Organisation,
    OverseasEducationClaim,
    OwnHomeClaim,
    Person,
    QualificationClaim,
    RentalClaim,
    TaxClaim,
    TaxPenaltiesClaim,
)
from luohu_contract.directory import ANSWERED_BY
from luohu_contract.forms import (
    DegreeHalf,
    DomesticEducationForm,
    DormitoryForm,
    EmploymentForm,
    Form,
    HonourForm,
    InnovationForm,
    LawAbidingForm,
    OverseasEducationForm,
    OwnHomeForm,
    QualificationHalf,
    RecordForm,
    RentalForm,
    SpouseForm,
    TaxForm,
    TaxPenaltiesForm,
)
from luohu_contract.message import EvidenceRef, Part, Question, QuestionKind
from luohu_contract.months import Month
from luohu_declaration.domain.merit import merit_claim


@dataclass(frozen=True, slots=True)
class Windows:
    """Calendar years that the round asks about, as its policy has them."""

    tax: tuple[int, ...]  #: 近三年
    penalties: tuple[int, ...]  #: 近五年
    detentions: tuple[int, ...]  #: 近5年; the handbook gives no dates: the same calendar years [assumed, DOMAIN T29]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and from when on things are measured."""

    applicant: Person
    spouse: SpouseForm | None  #: the spouse record that the item stands on
    as_of: date  #: the base date of the round
    windows: Windows


@dataclass(frozen=True, slots=True)
class Dispute:
    """What makes a question a recheck."""

    code: str  #: reason or finding that the applicant disputes
    statement: str
    evidence: tuple[EvidenceRef, ...]


def agency_of(question: Question) -> str:
    """The agency that judges the question's claim."""
    return ANSWERED_BY[question.claim.kind]


def verifications(
    item_id: UUID,
    attempt: int,
    form: Form,
    asking: Asking,
    *,
    evidence: Sequence[EvidenceRef] = (),
    new_id: Callable[[], UUID],
) -> tuple[Question, ...]:
    """The questions of 在线审核: one for each part that was filed. A spouse record asks none: the window reviews it."""
    return tuple(
        Question(
            id=new_id(),
            item_id=item_id,
            attempt=attempt,
            part=part,
            subject=asking.applicant,
            claim=claim,
            as_of=asking.as_of,
            evidence=tuple(evidence),
        )
        for part, claim in claims(form, asking).items()
    )


def recheck(
    item_id: UUID, attempt: int, form: Form, asking: Asking, part: Part, dispute: Dispute, *, new_id: Callable[[], UUID]
) -> Question:
    """The question of 申请复查 about one part."""
    return Question(
        id=new_id(),
        item_id=item_id,
        attempt=attempt,
        part=part,
        kind=QuestionKind.RECHECK,
        subject=asking.applicant,
        claim=claims(form, asking)[part],
        as_of=asking.as_of,
        disputes=dispute.code,
        statement=dispute.statement,
        evidence=dispute.evidence,
    )


def claims(form: Form, asking: Asking) -> dict[Part, Claim]:
    """What the form claims, by the part that each claim is about."""
    if isinstance(form, DomesticEducationForm):
        halves: dict[Part, Claim] = {}
        if form.qualification is not None:
            halves[Part.QUALIFICATION] = _qualification(form.qualification)
        if form.degree is not None:
            halves[Part.DEGREE] = _degree(form.degree)
        return halves
    if isinstance(form, SpouseForm):
        return {}
    if isinstance(form, RecordForm):
        return {Part.WHOLE: form.claim}
    if isinstance(form, OwnHomeForm | RentalForm | DormitoryForm):
        return {Part.WHOLE: _home(form, asking)}
    if isinstance(form, EmploymentForm | LawAbidingForm | TaxPenaltiesForm):
        return {Part.WHOLE: _reading(form, asking)}
    return {Part.WHOLE: _merit(form, asking)}


def _home(form: OwnHomeForm | RentalForm | DormitoryForm, asking: Asking) -> Claim:
    match form:
        case OwnHomeForm():
            return OwnHomeClaim(
                owner=_holder(asking),
                certificate_format=form.certificate_format,
                certificate_number=form.certificate_number,
                district=form.district,
                period=form.period,
            )
        case RentalForm():
            return RentalClaim(
                tenant=_holder(asking),
                rental_type=form.rental_type,
                filing_number=form.filing_number,
                district=form.district,
                period=form.period,
            )
        case DormitoryForm():
            return DormitoryClaim(
                owner=Organisation(name=form.owner_name, id_type=form.owner_id_type, id_number=form.owner_id_number),
                certificate_format=form.certificate_format,
                certificate_number=form.certificate_number,
                district=form.district,
                period=form.period,
            )


def _merit(form: OverseasEducationForm | InnovationForm | TaxForm | HonourForm, asking: Asking) -> Claim:
    match form:
        case OverseasEducationForm():
            return OverseasEducationClaim(level=form.education_name, certificate_number=form.certificate_number)
        case InnovationForm() | HonourForm():
            return merit_claim(form)
        case TaxForm():
            return TaxClaim(authorised=True, tax_years=asking.windows.tax, penalty_years=asking.windows.penalties)


def _reading(form: EmploymentForm | LawAbidingForm | TaxPenaltiesForm, asking: Asking) -> Claim:
    """Nothing is claimed: the record is asked for, up to the base date (DOMAIN 2.3, 2.10)."""
    match form:
        case EmploymentForm():
            return InsuranceClaim(through=Month.of(asking.as_of))
        case LawAbidingForm():
            return ConductClaim(detention_years=asking.windows.detentions)
        case TaxPenaltiesForm():
            return TaxPenaltiesClaim(penalty_years=asking.windows.penalties)


def _holder(asking: Asking) -> Person:
    """In whose name the home or the lease is: the spouse's where the item stands on one, else the applicant's."""
    spouse = asking.spouse
    if spouse is None:
        return asking.applicant
    return Person(name=spouse.name, id_type=spouse.id_type, id_number=spouse.id_number)


def _qualification(half: QualificationHalf) -> QualificationClaim:
    return QualificationClaim(
        level=half.level,
        id_number=half.id_number,
        name=half.name,
        sex=half.sex,
        birth_date=half.birth_date,
        certificate_number=half.certificate_number,
    )


def _degree(half: DegreeHalf) -> DegreeClaim:
    return DegreeClaim(
        level=half.level,
        name=half.name,
        sex=half.sex,
        birth_date=half.birth_date,
        certificate_number=half.certificate_number,
        granted_by=half.granted_by,
        method=half.method,
        method_number=half.method_number,
    )
