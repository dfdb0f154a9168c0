"""获学位日期: the one date that registers hold as text, and that is sometimes neither a month nor a day."""

import re
from dataclasses import dataclass
from datetime import date

_MONTH_OR_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|年(\d{1,2})月(?:(\d{1,2})日)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class DegreeDate:
    """A date that could be read."""

    text: str  #: `yyyy-mm` or `yyyy-mm-dd`
    first_day: date  #: the day, or the first day of the month


def read_degree_date(text: str) -> DegreeDate | None:
    """From `2006-07`, `2006-07-01`, `2006年7月` or `2006年7月1日`; None for anything else, and for 30 February.

    Handbook 三.三.3(2): 获得学位日期不是‘年月’或‘年月日’格式.
    """
    found = _MONTH_OR_DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = found[1], found[2] or found[4], found[3] or found[5]
    try:
        first_day = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return DegreeDate(first_day.isoformat() if day else first_day.isoformat()[:7], first_day)
