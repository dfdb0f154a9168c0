"""Tianjin 2016: the labour contract, and a place in which to settle ([002], conditions 3 and 4)."""

from typing import Any

from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.usecases.casework.naming import condition
from luohu_declaration.usecases.casework.sight import Sight

_COLLECTIVE = frozenset({"employer_collective", "talent_collective"})


@condition()
async def contract_long_enough(sight: Sight, argument: Any) -> list[Lacking]:
    """签订1年以上劳动合同."""
    needed, months = int(sight.table.eligibility["contract_months"].value), int(sight.fields["contract_months"])
    if months >= needed:
        return []
    return [
        Lacking(
            "contract-too-short",
            f"劳动合同期限不足{needed}个月",
            f"The labour contract is for {months} months, and {needed} are needed.",
            {"field": "#/form/fields/contract_months"},
        )
    ]


@condition()
async def place_to_settle(sight: Sight, argument: Any) -> list[Lacking]:
    """合法稳定的落户地点: a home that is entered, or a collective household."""
    if sight.fields["settles_in"] in _COLLECTIVE or sight.case.form.get("entries", {}).get("housing"):
        return []
    return [
        Lacking(
            "no-place-to-settle",
            "没有合法稳定的落户地点",
            "Enter the home under `housing`, or settle in a collective household.",
            {"field": "#/form/fields/settles_in"},
        )
    ]
