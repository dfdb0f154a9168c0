"""Working days: Monday to Friday. Public holidays are not known here."""

from datetime import datetime, time, timedelta

_SATURDAY = 5


def working_days_after(start: datetime, days: int) -> datetime:
    """The beginning of the day after so many whole working days; the day of `start` is not counted.

    Three working days after a Friday end with the Wednesday: what waits for them is possible from Thursday, 0:00.
    """
    day = start.date()
    left = days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=start.tzinfo)
