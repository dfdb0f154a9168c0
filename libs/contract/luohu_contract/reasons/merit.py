"""Reasons of area, awards, tax and honours (三.四 to 三.八)."""

from luohu_contract.claim import ClaimKind
from luohu_contract.item import Remedy
from luohu_contract.reasons.kind import TWO_WEEKS, Evidence, Mark, Reason, ReasonOutcome

_ID = ("identity_document",)
_ORGANISER = ("award_certificate", "organiser_proof")
_COMMISSION_HINT = "请在市科委创新创业人才积分落户管理信息系统按要求补充提交相应材料,申请复查。"
_COMMISSION_HINT_EN = (
    "The recheck is asked for in the science commission's own system, with supplementary material; not here."
)


def _area(code: str, zh: str, en: str) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.ZERO,
        zh=zh,
        en=en,
        hint="职住区域以审核有效的自有住所计算,请核对或复查自有住所。",
        hint_en="The area follows the own homes that are valid: correct or recheck those; otherwise appeal later.",
        remedies=(Remedy.REFILE,),
        decided_by="declaration",
        source="三.四",
        mark=Mark.ASSUMED,
    )


def _commission(code: str, zh: str, en: str, source: str) -> Reason:
    return Reason(
        code=code,
        outcome=ReasonOutcome.INVALID,
        zh=zh,
        en=en,
        hint=_COMMISSION_HINT,
        hint_en=_COMMISSION_HINT_EN,
        remedies=(Remedy.FIX_AT_SOURCE,),
        decided_by="science-commission",
        source=source,
        mark=Mark.ASSUMED,
        elsewhere=frozenset({ClaimKind.SCIENCE_AWARD}),
    )


def _tax(code: str, outcome: ReasonOutcome, zh: str, en: str, evidence: Evidence) -> Reason:
    return Reason(
        code=code,
        outcome=outcome,
        zh=zh,
        en=en,
        hint="对填报的纳税指标审核结果有异议的,可点击页面链接发起复查。",
        hint_en="If you dispute this, ask for a recheck with the evidence.",
        remedies=(Remedy.RECHECK,),
        decided_by="tax",
        source="三.六.3",
        evidence=(evidence,),
        duration=TWO_WEEKS,
    )


_AWARD_EVIDENCE = (
    Evidence(
        case="science",
        wants=(("award_certificate",), ("identity_document", "officer_card")),
        zh="1、获奖证书 2、获奖人员有效证件(身份证件、军官证)",
        en="The award certificate, and the awardee's identity document or officer's card.",
    ),
    Evidence(
        case="culture",
        wants=(("award_certificate", "awarding_body_proof"), _ID),
        zh="1、获奖证书或评奖单位相关证明材料 2、获奖人员身份证",
        en="The award certificate or proof by the awarding body, and the awardee's identity card.",
    ),
    Evidence(
        case="culture_work",
        wants=(("award_certificate", "awarding_body_proof"), _ID, ("producer_proof",), ("published_work",)),
        zh=(
            "获得精神文明建设“五个一工程”奖、“北京市文学艺术奖”的相关主创人员,还需提交:"
            "①作品申报(出品)单位出具的证明材料(加盖公章);②申请人所参与作品正式出版物、纸质文件"
        ),
        en=(
            "For 五个一工程 and 北京市文学艺术奖 also: sealed proof by the producer that the applicant took part, "
            "and the published work with the applicant's credit."
        ),
    ),
    Evidence(
        case="skills",
        wants=(("honour_certificate",), _ID),
        zh="1、荣誉证书 2、获奖人员身份证",
        en="The certificate of honour and the awardee's identity card.",
    ),
    Evidence(
        case="contest",
        wants=(_ORGANISER, _ID, ("founder_proof",), ("due_diligence_report",)),
        zh=(
            "1、获奖证书或组委会办公室出具的获奖证明 2、获奖人员身份证 3、由获奖企业出具并盖章的创始人或联合创始人证明 "
            "4、组委会办公室委托第三方机构出具的尽职调查报告"
        ),
        en=(
            "The award certificate or proof by the organising office, the awardee's identity card, the winning firm's "
            "sealed proof of founder or co-founder, and the due-diligence report."
        ),
    ),
)

_HONOUR_EVIDENCE = (
    Evidence(
        case="model_worker",
        wants=(("honour_certificate",), ("commendation_decision",), ("nomination_form",)),
        zh="1、荣誉证书 2、表彰决定的复印件 3、推荐审批表复印件",
        en="The certificate of honour, a copy of the decision, and a copy of the nomination form.",
    ),
    Evidence(
        case="moral_model",
        wants=(("honour_certificate",), _ID),
        zh="1、荣誉证书(复印件需标注获得荣誉称号时所在的用人单位) 2、获表彰人员身份证件",
        en="The certificate of honour (a copy marked with the employer of that time), and the identity document.",
    ),
    Evidence(
        case="good_samaritan",
        wants=(("honour_certificate", "commendation_decision"), _ID),
        zh="1、荣誉证书或表彰决定的复印件 2、获表彰人员身份证件",
        en="The certificate of honour or a copy of the decision, and the identity document.",
    ),
)

_PAID = Evidence(
    wants=(("tax_payment_certificate",),), zh="个人所得税完税证明", en="The income tax payment certificate."
)

MERIT: tuple[Reason, ...] = (
    _area(
        "area.not_outside_in_december",
        "上年度12月居住地不在城六区以外",
        "In December of the year before, the home was not outside the six districts.",
    ),
    _area(
        "area.months_below_twelve", "城六区以外的月数不足12个月", "Fewer than twelve months outside the six districts."
    ),
    Reason(
        code="award.not_matched",
        outcome=ReasonOutcome.INVALID,
        zh="比对结果: 无效",
        en="The award lists do not confirm the award.",
        hint="如对此项结果有异议,可申请复查。市科委系统填报的指标,请在市科委系统申请复查。",
        hint_en=(
            "If you dispute this, ask for a recheck with the award certificate. What was filed with the science "
            "commission is rechecked in its own system."
        ),
        remedies=(Remedy.RECHECK, Remedy.REFILE),
        decided_by="honours-registry",
        source="三.五.3",
        evidence=_AWARD_EVIDENCE,
        elsewhere=frozenset({ClaimKind.SCIENCE_AWARD}),
    ),
    Reason(
        code="award.type_mismatch",
        outcome=ReasonOutcome.ZERO,
        zh="所选指标类型与市科委系统填报的类型不一致,该指标无法积分",
        en="The type that was chosen here differs from the type that was filed with the science commission.",
        hint="请重新选择与市科委系统一致的指标类型。",
        hint_en="This cannot be rechecked: choose the type that was filed with the commission, and file again.",
        remedies=(Remedy.REFILE,),
        decided_by="declaration",
        source="三.五.2",
        mark=Mark.ASSUMED,
        elsewhere=frozenset({ClaimKind.SCIENCE_AWARD}),
    ),
    Reason(
        code="award.not_filed_at_science_commission",
        outcome=ReasonOutcome.ZERO,
        zh="未在市科委创新创业人才积分落户管理信息系统填报",
        en="Nothing was filed in the science commission's own system.",
        hint="请在申报阶段内登录市科委创新创业人才积分落户管理信息系统填报。",
        hint_en="This cannot be rechecked: file with the science commission while the declaration stage is open.",
        remedies=(Remedy.FIX_AT_SOURCE,),
        decided_by="declaration",
        source="三.五.2",
        mark=Mark.ASSUMED,
        elsewhere=frozenset({ClaimKind.SCIENCE_AWARD}),
    ),
    _commission(
        "award.income_tax_below_limit",
        "申报前一个自然年度个人所得税纳税额未达到规定",
        "The income tax of the year before is below the limit of 35,000 CNY.",
        "附件1(二)",
    ),
    _commission(
        "award.shareholding_not_met",
        "持股条件不符合规定",
        "Share, length of holding, money raised or kind of firm do not meet the conditions.",
        "附件1(三)",
    ),
    _tax(
        "tax.year_invalid",
        ReasonOutcome.INVALID,
        "比对结果: 无效",
        "No year of the three earns points.",
        _PAID,
    ),
    _tax(
        "tax.partially_valid",
        ReasonOutcome.VALID_DISPUTED,
        "年度结果",
        "Some years earn no points.",
        _PAID,
    ),
    _tax(
        "tax.penalty_recorded",
        ReasonOutcome.VALID_DISPUTED,
        "近五年在本市涉税违法次数",
        "Penalties by the city's tax authority are on record.",
        Evidence(wants=(("statement",),), zh="情况说明", en="A written statement."),
    ),
    Reason(
        code="honour.not_matched",
        outcome=ReasonOutcome.INVALID,
        zh="比对结果: 无效",
        en="The honour lists do not confirm the honour.",
        hint="如对此项结果有异议,可申请复查,点击链接发起复查",
        hint_en="If you dispute this, ask for a recheck with the certificate of honour.",
        remedies=(Remedy.RECHECK, Remedy.REFILE),
        decided_by="honours-registry",
        source="三.八.3",
        evidence=_HONOUR_EVIDENCE,
    ),
)
