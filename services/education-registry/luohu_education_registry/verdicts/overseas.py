"""留学教育: what the register can say about a certificate, before a person compares the scan with it."""

from luohu_contract.claim import OverseasEducationClaim, OverseasLevel
from luohu_contract.decision import AskOperator, Decision, Invalid, Valid
from luohu_contract.finding import OverseasFindings
from luohu_contract.message import Question
from luohu_education_registry.verdicts.identity import Difference, identity_difference
from luohu_education_registry.verdicts.record import ONLINE_SINCE, OverseasCertificate

OVERSEAS_NOT_FOUND = "overseas.not_found"
OVERSEAS_LEVEL_NOT_STATED = "overseas.level_not_stated"
OVERSEAS_MISMATCH = "overseas.document_mismatch"

_LEVEL_ZH = {
    OverseasLevel.JUNIOR_COLLEGE: "专科",
    OverseasLevel.BACHELOR: "学士",
    OverseasLevel.MASTER: "硕士",
    OverseasLevel.DOCTOR: "博士",
}


def judge_overseas(question: Question, claim: OverseasEducationClaim, record: OverseasCertificate | None) -> Decision:
    """A certificate that could be the applicant's goes to an operator, who compares the scan with it by eye.

    Upheld, the claim is valid; an operator who sees something else on the scan overturns with `OVERSEAS_MISMATCH`.
    """
    if record is None:
        return Invalid(OVERSEAS_NOT_FOUND, cause=Difference.NUMBER_UNKNOWN)
    if identity_difference(question.subject, record.holder):
        return Invalid(OVERSEAS_NOT_FOUND, cause=Difference.HOLDER_DIFFERS)
    if record.level is None:
        return Invalid(OVERSEAS_LEVEL_NOT_STATED, OverseasFindings(issued_on=record.issued_on))
    findings = OverseasFindings(level=record.level, issued_on=record.issued_on)
    if record.level is not claim.level:
        return Invalid(OVERSEAS_MISMATCH, findings)
    note = (
        f"请核对认证书扫描件：编号{claim.certificate_number}，层次{_LEVEL_ZH[record.level]}，日期{record.issued_on}。"
    )
    if record.issued_on < ONLINE_SINCE[record.source]:
        note += "不在网上查询范围内，需核对历史档案。"
    return AskOperator(note, proposed=Valid(findings))
