"""Lists a page at a time: which lines an address asks for, and the pages before and after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from luohu_gateway.site.visit import Visit


@dataclass(frozen=True, slots=True)
class Beside:
    """The pages before and after one: where each begins; None where there is none."""

    before: int | None
    after: int | None
    page: int  #: its own number, from 1
    pages: int | None = None  #: how many there are, where that is known


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a list that are on one page."""

    offset: int  #: how many stand before them
    size: int  #: the most that one page has

    @classmethod
    def asked(cls, here: Visit, size: int) -> Self:
        """As the address says in `offset`. What is no number of a line begins at the first."""
        return cls(number(here.request.query_params.get("offset", "")), size)

    @property
    def wanted(self) -> dict[str, int]:
        """What the API is asked, where it tells how many lines there are."""
        return {"offset": self.offset, "limit": self.size}

    @property
    def one_more(self) -> dict[str, int]:
        """What it is asked where it does not: a line too many says that another page follows."""
        return {"offset": self.offset, "limit": self.size + 1}

    def of(self, total: int) -> Beside:
        """The pages beside these lines, of so many."""
        return Beside(*self._around(total), self._page, -(-total // self.size))

    def cut(self, items: Sequence[Any]) -> tuple[Sequence[Any], Beside]:
        """The lines of the page among those that came with `one_more`, and the pages beside them."""
        return items[: self.size], Beside(*self._around(self.offset + len(items)), self._page)

    @property
    def _page(self) -> int:
        return self.offset // self.size + 1

    def _around(self, known: int) -> tuple[int | None, int | None]:
        before = max(0, self.offset - self.size) if self.offset else None
        return before, self.offset + self.size if self.offset + self.size < known else None


def number(text: str, digits: int = 6) -> int:
    """A whole number that an address or a form should hold; 0 for what is none, or has more digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else 0
