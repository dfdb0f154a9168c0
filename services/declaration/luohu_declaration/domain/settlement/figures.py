"""Days of the settlement: until when letters hold, and which day is the last of a term."""

from datetime import date, datetime, time, timedelta

from luohu_contract.duration import Duration


def letters_until(at: datetime, valid: Duration) -> datetime:
    """The first instant after letters that were issued at that instant, which must be Beijing time."""
    return datetime.combine(valid.after(at).date() + timedelta(days=1), time(), at.tzinfo)


def last_day(until: datetime) -> date:
    """The last day of a term that has run out at that instant: terms end with a day, and the instant is the next."""
    return (until - timedelta(microseconds=1)).date()
