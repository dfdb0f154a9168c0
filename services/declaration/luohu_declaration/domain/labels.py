"""How the pages print where an item stands (DOMAIN 1.5): 已保存, 待审核, 有效(1年), 无效(房源无效), 审核不通过."""

from luohu_contract.finding import TaxFindings
from luohu_contract.item import ItemKind, Subject
from luohu_contract.message import Part
from luohu_declaration.domain.item import Standing
from luohu_declaration.domain.states import Status

_INVALID: dict[Subject, str] = {
    Subject.PROPERTY: "无效(房源无效)",
    Subject.SPOUSE: "无效(配偶信息无效)",
    Subject.FILING: "无效(备案合同无效)",
}
_STATUS: dict[Status, str] = {
    Status.DRAFT: "已保存",
    Status.PENDING: "待审核",
    Status.VALID: "有效",
    Status.INVALID: "无效",
    Status.RECHECK: "复查中",
    Status.DELETED: "已删除",
}
#: A spouse record has words of its own, from its list and from its review.
_SPOUSE: dict[Status, str] = {
    Status.DRAFT: "待填写配偶住所信息",
    Status.VALID: "审核通过",
    Status.INVALID: "审核不通过",
}


def label(kind: ItemKind, standing: Standing) -> str:
    """The words on the page."""
    if kind is ItemKind.SPOUSE:
        return _SPOUSE.get(standing.status, _STATUS[standing.status])
    if standing.status is Status.INVALID and standing.subject in _INVALID:
        return _INVALID[standing.subject]
    if kind is ItemKind.TAX and standing.status is Status.VALID:
        return _valid_years(standing)
    return _STATUS[standing.status]


def _valid_years(standing: Standing) -> str:
    """有效(1年): how many of the three years earn points."""
    result = standing.results.get(Part.WHOLE)
    findings = result.findings if result else None
    return f"有效({findings.valid_years}年)" if isinstance(findings, TaxFindings) else _STATUS[Status.VALID]
