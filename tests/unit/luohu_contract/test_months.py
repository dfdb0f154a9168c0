"""Months: there and back, both ends counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.months import Month, months_between

months = st.builds(Month, st.integers(1949, 2099), st.integers(1, 12))
FIRST, LAST = Month(1949, 1), Month(2099, 12)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2014-08", "2017-12", 41),
        ("2000-01", "2005-08", 68),
        ("2005-09", "2015-12", 124),
        ("2000-01", "2005-07", 67),
        ("2005-08", "2010-11", 64),
        ("2010-12", "2020-12", 121),
        ("2020-08", "2020-12", 5),
        ("2020-08", "2020-08", 1),
        ("2020-09", "2020-08", 0),
    ],
)
def test_both_ends_count_as_in_the_handbook(first: str, last: str, count: int) -> None:
    assert months_between(Month.parse(first), Month.parse(last)) == count


@given(months)
def test_a_month_is_read_back_as_it_was_written(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert hash(Month.parse(str(month))) == hash(month)


@given(months, st.integers(-1811, 1811))
def test_going_forth_and_back_ends_where_it_began(month: Month, steps: int) -> None:
    if FIRST.ordinal <= month.ordinal + steps <= LAST.ordinal:
        assert month.plus(steps).plus(-steps) == month
    else:
        with pytest.raises(ValueError, match="1949 and 2099"):
            month.plus(steps)


@given(months, months)
def test_order_and_count_agree(first: Month, last: Month) -> None:
    assert (months_between(first, last) > 0) == (first <= last)
    if first <= last:
        assert first.plus(months_between(first, last) - 1) == last


@given(months, months, months)
def test_segments_that_follow_each_other_add_up(one: Month, two: Month, three: Month) -> None:
    first, middle, last = sorted([one, two, three])
    if middle < last:
        assert months_between(first, middle) + months_between(middle.plus(1), last) == months_between(first, last)


@pytest.mark.parametrize(
    "text", ["2014-13", "2014-00", "2014-8", "14-08", "1948-12", "2100-01", "２014-08", "2014-08\n"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|year"):
        Month.parse(text)
