"""When a process that died is started again."""

from dataclasses import dataclass

FIRST_SECONDS = 0.1
LONGEST_SECONDS = 5.0
HEALTHY_SECONDS = 2.0  #: whoever lived this long is not in a crash loop


@dataclass(slots=True)
class Backoff:
    """At once after a life of two seconds or more; else after a pause that doubles from 0.1 s to 5 s."""

    pause: float = 0.0

    def after(self, lived: float) -> float:
        """Seconds to wait before the next start of something that lived so long."""
        if lived >= HEALTHY_SECONDS:
            self.pause = 0.0
            return 0.0
        self.pause = min(max(self.pause * 2, FIRST_SECONDS), LONGEST_SECONDS)
        return self.pause
