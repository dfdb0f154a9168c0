"""Who is admitted: everybody at or above the total of the last place of the quota, or a line (DOMAIN 8.1, 9.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """One person on the list."""

    id: str
    total: Decimal
    rank: int  #: competition rank: 1, 2, 2, 4
    running: int  #: place without gaps: 1, 2, 3, 4; among equals by id [assumed]
    admitted: bool

    def publication_number(self, year: int) -> str:
        """公示编号: the year and five digits of the running place, for example 202000001."""
        return f"{year:04d}{self.running:05d}"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole list, best first."""

    places: tuple[Place, ...]
    quota: int | None  #: None: a line decides
    cut_off: Decimal | None  #: lowest total that is admitted; None when nobody is
    admitted: int  #: how many, ties at the cut-off among them
    tied: int  #: how many have the cut-off itself


def rank(entries: Iterable[tuple[str, Decimal]], quota: int) -> Ranking:
    """Rank totals, admit the quota and everybody who ties with its last place (同分同落).

    entries: id and total of each declaration that was submitted and has a total, in any order; ids come once.
    quota: places, 1 or more. With fewer entries than places all are admitted.
    Raises ValueError when the quota is below 1 or an id comes twice.
    Source: the lists of 2018 and 2020 to 2023.
    """
    if quota < 1:
        raise ValueError(f"a quota of {quota} admits nobody; it is 1 or more")
    ordered = _ordered(entries)
    cut_off = ordered[min(quota, len(ordered)) - 1][1] if ordered else None
    return _ranked(ordered, quota, cut_off)


def rank_by_line(entries: Iterable[tuple[str, Decimal]], line: Decimal) -> Ranking:
    """Rank totals, and admit everybody at or above the line, however many they are.

    entries: as of `rank`. Raises ValueError when an id comes twice. Source: DOMAIN 9.6.
    """
    ordered = _ordered(entries)
    return _ranked(ordered, None, min((total for _, total in ordered if total >= line), default=None))


def _ordered(entries: Iterable[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    ordered = sorted(entries, key=lambda entry: (-entry[1], entry[0]))
    if len({entry[0] for entry in ordered}) < len(ordered):
        raise ValueError("an id comes twice among the totals; each declaration is ranked once")
    return ordered


def _ranked(ordered: list[tuple[str, Decimal]], quota: int | None, cut_off: Decimal | None) -> Ranking:
    places: list[Place] = []
    for running, (who, total) in enumerate(ordered, start=1):
        same = bool(places) and places[-1].total == total
        place = places[-1].rank if same else running
        places.append(Place(who, total, place, running, admitted=cut_off is not None and total >= cut_off))
    return Ranking(
        places=tuple(places),
        quota=quota,
        cut_off=cut_off,
        admitted=sum(place.admitted for place in places),
        tied=sum(place.total == cut_off for place in places),
    )
