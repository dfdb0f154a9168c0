"""One example of every message of the wire, built from the models; its JSON is pinned under tests/contract/messages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from luohu_contract import archive, claim, department, finding, message, news, settlement, standing
from luohu_contract.model import Wire
from luohu_contract.months import Month

PINNED = Path(__file__).resolve().parents[2] / "contract" / "messages"
AT = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)

WANG = claim.Person(name="王伟", id_number="990101198506150012", birth_date=date(1985, 6, 15), sex=claim.Sex.MALE)
PERIOD = claim.Period(first=Month(2005, 10), last=Month(2010, 10))
JUNIOR_COLLEGE, UNDERGRADUATE = archive.CertificateLevel.JUNIOR_COLLEGE, archive.CertificateLevel.UNDERGRADUATE
FILED = claim.Period(first=Month(2020, 8), last=Month(2020, 12))

CLAIMS: dict[str, tuple[message.Part, claim.Claim]] = {
    "own_home": (
        message.Part.WHOLE,
        claim.OwnHomeClaim(
            owner=WANG,
            certificate_format=claim.CertificateFormat.X_HOUSE_TITLE,
            certificate_number="X京房权证怀字第11111111号",
            district="怀柔区",
            period=PERIOD,
        ),
    ),
    "dormitory": (
        message.Part.WHOLE,
        claim.DormitoryClaim(
            owner=claim.Organisation(
                name="落户科技有限公司", id_type=claim.OrganisationIdType.USCC, id_number="91990105MA0LUH014J"
            ),
            certificate_format=claim.CertificateFormat.REAL_ESTATE_TITLE,
            certificate_number="京(2018)海不动产权第9900001号",
            district="海淀区",
            period=FILED,
        ),
    ),
    "rental": (
        message.Part.WHOLE,
        claim.RentalClaim(
            tenant=WANG,
            rental_type=claim.RentalType.MARKET,
            filing_number="1101021234567890",
            district="西城区",
            period=FILED,
        ),
    ),
    "qualification": (
        message.Part.QUALIFICATION,
        claim.QualificationClaim(
            level=claim.QualificationLevel.UNDERGRADUATE,
            id_number="990101850615001",
            name="王伟",
            sex=claim.Sex.MALE,
            birth_date=date(1985, 6, 15),
            certificate_number="999991200405000123",
        ),
    ),
    "degree": (
        message.Part.DEGREE,
        claim.DegreeClaim(
            level=claim.DegreeLevel.BACHELOR,
            name="王伟",
            sex=claim.Sex.MALE,
            birth_date=date(1985, 6, 15),
            certificate_number="9999942004000123",
            granted_by="落户大学",
            method=claim.DegreeMethod.REGISTRATION_NUMBER,
            method_number="REG-2004-123",
        ),
    ),
    "overseas_education": (
        message.Part.WHOLE,
        claim.OverseasEducationClaim(level=claim.OverseasLevel.MASTER, certificate_number="教留服认美[2010]00001号"),
    ),
    "tax": (
        message.Part.WHOLE,
        claim.TaxClaim(authorised=True, tax_years=(2018, 2019, 2020), penalty_years=(2016, 2017, 2018, 2019, 2020)),
    ),
    "science_award": (
        message.Part.WHOLE,
        claim.ScienceAwardClaim(type=claim.InnovationType.COMPETITION_BEIJING_STARTUP),
    ),
    "award": (
        message.Part.WHOLE,
        claim.AwardClaim(
            type=claim.InnovationType.AWARD_SCIENCE,
            award_kind="国家技术发明奖",
            project_name="高精度惯性导航装置",
            project_number="F-99010-2-01",
            grade="二等奖",
            place=5,
            year=2018,
        ),
    ),
    "honour": (message.Part.WHOLE, claim.HonourClaim(type=claim.HonourType.MODEL_WORKER, name="北京市劳动模范")),
    "insurance": (message.Part.WHOLE, claim.InsuranceClaim(through=Month(2020, 12))),
    "conduct": (message.Part.WHOLE, claim.ConductClaim(detention_years=(2016, 2017, 2018, 2019, 2020))),
    "tax_total": (message.Part.WHOLE, claim.TaxTotalClaim(years=(2014, 2015, 2016))),
    "tax_penalties": (message.Part.WHOLE, claim.TaxPenaltiesClaim(penalty_years=(2016, 2017, 2018, 2019, 2020))),
    "department": (
        message.Part.WHOLE,
        department.DepartmentClaim(
            department="human_resources",
            indicator="skill",
            entered={"tier": "senior_technician", "still_employed": True, "since": 2012},
            certificate_number="津工技字第990001号",
        ),
    ),
    "personnel_file": (message.Part.WHOLE, archive.PersonnelFileClaim(held_by="落户市人才服务中心")),
    "degree_check": (
        message.Part.WHOLE,
        archive.DegreeCheckClaim(
            certificates=(
                archive.DegreeCertificate(level=JUNIOR_COLLEGE, certificate_number="999991200506990001"),
                archive.DegreeCertificate(level=UNDERGRADUATE, certificate_number="999991200705990002", upgraded=True),
            )
        ),
    ),
}

FINDINGS: dict[str, finding.Findings] = {
    "own_home": finding.PropertyFindings(
        kind=claim.ClaimKind.OWN_HOME, registered_on=date(2005, 10, 18), expired_on=date(2010, 10, 22)
    ),
    "dormitory": finding.PropertyFindings(kind=claim.ClaimKind.DORMITORY, registered_on=date(2018, 3, 1)),
    "rental": finding.LeaseFindings(lease_from=date(2020, 8, 1), lease_to=date(2021, 7, 31)),
    "qualification": finding.QualificationFindings(graduated_on=date(2004, 7, 1)),
    "degree": finding.DegreeFindings(degree_conferred_on="2004-07"),
    "overseas_education": finding.OverseasFindings(level=claim.OverseasLevel.MASTER, issued_on=date(2010, 5, 1)),
    "tax": finding.TaxFindings(
        years=(
            finding.TaxYear(year=2018, valid=False, paid=True),
            finding.TaxYear(year=2019, valid=True, paid=True),
            finding.TaxYear(year=2020, valid=False, paid=True),
        ),
        valid_years=1,
        tax_penalties=0,
    ),
    "science_award": finding.ScienceAwardFindings(
        filed_type=claim.InnovationType.COMPETITION_BEIJING_STARTUP, grade="二等奖", equity_raised=Decimal(0)
    ),
    "award": finding.AwardFindings(
        award_kind="国家技术发明奖",
        project_name="高精度惯性导航装置",
        project_number="F-99010-2-01",
        grade="二等奖",
        place=5,
        year=2018,
        employer="落户科学研究院",
    ),
    "honour": finding.HonourFindings(
        type=claim.HonourType.MODEL_WORKER, name="北京市劳动模范", year=2020, employer="落户公交有限公司"
    ),
    "tax_total": finding.TaxTotalFindings(total=Decimal("100000.50"), years=(2014, 2015, 2016)),
    "tax_penalties": finding.TaxPenaltiesFindings(tax_penalties=1, years=(2016, 2017, 2018, 2019, 2020)),
    "insurance": standing.InsuranceFindings(
        spans=(
            standing.InsuranceSpan(
                insurance=standing.Insurance.PENSION,
                first=Month(2010, 10),
                last=Month(2020, 12),
                district="朝阳区",
                employer="91990105MA0LUH014J",
                employer_name="落户科技有限公司",
            ),
        ),
        status=standing.AccountStatus.NORMAL,
        category=standing.WorkCategory.WORKER,
        months_by_insurance=standing.MonthsByInsurance(pension=123),
        longest=standing.Insurance.PENSION,
        years=10,
        months=3,
    ),
    "conduct": standing.ConductFindings(
        identity=standing.RegisteredIdentity(name="王伟", birth_date=date(1985, 6, 15), sex=claim.Sex.MALE),
        household="河北省石家庄市",
        permit=standing.Permit(
            number="99010100000000001", applied_on=date(2017, 3, 1), status=standing.PermitStatus.VALID
        ),
        detentions_by_year=dict.fromkeys(range(2016, 2021), 0),
    ),
    "department": department.DepartmentFindings(
        department="human_resources",
        indicator="skill",
        values={"tier": "senior_technician", "still_employed": True, "since": 2012},
    ),
    "personnel_file": archive.PersonnelFileFindings(held_by="落户市人才服务中心", complete=True),
    "degree_check": archive.DegreeCheckFindings(
        checked=(
            archive.CheckedCertificate(level=JUNIOR_COLLEGE, certificate_number="999991200506990001", genuine=True),
            archive.CheckedCertificate(level=UNDERGRADUATE, certificate_number="999991200705990002", genuine=True),
        ),
        genuine=True,
        scarce_major=False,
        graduated=date(2007, 7, 1),
        full_time=True,
    ),
}

DISPUTABLE = {"own_home": ("property.registration_date_disputed", "property.expiry_date_disputed")}


def number(kind: str) -> int:
    """A number of the kind, for ids."""
    return list(CLAIMS).index(kind) + 1


def question(kind: str) -> message.Question:
    """A first question about a claim of that kind."""
    part, claimed = CLAIMS[kind]
    return message.Question(
        id=UUID(int=number(kind)),
        item_id=UUID(int=100 + number(kind)),
        attempt=1,
        part=part,
        subject=WANG,
        claim=claimed,
        as_of=date(2020, 12, 31),
    )


def verdict(kind: str) -> message.Verdict:
    """A valid verdict on that question."""
    part, _ = CLAIMS[kind]
    return message.Verdict(
        id=UUID(int=200 + number(kind)),
        question_id=UUID(int=number(kind)),
        item_id=UUID(int=100 + number(kind)),
        attempt=1,
        part=part,
        outcome=message.Outcome.VALID,
        disputable=DISPUTABLE.get(kind, ()),
        findings=FINDINGS[kind],
        decided_at=AT,
    )


def _recheck() -> message.Question:
    reference = message.EvidenceRef(id=UUID(int=900), sha256="0" * 64, size=1234)
    return question("own_home").model_copy(
        update={
            "id": UUID(int=50),
            "attempt": 2,
            "kind": message.QuestionKind.RECHECK,
            "disputes": "property.not_matched",
            "statement": "房屋所有权证号填写无误。",
            "evidence": (reference,),
        }
    )


def _upheld() -> message.Verdict:
    return message.Verdict(
        id=UUID(int=250),
        question_id=UUID(int=50),
        item_id=UUID(int=101),
        attempt=2,
        kind=message.QuestionKind.RECHECK,
        outcome=message.Outcome.INVALID,
        reason="property.not_matched",
        opinion="档案中无此证号。",
        decided_by=message.Decider.OPERATOR,
        decided_at=AT,
    )


def _settlement() -> dict[str, Wire]:
    """What is asked of public security after the award, and what it tells by itself."""
    registrant = settlement.Registrant(name=WANG.name, id_number=WANG.id_number)
    child = settlement.Registrant(name="王小伟", id_number="990101201506150017")
    return {
        "permit-cancellations": settlement.PermitCancellations(
            cancellations=(
                settlement.PermitCancellation(id=UUID(int=70), id_number=WANG.id_number, reason="积分落户", at=AT),
            )
        ),
        "registrations": settlement.Registrations(
            registrations=(
                settlement.Registration(
                    id=UUID(int=71),
                    person=registrant,
                    children=(child,),
                    address="朝阳区落户路1号",
                    district="朝阳区",
                    move_in_permit_number="京公准迁字第990001号",
                    at=AT,
                ),
            )
        ),
        "registration-cancellations": settlement.RegistrationCancellations(
            cancellations=(
                settlement.RegistrationCancellation(id=UUID(int=72), id_number=WANG.id_number, reason="提供虚假材料"),
            )
        ),
        "criminal-records": news.CriminalRecords(
            records=(
                news.CriminalRecord(
                    id=UUID(int=73),
                    id_number=WANG.id_number,
                    convicted_on=date(2021, 6, 1),
                    document="(2021)京0105刑初990001号",
                ),
            )
        ),
    }


def examples() -> dict[str, Wire]:
    """Every message, by the name of its pinned file."""
    request, delivery = message.VerificationRequest, message.VerdictDelivery
    callback = "http://declaration/v1/verdicts"
    found: dict[str, Wire] = {}
    for kind in CLAIMS:
        found[f"verification-request.{kind}"] = request(callback_url=callback, questions=(question(kind),))
        found[f"verdict-delivery.{kind}"] = delivery(timestamp=AT, data=message.Verdicts(verdicts=(verdict(kind),)))
    found["verification-request.recheck"] = request(callback_url=callback, questions=(_recheck(),))
    found["verdict-delivery.recheck"] = delivery(timestamp=AT, data=message.Verdicts(verdicts=(_upheld(),)))
    found["acknowledgement"] = message.Acknowledgement(
        accepted=(UUID(int=1),),
        refused=(message.RefusedQuestion(id=UUID(int=2), slug="claim-not-answered-here", detail="not here"),),
    )
    found["receipt"] = message.Receipt(
        receptions=tuple(
            message.Received(id=UUID(int=300 + place), outcome=outcome)
            for place, outcome in enumerate(message.Reception)
        )
    )
    state = message.VerificationState
    found["verification-status.waiting"] = message.VerificationStatus(
        id=UUID(int=1), state=state.WAITING, received_at=AT, due_at=AT
    )
    found["verification-status.decided"] = message.VerificationStatus(
        id=UUID(int=1), state=state.DECIDED, received_at=AT, verdict=verdict("own_home")
    )
    found["evidence-request"] = message.EvidenceRequest(
        question_id=UUID(int=50), note="请补充产权人身份证明。", requested_at=AT
    )
    reference = message.EvidenceRef(id=UUID(int=901), sha256="f" * 64, size=4321)
    supplement = message.EvidenceSupplement(
        id=UUID(int=60), question_id=UUID(int=50), statement="补充材料。", evidence=(reference,)
    )
    found["evidence-supplements"] = message.EvidenceSupplements(supplements=(supplement,))
    return found | _settlement()
