"""Which renewals the online check sends back: a share that the world's seed draws, the same in every run."""

from hashlib import sha256
from uuid import UUID

_PERCENT = 100


def is_returned(seed: int, case_id: UUID, percent: int) -> bool:
    """Whether the case is among so many of a hundred."""
    drawn = int.from_bytes(sha256(f"{seed}/{case_id}".encode()).digest()[:8])
    return drawn % _PERCENT < percent
