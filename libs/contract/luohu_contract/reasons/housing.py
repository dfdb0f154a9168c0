"""Reasons of residences: the home, the spouse, the lease (三.二.3)."""

from luohu_contract.item import Remedy
from luohu_contract.reasons.kind import TWO_WEEKS, Evidence, Mark, Reason, ReasonOutcome

_SOURCE = "三.二.3"
_SPOUSE_HINT = "此种情况不能申请复查,可先删除该配偶住所、再删除对应配偶信息后重新填写。"
_SPOUSE_HINT_EN = (
    "This cannot be rechecked: delete the residences in that spouse's name, then the spouse record, "
    "and file both again as the marriage document has it."
)
_TITLES = ("house_title", "real_estate_title")
_REGISTER_DATES = Evidence(
    wants=(("identity_document",), _TITLES, ("property_query_notice",)),
    zh="房屋所有权证或不动产权证书,“北京市不动产登记领域网上办事服务平台”或不动产窗口查询的结果;房屋所有权人身份证明文件",
    en="The title, the result of a register query (online or at the counter), and the owner's identity document.",
)


def _spouse(code: str, zh: str, en: str, mark: Mark = Mark.ASSUMED) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.INVALID,
        zh=zh,
        en=en,
        hint=_SPOUSE_HINT,
        hint_en=_SPOUSE_HINT_EN,
        remedies=(Remedy.REFILE,),
        decided_by="window",
        source=_SOURCE,
        mark=mark,
    )


def _lease(code: str, zh: str, en: str) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.INVALID,
        zh=zh,
        en=en,
        hint="此种情况不能申请复查,可删除后重新填报。",
        hint_en="This cannot be rechecked: delete the item and file another lease.",
        remedies=(Remedy.REFILE,),
        decided_by="rental-filing",
        source=_SOURCE,
    )


def _register_date(code: str, zh: str, en: str) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.VALID_DISPUTED,
        zh=zh,
        en=en,
        hint=f"对{zh}有异议的,可申请复查。",
        hint_en="If you dispute this date, ask for a recheck with the title and the result of a register query.",
        remedies=(Remedy.RECHECK,),
        decided_by="housing-registry",
        source=_SOURCE,
        evidence=(_REGISTER_DATES,),
        duration=TWO_WEEKS,
    )


HOUSING: tuple[Reason, ...] = (
    Reason(
        code="property.not_matched",
        outcome=ReasonOutcome.INVALID,
        zh="无效(房源无效)",
        en="The register does not confirm the home as it was entered.",
        hint="如房屋所有权证号(不动产权证号)填写无误,可发起复查,否则请重新填写。",
        hint_en=(
            "If the number was entered correctly, ask for a recheck; otherwise correct it and file again. Owners of "
            "old titles can have the register completed (存量房补录) before they file again."
        ),
        remedies=(Remedy.RECHECK, Remedy.REFILE, Remedy.FIX_AT_SOURCE),
        decided_by="housing-registry",
        source=_SOURCE,
        evidence=(
            Evidence(
                wants=(("identity_document",), (*_TITLES, "property_query_notice", "registration_form")),
                zh=(
                    "房屋所有权人身份证明文件和产权证明材料(可为下列凭证之一):(1)房屋所有权证或不动产权证;"
                    "(2)不动产登记信息查询结果告知单;(3)登记申请书或审批表"
                ),
                en=(
                    "The owner's identity document, and one of: the title (of a sold home a copy marked 作废 will do), "
                    "the notice of a register query, the registration application or approval form."
                ),
            ),
        ),
        duration=TWO_WEEKS,
    ),
    _register_date(
        "property.registration_date_disputed", "登簿日期(填发日期)", "The registration date (issue date) is disputed."
    ),
    _register_date("property.expiry_date_disputed", "权证失效日期", "The date on which the title ended is disputed."),
    _spouse(
        "spouse.period_mismatch",
        "凭证中婚姻存续时间与填报信息不一致",
        "The period of the marriage differs from the document.",
        Mark.HANDBOOK,
    ),
    _spouse("spouse.name_mismatch", "凭证中姓名与填报信息不一致", "The spouse's name differs from the document."),
    _spouse(
        "spouse.id_mismatch", "凭证中证件号码与填报信息不一致", "The spouse's id number differs from the document."
    ),
    _spouse(
        "spouse.document_unacceptable",
        "婚姻凭证不符合要求",
        "The document is of the wrong kind, a copy, unreadable, or lacks the proof that the judgment took effect.",
    ),
    Reason(
        code="filing.not_found",
        outcome=ReasonOutcome.INVALID,
        zh="您录入的租赁合同备案编号不存在或申请人信息与租赁监管平台备案承租人信息不匹配",
        en="The lease filing number does not exist, or the tenant on file is somebody else.",
        hint=(
            "请查询备案信息,确认是否办理租赁登记备案。如未查到或备案信息不全,应到住房租赁服务平台办理备案后重新填报;"
            "如填写有误,可删除后重新填报。"
        ),
        hint_en=(
            "This cannot be rechecked: look the filing up, correct the number and file again; if the lease is not "
            "filed, or filed incompletely, have it filed at the rental platform first."
        ),
        remedies=(Remedy.REFILE, Remedy.FIX_AT_SOURCE),
        decided_by="rental-filing",
        source=_SOURCE,
    ),
    _lease(
        "filing.use_not_residential",
        "您租赁合同备案信息中的房屋规划用途为非住宅类",
        "The planned use of the home in the lease filing is not residential.",
    ),
    _lease(
        "filing.no_title",
        "您租赁合同备案信息中的房屋没有不动产权证书/房屋所有权证书",
        "The home in the lease filing has no title.",
    ),
    Reason(
        code="filing.property_check_needed",
        outcome=ReasonOutcome.INVALID,
        zh="您的租赁备案房屋需要进一步进行房源核验",
        en="The home in the lease filing still needs a check of the property.",
        hint=(
            "请向北京房地产中介行业协会预约申请住房租赁合同备案信息的复核,完成复核后重新填写租赁指标;或在线提出复查申请。"
        ),
        hint_en=(
            "Have the filing reviewed by the realty association (by appointment), then delete the item and file again; "
            "or ask for a recheck online."
        ),
        remedies=(Remedy.RECHECK, Remedy.FIX_AT_SOURCE),
        decided_by="rental-filing",
        source=_SOURCE,
        evidence=(
            Evidence(
                wants=(
                    ("lease",),
                    ("lease_party_identity",),
                    ("house_title", "real_estate_title", "ownership_proof"),
                    ("filing_review_application",),
                ),
                zh=(
                    "房屋租赁合同;房屋租赁当事人身份证明;房屋所有权证书或者其他合法权属证明;"
                    "房屋租赁合同备案复核申请(在线下载模板并本人签字)"
                ),
                en=(
                    "All four: the lease; identity documents of its parties; the title or other lawful proof of "
                    "ownership; the signed application for a review of the filing."
                ),
            ),
        ),
    ),
)
