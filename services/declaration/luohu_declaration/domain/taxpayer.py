"""What the tax authority's answer means for an employer that registers (handbook 二.一.2; DOMAIN 3.3)."""

import re
from datetime import date

from luohu_contract.employers import Taxpayer
from luohu_contract.enrolment import NotEligible

_BRACKETS = str.maketrans("（）", "()")


def judge(found: Taxpayer | None, name: str, today: date) -> NotEligible | None:
    """Why the employer may not go on; None when it may.

    found: as the tax authority has it, None for a code that it does not know. name: as the employer writes it.
    today: the world's day in Beijing. That the actual office is in Beijing is no register's knowledge: the employer
    answers for it.
    """
    if found is None or not found.registered_in_beijing:
        return NotEligible.NOT_REGISTERED_IN_CITY
    if found.deregistered_on is not None and found.deregistered_on <= today:
        return NotEligible.DEREGISTERED
    if not found.tax_registered:
        return NotEligible.NO_TAX_REGISTRATION
    if _plain(found.name) != _plain(name):
        return NotEligible.NAME_DIFFERS
    return None


def _plain(name: str) -> str:
    """A name without spaces, and with one kind of brackets: both are written as it comes."""
    return re.sub(r"\s", "", name).translate(_BRACKETS)
