"""Reasons of education: the two halves of a domestic one, and overseas certificates (三.三.3, 三.三.2)."""

from luohu_contract.item import Remedy
from luohu_contract.reasons.kind import BASE_DATE, TWO_WEEKS, Evidence, Mark, Reason, ReasonOutcome

_SOURCE = "三.三.3"
_DEGREE_TOO = (("degree_certificate",),)


def _check_and_refile(code: str, zh: str, en: str) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.INVALID,
        zh=zh,
        en=en,
        hint="请核对后重新填写。",
        hint_en="This cannot be rechecked: check the entry against the certificate and file again.",
        remedies=(Remedy.REFILE,),
        decided_by="education-registry",
        source=_SOURCE,
    )


def _overseas(code: str, zh: str, en: str) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.INVALID,
        zh=zh,
        en=en,
        hint="请核对认证书后重新填写。",
        hint_en="Overseas results cannot be rechecked: compare the entry with the certificate and file again.",
        remedies=(Remedy.REFILE,),
        decided_by="education-registry",
        source="三.三.2",
        mark=Mark.ASSUMED,
    )


_IDENTITY = (
    Evidence(
        case="name",
        wants=(("household_register", "name_change_proof"),),
        zh="户口簿或公安机关出具的更名凭证,学位复查时还需提供学位证书",
        en="The household register or the police's proof of the change of name; for a degree also its certificate.",
        degree_wants=_DEGREE_TOO,
    ),
    Evidence(
        case="birth_date_calendar",
        wants=(("birth_date_statement",),),
        zh="出生日期不一致的情况说明(身份证和教育部备案信息分别采集了阴历或者阳历日期),学位复查时还需提供学位证书",
        en="A statement that one date is lunar and the other solar; for a degree also its certificate.",
        degree_wants=_DEGREE_TOO,
    ),
    Evidence(
        case="birth_date",
        wants=(("id_number_change_proof",),),
        zh="派出所出具的更改身份证号凭证,学位复查时还需提供学位证书",
        en="The police station's proof of the changed id number; for a degree also its certificate.",
        degree_wants=_DEGREE_TOO,
    ),
    Evidence(
        case="sex",
        wants=(("medical_proof",),),
        zh="相关医学凭证,学位复查时还需提供学位证书",
        en="Medical proof; for a degree also its certificate.",
        degree_wants=_DEGREE_TOO,
    ),
)

EDUCATION: tuple[Reason, ...] = (
    _check_and_refile(
        "education.date_after_cutoff",
        f"取得学历(学位)时间应为{BASE_DATE}以前",
        f"The qualification (degree) must have been obtained by {BASE_DATE}.",
    ),
    _check_and_refile(
        "education.level_number_mismatch",
        "您选择的‘学历(学位)层次’与填写的‘学历证书编号’不匹配",
        "The level that was chosen does not match the certificate number.",
    ),
    Reason(
        code="education.not_found",
        outcome=ReasonOutcome.INVALID,
        zh="未查询到您填写的学历(学位)信息",
        en="No record of this qualification (degree) was found.",
        hint="请查询并确认备案信息或认证信息后重新填报。",
        hint_en=(
            "This cannot be rechecked: confirm the record at 学信网 or 学位网, or get a certification there, "
            "then file again."
        ),
        remedies=(Remedy.FIX_AT_SOURCE, Remedy.REFILE),
        decided_by="education-registry",
        source=_SOURCE,
    ),
    Reason(
        code="education.identity_mismatch",
        outcome=ReasonOutcome.INVALID,
        zh="教育部学历(学位)备案信息中的姓名、出生日期、性别与身份证上的姓名、出生日期、性别不一致",
        en="Name, birth date or sex on the education record differ from the identity card.",
        hint="可进行复查。",
        hint_en="Ask for a recheck with evidence of why the record and the identity card differ.",
        remedies=(Remedy.RECHECK,),
        decided_by="education-registry",
        source=_SOURCE,
        evidence=_IDENTITY,
        duration=TWO_WEEKS,
    ),
    Reason(
        code="degree.date_malformed",
        outcome=ReasonOutcome.INVALID,
        zh="获得学位日期不是‘年月’或‘年月日’格式",
        en="The date of the degree on record is neither a month nor a day.",
        hint=(
            "如只以学位积分,可对“获得学位日期”进行复查;如同时以取得学历学位积分,可不复查,"
            "请确认学历备案或认证信息,并重新准确填写学历信息。"
        ),
        hint_en=(
            "If only the degree is filed, ask for a recheck of its date. If the qualification is filed too, its date "
            "counts: confirm its record and file the qualification again exactly."
        ),
        remedies=(Remedy.RECHECK, Remedy.REFILE),
        decided_by="education-registry",
        source=_SOURCE,
        evidence=(
            Evidence(
                wants=(("degree_certificate",),), zh="学位证书", en="The degree certificate.", case="degree_alone"
            ),
        ),
        degree_alone=True,
    ),
    Reason(
        code="overseas.level_not_stated",
        outcome=ReasonOutcome.INVALID,
        zh="认证书未明确留学取得的学历学位层次",
        en="The certificate does not name the corresponding domestic level.",
        hint="该认证书不能作为积分依据,请不要自行对应填报;可向留学服务中心申请明确层次,或填报其他教育背景。",
        hint_en=(
            "The certificate is no basis for points: ask the credentials service to state the level, "
            "or file another education."
        ),
        remedies=(Remedy.FIX_AT_SOURCE, Remedy.REFILE),
        decided_by="education-registry",
        source="三.三.2",
        mark=Mark.ASSUMED,
    ),
    _overseas("overseas.not_found", "未查询到您填写的认证书信息", "No certificate of this number was found."),
    _overseas(
        "overseas.document_mismatch",
        "上传的认证书与填写的信息不一致",
        "The uploaded certificate differs from what was entered.",
    ),
)
