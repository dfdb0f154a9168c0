"""What an applicant enters: one form for each kind of item, as the handbook's pages have them (DOMAIN 4.4 to 4.8).

A form that exists is right in itself: numbers have their check digits, certificates their format, districts exist.
What contradicts itself in one is the matter of `contradictions`; whether it fits the round and the other items of the
declaration, the declaration service says.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from luohu_contract.claim import (
    CertificateFormat,
    Claim,
    DegreeLevel,
    DegreeMethod,
    IdType,
    OrganisationIdType,
    OverseasLevel,
    Period,
    QualificationLevel,
    RentalType,
    Sex,
)
from luohu_contract.entry import (
    AwardName,
    DegreeNumber,
    District,
    FilingNumber,
    LongName,
    Name,
    Number,
    OverseasNumber,
    OwnerNumber,
    PersonNumber,
    QualificationNumber,
    StudyId,
    TitleNumber,
)
from luohu_contract.honours import HonourType
from luohu_contract.innovation import InnovationType
from luohu_contract.item import ItemKind
from luohu_contract.model import Wire
from luohu_contract.months import Month


class Relation(StrEnum):
    """房屋所有权人(承租人)与本人关系"""

    SELF = "self"  #: 本人
    SPOUSE = "spouse"  #: 配偶


class _Form(Wire):
    """A form: JSON names as on the page, `from` and `to` among them."""

    model_config = ConfigDict(populate_by_name=True)


class _Lived(_Form):
    """居住起始年月 and 居住终止年月, both counted."""

    first: Month = Field(alias="from")
    last: Month = Field(alias="to")

    @property
    def period(self) -> Period:
        return Period(first=self.first, last=self.last)


class _Titled(_Lived):
    """A home with a title: the format that was chosen, and the number in it (DOMAIN 6.4)."""

    certificate_format: CertificateFormat
    certificate_number: TitleNumber
    district: District


class OwnHomeForm(_Titled):
    """自有住所, the applicant's own or a spouse's."""

    kind: Literal[ItemKind.OWN_HOME]
    relation: Relation
    spouse_id: UUID | None = None  #: the filed spouse record, when the owner is the spouse


class DormitoryForm(_Titled):
    """单位宿舍, owned by an organisation."""

    kind: Literal[ItemKind.DORMITORY]
    owner_name: LongName
    owner_id_type: OrganisationIdType
    owner_id_number: OwnerNumber


class RentalForm(_Lived):
    """合法租赁住所, a filed lease of the applicant's or a spouse's."""

    kind: Literal[ItemKind.RENTAL]
    relation: Relation
    spouse_id: UUID | None = None  #: the filed spouse record, when the tenant is the spouse
    rental_type: RentalType
    filing_number: FilingNumber
    district: District


class SpouseForm(_Form):
    """配偶信息, one record for each marriage period, in days; without an end it lasts (至今)."""

    kind: Literal[ItemKind.SPOUSE] = ItemKind.SPOUSE
    name: Name
    id_type: IdType
    id_number: PersonNumber
    married_from: date
    married_to: date | None = None
    evidence: UUID  #: the marriage document, one PDF uploaded to the declaration


class QualificationHalf(_Form):
    """学历信息, as the certificate has it."""

    level: QualificationLevel
    id_number: StudyId  #: used then; 15 digits are possible
    name: Name
    sex: Sex
    birth_date: date
    certificate_number: QualificationNumber


class DegreeHalf(_Form):
    """学位信息, as the certificate has it; method and number belong together."""

    level: DegreeLevel
    name: Name
    sex: Sex
    birth_date: date
    certificate_number: DegreeNumber
    granted_by: LongName
    method: DegreeMethod
    method_number: Number


class DomesticEducationForm(_Form):
    """国内教育: a qualification, a degree, or both."""

    kind: Literal[ItemKind.DOMESTIC_EDUCATION]
    qualification: QualificationHalf | None = None
    degree: DegreeHalf | None = None


class OverseasEducationForm(_Form):
    """留学教育: the domestic level that the credentials service's certificate names, and its number."""

    kind: Literal[ItemKind.OVERSEAS_EDUCATION]
    education_name: OverseasLevel
    certificate_number: OverseasNumber
    evidence: UUID  #: the 学历学位认证书, one PDF uploaded to the declaration


class InnovationForm(_Form):
    """创新创业: the type; and the award where the science commission is not asked (三.五.2). See `contradictions`."""

    kind: Literal[ItemKind.INNOVATION] = ItemKind.INNOVATION
    type: InnovationType
    award_kind: AwardName | None = None  #: 奖种
    project_name: LongName | None = None  #: 获奖项目名称
    project_number: Number | None = None  #: 获奖项目编号
    grade: Name | None = None  #: 获奖等级, or the kind of work
    place: Annotated[int, Field(ge=1, le=999)] | None = None  #: 获奖排名
    role: Name | None = None  #: 编剧, 导演, … in works of culture
    year: Annotated[int, Field(ge=1949, le=2099)] | None = None  #: in which it was given


class TaxForm(_Form):
    """纳税指标: the authorisation to read the applicant's tax data. Saved without it, sent only with it."""

    kind: Literal[ItemKind.TAX] = ItemKind.TAX
    authorised: bool


class HonourForm(_Form):
    """荣誉表彰: the type, and the name of the honour where there are several. See `contradictions`."""

    kind: Literal[ItemKind.HONOUR] = ItemKind.HONOUR
    type: HonourType
    name: Name | None = None


class EmploymentForm(_Form):
    """合法稳定就业: nothing to enter, the city reads it (handbook 三.一.2)."""

    kind: Literal[ItemKind.EMPLOYMENT] = ItemKind.EMPLOYMENT


class LawAbidingForm(_Form):
    """守法记录: nothing to enter, the city reads it (handbook 三.九.2)."""

    kind: Literal[ItemKind.LAW_ABIDING] = ItemKind.LAW_ABIDING


class TaxPenaltiesForm(_Form):
    """涉税违法行为记录: nothing to enter, the city reads it (handbook 三.六.1; DOMAIN 4.8)."""

    kind: Literal[ItemKind.TAX_PENALTIES] = ItemKind.TAX_PENALTIES


class RecordForm(_Form):
    """One record of a city's point table: the claim that a department or agency is asked about (DOMAIN 9.4)."""

    kind: Literal[ItemKind.RECORD] = ItemKind.RECORD
    indicator: Name
    department: Name
    claim: Claim


Residence = OwnHomeForm | RentalForm | DormitoryForm
Education = DomesticEducationForm | OverseasEducationForm
EnteredForm = Residence | SpouseForm | Education | InnovationForm | TaxForm | HonourForm
Reading = EmploymentForm | LawAbidingForm | TaxPenaltiesForm
Form = EnteredForm | Reading | RecordForm

ResidenceForm = Annotated[Residence, Field(discriminator="kind")]
EducationForm = Annotated[Education, Field(discriminator="kind")]
AnyForm = Annotated[EnteredForm, Field(discriminator="kind")]

FORM_OF: dict[ItemKind, type[Form]] = {
    ItemKind.OWN_HOME: OwnHomeForm,
    ItemKind.RENTAL: RentalForm,
    ItemKind.DORMITORY: DormitoryForm,
    ItemKind.SPOUSE: SpouseForm,
    ItemKind.DOMESTIC_EDUCATION: DomesticEducationForm,
    ItemKind.OVERSEAS_EDUCATION: OverseasEducationForm,
    ItemKind.INNOVATION: InnovationForm,
    ItemKind.TAX: TaxForm,
    ItemKind.HONOUR: HonourForm,
    ItemKind.EMPLOYMENT: EmploymentForm,
    ItemKind.LAW_ABIDING: LawAbidingForm,
    ItemKind.TAX_PENALTIES: TaxPenaltiesForm,
    ItemKind.RECORD: RecordForm,
}


def entered(form: Form) -> dict[str, Any]:
    """The form in JSON, as it is kept and shown: `from` and `to`, and nothing that was left out."""
    return form.model_dump(mode="json", by_alias=True, exclude_none=True)


def spouse_of(form: Form) -> UUID | None:
    """The spouse record that a residence stands on; None for everything else."""
    return form.spouse_id if isinstance(form, OwnHomeForm | RentalForm) else None


def evidence_of(form: Form) -> UUID | None:
    """The file that a form is filed with; None where none is wanted."""
    return form.evidence if isinstance(form, SpouseForm | OverseasEducationForm) else None
