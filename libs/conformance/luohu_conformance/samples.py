"""A made-up claim of every kind, for agencies that are told of no better ones. Their registers need not know any.

All people and numbers are made up: id numbers begin with 99, an area that does not exist.
"""

from datetime import date
from uuid import uuid4

from pydantic import Field

from luohu_contract import claim
from luohu_contract.archive import CertificateLevel, DegreeCertificate
from luohu_contract.claim import ClaimKind
from luohu_contract.message import Part, Question
from luohu_contract.model import Wire
from luohu_contract.months import Month

AS_OF = date(2020, 12, 31)
_YEARS = (2016, 2017, 2018, 2019, 2020)
_PERIOD = claim.Period(first=Month(2020, 8), last=Month(2020, 12))

WANG = claim.Person(name="王伟", id_number="990101198506150012", birth_date=date(1985, 6, 15), sex=claim.Sex.MALE)

CLAIMS: tuple[claim.Claim, ...] = (
    claim.OwnHomeClaim(
        owner=WANG,
        certificate_format=claim.CertificateFormat.X_HOUSE_TITLE,
        certificate_number="X京房权证怀字第99999999号",
        district="怀柔区",
        period=_PERIOD,
    ),
    claim.DormitoryClaim(
        owner=claim.Organisation(
            name="落户科技有限公司", id_type=claim.OrganisationIdType.USCC, id_number="91990105MA0LUH014J"
        ),
        certificate_format=claim.CertificateFormat.REAL_ESTATE_TITLE,
        certificate_number="京(2018)海不动产权第9999999号",
        district="海淀区",
        period=_PERIOD,
    ),
    claim.RentalClaim(
        tenant=WANG,
        rental_type=claim.RentalType.MARKET,
        filing_number="1101029999999999",
        district="西城区",
        period=_PERIOD,
    ),
    claim.QualificationClaim(
        level=claim.QualificationLevel.UNDERGRADUATE,
        id_number="990101850615001",
        name="王伟",
        sex=claim.Sex.MALE,
        birth_date=date(1985, 6, 15),
        certificate_number="999991200405999999",
    ),
    claim.DegreeClaim(
        level=claim.DegreeLevel.BACHELOR,
        name="王伟",
        sex=claim.Sex.MALE,
        birth_date=date(1985, 6, 15),
        certificate_number="9999942004999999",
        granted_by="落户大学",
        method=claim.DegreeMethod.REGISTRATION_NUMBER,
        method_number="9999920049999",
    ),
    claim.OverseasEducationClaim(level=claim.OverseasLevel.MASTER, certificate_number="教留服认美[2010]99999号"),
    claim.TaxClaim(authorised=True, tax_years=_YEARS[-3:], penalty_years=_YEARS),
    claim.ScienceAwardClaim(type=claim.InnovationType.COMPETITION_BEIJING_STARTUP),
    claim.AwardClaim(
        type=claim.InnovationType.AWARD_SCIENCE,
        award_kind="国家技术发明奖",
        project_name="高精度惯性导航装置",
        project_number="F-99010-9-99",
        grade="二等奖",
        place=5,
        year=2018,
    ),
    claim.HonourClaim(type=claim.HonourType.MODEL_WORKER, name="北京市劳动模范"),
    claim.TaxPenaltiesClaim(penalty_years=_YEARS),
    claim.TaxTotalClaim(years=_YEARS),
    claim.InsuranceClaim(through=Month(2020, 12)),
    claim.ConductClaim(detention_years=_YEARS),
    claim.DepartmentClaim(department="human_resources", indicator="skill", entered={"tier": "senior_technician"}),
    claim.PersonnelFileClaim(held_by="落户市人才服务中心"),
    claim.DegreeCheckClaim(
        certificates=(DegreeCertificate(level=CertificateLevel.BACHELOR, certificate_number="9999942004999999"),)
    ),
)

_PARTS = {ClaimKind.QUALIFICATION: Part.QUALIFICATION, ClaimKind.DEGREE: Part.DEGREE}


class Case(Wire):
    """Somebody who claims something: what a question is made of."""

    subject: claim.Person = WANG
    claim: claim.Claim
    as_of: date = AS_OF


class Cases(Wire):
    """A file of cases: best of all such as the agency's registers know, some of them true and some not."""

    cases: tuple[Case, ...] = Field(min_length=1, max_length=100)


CASES = tuple(Case(claim=each) for each in CLAIMS)


def question(case: Case) -> Question:
    """A first question about a case, and about an item that nobody asked about before."""
    return Question(
        id=uuid4(),
        item_id=uuid4(),
        attempt=1,
        part=_PARTS.get(case.claim.kind, Part.WHOLE),
        subject=case.subject,
        claim=case.claim,
        as_of=case.as_of,
    )
