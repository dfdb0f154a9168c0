"""Which lines a page of a list shows, and what stands beside it."""

import pytest

from luohu_gateway.site.paging import Beside, Lines, number


@pytest.mark.parametrize(
    ("offset", "total", "beside"),
    [
        (0, 0, Beside(None, None, 1, 0)),
        (0, 25, Beside(None, None, 1, 1)),
        (0, 26, Beside(None, 25, 1, 2)),
        (25, 51, Beside(0, 50, 2, 3)),
        (50, 51, Beside(25, None, 3, 3)),
        (10, 30, Beside(0, None, 1, 2)),
    ],
)
def test_a_page_knows_where_those_beside_it_begin(offset: int, total: int, beside: Beside) -> None:
    assert Lines(offset, 25).of(total) == beside


@pytest.mark.parametrize(("came", "after"), [(0, None), (24, None), (25, None), (26, 50)])
def test_a_line_too_many_says_that_another_page_follows(came: int, after: int | None) -> None:
    items, beside = Lines(25, 25).cut(range(came))
    assert (len(items), beside) == (min(came, 25), Beside(0, after, 2))


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "1234567", "１", "²"])
def test_what_is_no_number_begins_at_the_first_line(text: str) -> None:
    assert number(text) == 0


def test_a_number_is_one() -> None:
    assert (number("0"), number("075"), number("999999")) == (0, 75, 999_999)
