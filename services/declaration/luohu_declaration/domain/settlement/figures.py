"""Figures of the settlement: how long the award and the letters hold."""

from datetime import date, datetime, time, timedelta

#: 落户资格保留2年 (handbook 五.一.2).
AWARD_YEARS = 2
#: 《调动介绍信》 and 报户口介绍信 hold half a year [assumed]: the handbook says that they have a term, and not which.
LETTER_DAYS = 180


def two_years_after(at: datetime) -> datetime:
    """The instant at which an award of that instant has run out; of 29 February, on 1 March."""
    try:
        return at.replace(year=at.year + AWARD_YEARS)
    except ValueError:
        return at.replace(year=at.year + AWARD_YEARS, month=3, day=1)


def letters_until(at: datetime) -> datetime:
    """The end of the last day of letters that were issued at that instant, which must be Beijing time."""
    last: date = at.date() + timedelta(days=LETTER_DAYS)
    return datetime.combine(last + timedelta(days=1), time(), at.tzinfo)
