"""Office hours: nine to five in Beijing, Monday to Friday. Public holidays are not known here. Pure."""

from datetime import datetime, time, timedelta

from luohu_kit.clock import BEIJING

OPENS, CLOSES = time(9), time(17)
SATURDAY = 5
_DAY = timedelta(days=1)


def at_work(instant: datetime) -> datetime:
    """The instant, if it lies within office hours, else the moment at which the office next opens."""
    here = instant.astimezone(BEIJING)
    opening = here.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    if here.time() >= CLOSES:
        opening += _DAY
    while opening.weekday() >= SATURDAY:
        opening += _DAY
    return max(here, opening)
