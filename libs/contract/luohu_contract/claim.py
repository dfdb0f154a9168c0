"""What an applicant claims, as the agencies are asked about it: one model for each kind of claim.

A claim holds entered values only, in the form that the handbook's pages have them (DOMAIN, section 4). Periods are
months, `yyyy-mm`, both ends counted.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from luohu_contract.archive import DegreeCheckClaim as DegreeCheckClaim  # noqa: PLC0414 - all claims are found here
from luohu_contract.archive import PersonnelFileClaim as PersonnelFileClaim  # noqa: PLC0414 - as above
from luohu_contract.claim_kind import ClaimKind as ClaimKind  # noqa: PLC0414 - as above
from luohu_contract.department import DepartmentClaim as DepartmentClaim  # noqa: PLC0414 - as above
from luohu_contract.honours import CommendedType
from luohu_contract.honours import HonourType as HonourType  # noqa: PLC0414 - all enums of claims are found here
from luohu_contract.innovation import CommissionType, ListedType
from luohu_contract.innovation import InnovationType as InnovationType  # noqa: PLC0414 - as above
from luohu_contract.model import Wire
from luohu_contract.months import Month


class Sex(StrEnum):
    MALE = "male"  #: 男
    FEMALE = "female"  #: 女


class IdType(StrEnum):
    """Kinds of personal identity document (DOMAIN 4.4)."""

    RESIDENT_ID = "resident_id"  #: 居民身份证
    OFFICER_CARD = "officer_card"  #: 军官证
    PASSPORT = "passport"  #: 护照
    HONG_KONG_MACAO_PERMIT = "hong_kong_macao_permit"  #: 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit"  #: 台湾居民来往大陆通行证


class OrganisationIdType(StrEnum):
    """Kinds of an organisation's identity (DOMAIN 4.4, dormitory)."""

    USCC = "uscc"  #: 统一社会信用代码
    ORGANISATION_CODE = "organisation_code"  #: 组织机构代码
    OTHER = "other"  #: 其他


class CertificateFormat(StrEnum):
    """The three radio buttons of the housing form (DOMAIN 6.4)."""

    X_HOUSE_TITLE = "x_house_title"  #: 以“X”开头的房产证号
    REAL_ESTATE_TITLE = "real_estate_title"  #: 以“京”开头的不动产权证号
    OTHER_TITLE = "other_title"  #: 其他格式房产证号


class RentalType(StrEnum):
    MARKET = "market"  #: 市场租赁
    PUBLIC = "public"  #: 公租房


class QualificationLevel(StrEnum):
    """学历层次"""

    JUNIOR_COLLEGE = "junior_college"  #: 大学专科(含高职)
    UNDERGRADUATE = "undergraduate"  #: 大学本科
    MASTER = "master"  #: 硕士研究生
    DOCTOR = "doctor"  #: 博士研究生


class DegreeLevel(StrEnum):
    """学位层次"""

    BACHELOR = "bachelor"  #: 学士
    MASTER = "master"  #: 硕士
    DOCTOR = "doctor"  #: 博士


class OverseasLevel(StrEnum):
    """Levels that an overseas certificate may name (DOMAIN 4.5)."""

    JUNIOR_COLLEGE = "junior_college"  #: 专科
    BACHELOR = "bachelor"  #: 学士
    MASTER = "master"  #: 硕士
    DOCTOR = "doctor"  #: 博士


class DegreeMethod(StrEnum):
    """学位认证方式"""

    REGISTRATION_NUMBER = "registration_number"  #: 学位电子注册备案编号
    CERTIFICATION_CODE = "certification_code"  #: 学位认证报告编号/学位认证验证编码


class Person(Wire):
    """A natural person as identity documents name them."""

    name: str = Field(min_length=1, max_length=60)
    id_type: IdType = IdType.RESIDENT_ID
    id_number: str = Field(min_length=4, max_length=30)
    birth_date: date | None = None
    sex: Sex | None = None


class Organisation(Wire):
    """An organisation that owns a dormitory."""

    name: str = Field(min_length=1, max_length=120)
    id_type: OrganisationIdType
    id_number: str = Field(min_length=4, max_length=30)


class Period(Wire):
    """Months from the first to the last, both counted."""

    first: Month
    last: Month


class OwnHomeClaim(Wire):
    """A home that the owner (the applicant or a spouse) is said to own."""

    kind: Literal[ClaimKind.OWN_HOME] = ClaimKind.OWN_HOME
    owner: Person
    certificate_format: CertificateFormat
    certificate_number: str
    district: str
    period: Period


class DormitoryClaim(Wire):
    """A home that an organisation owns and the applicant lives in."""

    kind: Literal[ClaimKind.DORMITORY] = ClaimKind.DORMITORY
    owner: Organisation
    certificate_format: CertificateFormat
    certificate_number: str
    district: str
    period: Period


class RentalClaim(Wire):
    """A filed lease whose tenant is the applicant or a spouse."""

    kind: Literal[ClaimKind.RENTAL] = ClaimKind.RENTAL
    tenant: Person
    rental_type: RentalType
    filing_number: str
    district: str
    period: Period


class QualificationClaim(Wire):
    """学历 as the certificate has it; `id_number` is the one used at the time of study (15 digits possible)."""

    kind: Literal[ClaimKind.QUALIFICATION] = ClaimKind.QUALIFICATION
    level: QualificationLevel
    id_number: str
    name: str
    sex: Sex
    birth_date: date
    certificate_number: str


class DegreeClaim(Wire):
    """学位 as the certificate has it, with the way in which it was registered or certified."""

    kind: Literal[ClaimKind.DEGREE] = ClaimKind.DEGREE
    level: DegreeLevel
    name: str
    sex: Sex
    birth_date: date
    certificate_number: str
    granted_by: str
    method: DegreeMethod
    method_number: str


class OverseasEducationClaim(Wire):
    """留学教育: the certificate of the credentials service."""

    kind: Literal[ClaimKind.OVERSEAS_EDUCATION] = ClaimKind.OVERSEAS_EDUCATION
    level: OverseasLevel
    certificate_number: str


class TaxClaim(Wire):
    """The authorisation to read the income tax of three years and the penalties of five."""

    kind: Literal[ClaimKind.TAX] = ClaimKind.TAX
    authorised: Literal[True]
    tax_years: tuple[int, ...] = Field(min_length=1, max_length=5)
    penalty_years: tuple[int, ...] = Field(min_length=1, max_length=10)


class TaxPenaltiesClaim(Wire):
    """Asks for the penalties alone: they count in any case, also where nobody authorised a look at the tax."""

    kind: Literal[ClaimKind.TAX_PENALTIES] = ClaimKind.TAX_PENALTIES
    penalty_years: tuple[int, ...] = Field(min_length=1, max_length=10)


class TaxTotalClaim(Wire):
    """Asks for the income tax of some years together, by the person's authorisation (天津, DOMAIN 9.3)."""

    kind: Literal[ClaimKind.TAX_TOTAL] = ClaimKind.TAX_TOTAL
    authorised: Literal[True] = True
    years: tuple[int, ...] = Field(min_length=1, max_length=10)


class ScienceAwardClaim(Wire):
    """The type that the applicant chose here; everything else was filed with the commission."""

    kind: Literal[ClaimKind.SCIENCE_AWARD] = ClaimKind.SCIENCE_AWARD
    type: CommissionType


class AwardClaim(Wire):
    """An award as the applicant entered it; the names are those of `luohu_contract.awards` (DOMAIN 4.7)."""

    kind: Literal[ClaimKind.AWARD] = ClaimKind.AWARD
    type: ListedType
    award_kind: str = Field(min_length=1, max_length=60)  #: 奖种
    project_name: str | None = Field(default=None, max_length=120)  #: 获奖项目名称
    project_number: str | None = Field(default=None, max_length=60)  #: 获奖项目编号
    grade: str | None = Field(default=None, max_length=30)  #: 获奖等级, or the kind of work
    place: int | None = Field(default=None, ge=1, le=999)  #: 获奖排名
    role: str | None = Field(default=None, max_length=30)  #: 编剧, 导演, … in works of culture
    year: int | None = Field(default=None, ge=1949, le=2100)  #: in which it was given


class HonourClaim(Wire):
    """荣誉表彰: the type, and the name where the applicant gave one (DOMAIN 4.10)."""

    kind: Literal[ClaimKind.HONOUR] = ClaimKind.HONOUR
    type: CommendedType
    name: str | None = Field(default=None, max_length=60)  #: 荣誉表彰名称


class InsuranceClaim(Wire):
    """Asks for the record of contributions: nothing is entered, so nothing can be wrong about it."""

    kind: Literal[ClaimKind.INSURANCE] = ClaimKind.INSURANCE
    through: Month  #: the last month that counts, the base date's; it counts whole


class ConductClaim(Wire):
    """Asks public security for identity, household, permit, detentions and crime."""

    kind: Literal[ClaimKind.CONDUCT] = ClaimKind.CONDUCT
    detention_years: tuple[int, ...] = Field(min_length=1, max_length=10)  #: calendar years of the window (近五年)


Claim = Annotated[
    OwnHomeClaim
    | DormitoryClaim
    | RentalClaim
    | QualificationClaim
    | DegreeClaim
    | OverseasEducationClaim
    | TaxClaim
    | ScienceAwardClaim
    | AwardClaim
    | HonourClaim
    | TaxPenaltiesClaim
    | TaxTotalClaim
    | InsuranceClaim
    | ConductClaim
    | DepartmentClaim
    | PersonnelFileClaim
    | DegreeCheckClaim,
    Field(discriminator="kind"),
]
