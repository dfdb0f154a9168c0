"""The net under wake-ups: how long to wait for one before looking all the same.

A wake-up can be lost only in the moment in which a replica dies between its commit and telling the others. So the
first look after something happened comes soon, and an idle service looks ever less often.
"""

LONGEST = 5.0  #: times the shortest pause


class Net:
    """The pauses of one worker."""

    def __init__(self, shortest: float) -> None:
        """shortest: seconds; a pause is at most `LONGEST` times as long."""
        self._shortest = shortest
        self._pause = shortest

    def caught(self) -> None:
        """There was something, or a wake-up: look again soon."""
        self._pause = self._shortest

    def pause(self) -> float:
        """Seconds until the next look; each time without a catch twice as long as the time before."""
        pause = self._pause
        self._pause = min(pause * 2, self._shortest * LONGEST)
        return pause
