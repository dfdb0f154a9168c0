"""How long is left on the world's clock. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Left:
    """The time until a deadline, or since it."""

    overdue: bool
    unit: str  #: days, hours or minutes: the largest of which there is one
    count: int

    @classmethod
    def until(cls, due: str | None, now: str) -> Self | None:
        """due, now: instants as the API tells them. None where there is no deadline."""
        if not due:
            return None
        left = datetime.fromisoformat(due) - datetime.fromisoformat(now)
        size = abs(left)
        if size >= _DAY:
            return cls(left < timedelta(0), "days", size // _DAY)
        if size >= _HOUR:
            return cls(left < timedelta(0), "hours", size // _HOUR)
        return cls(left < timedelta(0), "minutes", size // timedelta(minutes=1))

    @property
    def key(self) -> str:
        """The text that says it, with its count."""
        return f"queue.{'overdue' if self.overdue else 'left'}_{self.unit}"
