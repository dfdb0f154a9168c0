"""Conditions of who applies: what registers say of the person, the employer's account, the case before."""

from typing import Any

from luohu_contract.claim import ClaimKind
from luohu_declaration.domain.casework.arguments import CASE
from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.storage import cases
from luohu_declaration.storage.cases import Whose
from luohu_declaration.usecases.casework.naming import condition
from luohu_declaration.usecases.casework.sight import Sight

_HOLDS: list[Lacking] = []


@condition()
async def eligible(sight: Sight, argument: Any) -> list[Lacking]:
    """The conditions to apply hold, as far as registers say them: permit, insurance, age."""
    conduct, insurance = await sight.read(ClaimKind.CONDUCT), await sight.read(ClaimKind.INSURANCE)
    figures = {name: figure.value for name, figure in sight.table.eligibility.items()}
    found: list[Lacking] = []
    if figures.get("permit_needed") and not (conduct or {}).get("permit_valid"):
        found.append(Lacking("no-permit", "未持有有效居住证", "The person has no valid residence permit."))
    months, paid = figures.get("continuous_months"), int((insurance or {}).get("continuous_months", 0))
    if months is not None and paid < months:
        found.append(
            Lacking(
                "not-insured",
                f"连续缴纳社会保险{paid}个月,不足{months}个月",
                f"Insurance was paid for {paid} months without a gap, and {months} are needed.",
            )
        )
    age, limit = (conduct or {}).get("age"), _retirement(figures, conduct or {}, insurance or {})
    if age is None or (limit is not None and int(age) >= limit):
        found.append(Lacking("retirement-age", "已达到法定退休年龄", f"The person has reached the age of {limit}."))
    return found


def _retirement(figures: dict[str, Any], conduct: dict[str, Any], insurance: dict[str, Any]) -> int | None:
    """The age of retirement: of a woman by the category of her insurance record, a worker's where it has none."""
    if conduct.get("sex") != "female":
        return figures.get("retirement_age_man")
    return figures.get(f"retirement_age_woman_{insurance.get('category', 'worker')}")


@condition(told=CASE)
async def account_open(sight: Sight, argument: Any) -> list[Lacking]:
    """The employer has an account of that kind which is in the status `open`."""
    kind, status = str(argument["kind"]), str(argument["status"])
    held = await cases.of_employer(sight.work, sight.case.employer, kind)
    if any(each.status == status for each in held):
        return _HOLDS
    now = held[-1].status if held else "none"
    return [
        Lacking(
            "account-not-open",
            "单位账户未开通",
            f"The employer needs an account that is {status}; it has {now}. Open it first: a case of kind {kind}.",
        )
    ]


@condition()
async def no_open_account(sight: Sight, argument: Any) -> list[Lacking]:
    """The employer has no account of this kind that can still be used."""
    for other in await cases.of_employer(sight.work, sight.case.employer, sight.case.kind):
        if other.id != sight.case.id and not sight.procedure.ended(other.status):
            detail = {"case_id": str(other.id), "case_status": other.status}
            return [Lacking("account-exists", "单位已有账户", f"The employer has the account {other.id}.", detail)]
    return []


@condition(told=CASE)
async def parent_is(sight: Sight, argument: Any) -> list[Lacking]:
    """The case comes from one of that kind and status."""
    kind, status = str(argument["kind"]), str(argument["status"])
    parent = sight.case.parent_id and await cases.get(sight.work, sight.case.parent_id, Whose())
    if parent and (parent.kind, parent.status) == (kind, status):
        return []
    return [
        Lacking("parent-not-there", "前序业务未办结", f"Name in `parent_id` a case of kind {kind} that is {status}.")
    ]
