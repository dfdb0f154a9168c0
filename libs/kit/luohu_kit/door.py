"""The door of a world on one service: who may begin work in it, while its rows are kept or replaced as a whole."""

from enum import StrEnum


class Door(StrEnum):
    """What whoever wants into the world meets."""

    OPEN = "open"  #: everybody is let in
    HELD = "held"  #: whoever comes waits a moment: the rows are being kept, and must not change meanwhile
    SHUT = "shut"  #: whoever comes is sent away: the rows are about to be replaced
