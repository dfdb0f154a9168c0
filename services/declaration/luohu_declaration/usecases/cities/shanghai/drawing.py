"""Which renewals the online check sends back: a share that the world's seed draws, of the same people in every run."""

from hashlib import sha256

_PERCENT = 100


def is_returned(seed: int, id_number: str, year: int, percent: int) -> bool:
    """Whether a person's renewal of a year is among so many of a hundred."""
    drawn = int.from_bytes(sha256(f"{seed}/{id_number}/{year}".encode()).digest()[:8])
    return drawn % _PERCENT < percent
