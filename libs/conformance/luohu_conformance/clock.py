"""The machine's time: the kit has no world, and its signatures and verdicts are made now."""

from datetime import UTC, datetime


def machine_now() -> datetime:
    """The machine's time, aware."""
    return datetime.now(UTC)
