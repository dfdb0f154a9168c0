"""Draws that come out the same on every machine: whole numbers from BLAKE2b, nothing of Python's own hash or floats.

A draw belongs to a seed, a number (of a person, an employer, a block of people) and a topic. So no person's draws
depend on another's, and a further draw in one topic moves nothing in the others.
"""

from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from struct import Struct
from typing import Generic, TypeVar

T = TypeVar("T")

_WORDS = Struct(">16I")  #: one digest of 64 bytes is sixteen draws
_COUNT = 16
CERTAIN = 100_000  #: chances are given in hundred thousandths


class Table(Generic[T]):
    """Values with whole weights."""

    __slots__ = ("_sums", "values")

    def __init__(self, *weighted: tuple[T, int]) -> None:
        self.values = tuple(value for value, _ in weighted)
        self._sums = list(accumulate(weight for _, weight in weighted))

    def at(self, draw: "Draw") -> T:
        """One of the values."""
        return self.values[bisect_right(self._sums, draw.below(self._sums[-1]))]


class Quantiles:
    """A distribution of whole numbers by its quantiles, straight lines between them."""

    __slots__ = ("_shares", "_values")

    def __init__(self, *points: tuple[int, int]) -> None:
        """points: (hundred thousandths of the people, value), from (0, least) to (100000, most)."""
        self._shares = [share for share, _ in points]
        self._values = [value for _, value in points]

    def at(self, draw: "Draw") -> int:
        """One value."""
        share = draw.below(CERTAIN)
        place = bisect_right(self._shares, share)
        low, high = self._shares[place - 1], self._shares[place]
        first, last = self._values[place - 1], self._values[place]
        return first + (last - first) * (share - low) // (high - low)


class Draw:
    """A row of draws."""

    __slots__ = ("_at", "_block", "_key", "_words")

    def __init__(self, seed: int, number: int, topic: str) -> None:
        self._key = f"{seed}/{number}/{topic}/".encode()
        self._block = 0
        self._words: tuple[int, ...] = ()
        self._at = _COUNT

    def below(self, bound: int) -> int:
        """0 to bound - 1, all alike; bound is at most 2**24."""
        at = self._at
        if at == _COUNT:
            self._words = _WORDS.unpack(blake2b(self._key + b"%d" % self._block, digest_size=64).digest())
            self._block += 1
            at = 0
        self._at = at + 1
        return (self._words[at] * bound) >> 32

    def between(self, first: int, last: int) -> int:
        """first to last, both possible. first where last lies before it."""
        return first + self.below(last - first + 1) if last > first else first

    def chance(self, share: int) -> bool:
        """True for so many of a hundred thousand."""
        return self.below(CERTAIN) < share

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, all alike."""
        return values[self.below(len(values))]


def turn(seed: int, topic: str, number: int, every: int) -> int | None:
    """Which turn a number has of something rare; None when it has none.

    Of every block of `every` numbers exactly one has a turn, and turns go up by one from block to block. So even a few
    thousand people have of each rare thing as many as they should, and a list of variants is gone through in order.
    """
    block, place = divmod(number, every)
    return block if Draw(seed, block, topic).below(every) == place else None
