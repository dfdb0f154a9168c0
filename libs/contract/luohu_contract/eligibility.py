"""The conditions of eligibility (资格条件, handbook 一): what the system says where one is not met, and the way out.

The handbook gives the conditions and no wording for a refusal (系统将自动提示原因), so codes and sentences are the
project's. A sentence has `{places}` for the figures of the case: `84` months needed, `83` there, which one is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luohu_contract.claim import Sex
from luohu_contract.standing import AccountStatus, Insurance, WorkCategory
from luohu_contract.texts import Text, text

_MOST_MONTHS = 6  #: of a list that a sentence names one by one


@dataclass(frozen=True, slots=True)
class Condition:
    """One row: the refusal as it is shown, and what the person can do."""

    code: str  #: `eligibility.*`, or `employer.barred`
    says: Text  #: with `{places}` for figures
    todo: Text
    source: str  #: of the handbook, edition 2021
    agency: str | None = None  #: the service that holds the record, where it can be put right there

    def sentence(self, figures: Mapping[str, Any]) -> Text:
        """The refusal with the figures of a case. Raises KeyError when a figure is missing."""
        words = {name: _WORDS.get(name, _plain)(value) for name, value in figures.items()}
        group = _group(figures)
        zh = {name: word.zh for name, word in words.items()} | {"group": group.zh}
        en = {name: word.en for name, word in words.items()} | {"group": group.en}
        return Text(self.says.zh.format_map(zh), self.says.en.format_map(en))


def _plain(value: Any) -> Text:
    return Text(str(value), str(value))


def _months(value: Sequence[str]) -> Text:
    named = value[:_MOST_MONTHS]
    if len(value) <= len(named):
        return Text("、".join(named) or "-", ", ".join(named) or "-")
    return Text(f"{'、'.join(named)}等{len(value)}个月", f"{', '.join(named)} and {len(value) - len(named)} more")


_WORDS: dict[str, Callable[[Any], Text]] = {
    "insurance": lambda value: text(Insurance(value)),
    "status": lambda value: text(AccountStatus(value)),
    "missing": _months,
    "back_paid": _months,
    "late": _months,
}


def _group(figures: Mapping[str, Any]) -> Text:
    """Whose age of retirement it is."""
    if figures.get("sex") == Sex.MALE.value:
        return Text("男", "men")
    if figures.get("category") == WorkCategory.CADRE.value:
        return Text("女干部(管理岗人员)", "women in managerial posts")
    return Text("女工人", "women workers")


_TO_THE_WINDOW = Text("如有异议,可向所在区积分落户服务窗口提出", "if you disagree, object: the district window decides")


def _todo(zh: str, en: str) -> Text:
    return Text(f"{zh};{_TO_THE_WINDOW.zh}", f"{en}; {_TO_THE_WINDOW.en}")


_AT_INSURANCE = _todo(
    "请向社会保险经办机构核对并更正缴费记录后重新查询",
    "have the record corrected at the insurance agency, then ask for a fresh reading",
)
_AT_POLICE = _todo(
    "请向公安机关核对并更正登记信息后重新查询",
    "have the record corrected at public security, then ask for a fresh reading",
)
_NEXT_YEAR = _todo("待满足条件的年度再申报", "declare in a year in which the condition is met")

CONDITIONS: dict[str, Condition] = {
    row.code: row
    for row in (
        Condition(
            "eligibility.household_not_outside",
            Text("您的户籍在{household},申报人应为在京外地户籍人员", "your household is registered in {household}"),
            _AT_POLICE,
            "一",
            "public-security",
        ),
        Condition(
            "eligibility.permit_missing",
            Text("您没有有效的《北京市居住证》", "you hold no valid Beijing residence permit"),
            _AT_POLICE,
            "一.一",
            "public-security",
        ),
        Condition(
            "eligibility.permit_too_late",
            Text(
                "您的《北京市居住证》申领日期为{applied_on},应在{permit_by}前(含)申领",
                "you applied for the residence permit on {applied_on}; it had to be by {permit_by}",
            ),
            _NEXT_YEAR,
            "一.一",
            "public-security",
        ),
        Condition(
            "eligibility.retirement_age",
            Text(
                "截至{base_date},您已满{age}周岁,{group}应在{limit}周岁(不含)以下",
                "on {base_date} you were {age}; {group} must be younger than {limit}",
            ),
            _todo(
                "如身份类别(工人、干部)有误,请向社会保险经办机构核对",
                "if worker or cadre is recorded wrongly, have the insurance agency correct it",
            ),
            "一.二",
            "social-insurance",
        ),
        Condition(
            "eligibility.insurance_short",
            Text(
                "您在京连续缴纳{insurance}保险{months}个月,应自{first_needed}起连续满{needed}个月",
                "{insurance} insurance is paid for {months} months without a gap; {needed} are needed, "
                "from {first_needed} on",
            ),
            _NEXT_YEAR,
            "一.三",
            "social-insurance",
        ),
        Condition(
            "eligibility.insurance_gap",
            Text(
                "您的{insurance}保险在{missing}断缴,最近连续缴纳{months}个月,应连续满{needed}个月",
                "{insurance} insurance is not paid in {missing}; {months} months up to the base date are without "
                "a gap, {needed} are needed",
            ),
            _AT_INSURANCE,
            "一.三",
            "social-insurance",
        ),
        Condition(
            "eligibility.back_payment_over_limit",
            Text(
                "您的{insurance}保险补缴{months}个月({back_paid}),累计不应超过{limit}个月",
                "{months} months of {insurance} insurance are back-paid ({back_paid}); at most {limit} may be",
            ),
            _AT_INSURANCE,
            "一.三",
            "social-insurance",
        ),
        Condition(
            "eligibility.payment_late",
            Text(
                "您的{insurance}保险{late}的缴费记录在{base_date}之后形成",
                "the records of {insurance} insurance for {late} were formed after {base_date}",
            ),
            _AT_INSURANCE,
            "一.三",
            "social-insurance",
        ),
        Condition(
            "eligibility.insurance_status",
            Text("您的社会保险缴费状态为{status},应为正常缴费", "your insurance account: {status}; it must be normal"),
            _AT_INSURANCE,
            "一.三",
            "social-insurance",
        ),
        Condition(
            "eligibility.criminal_record",
            Text("您有刑事犯罪记录", "there is a criminal record"),
            _AT_POLICE,
            "一.四",
            "public-security",
        ),
        Condition(
            "eligibility.barred",
            Text(
                "您因提供虚假材料等行为,{from_year}年至{to_year}年不得申报",
                "you are barred from {from_year} to {to_year} for false material",
            ),
            _todo("请在期满后申报", "declare after that"),
            "温馨提示",
        ),
        Condition(
            "employer.barred",
            Text(
                "您所在单位协助提供虚假材料,{from_year}年至{to_year}年的申报不予受理",
                "your employer's applications are not accepted from {from_year} to {to_year}",
            ),
            _todo("请在期满后申报", "declare after that"),
            "温馨提示",
        ),
    )
}
