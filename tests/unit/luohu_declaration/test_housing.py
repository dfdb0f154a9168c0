"""Effective months: what was entered, cut to what was found. V10 to V12 are the handbook's own figures."""

from datetime import date

import pytest

from luohu_contract.claim import Period
from luohu_contract.finding import Findings, LeaseFindings, PropertyFindings
from luohu_contract.months import Month
from luohu_declaration.domain.housing import NOTHING, Effective, Marriage, effective

BASE = date(2020, 12, 31)


def period(first: str, last: str) -> Period:
    return Period(first=Month.parse(first), last=Month.parse(last))


def title(registered: str | None, expired: str | None = None) -> Findings:
    day = {name: date.fromisoformat(value) for name, value in (("r", registered), ("e", expired)) if value}
    return PropertyFindings(kind="own_home", registered_on=day.get("r"), expired_on=day.get("e"))


def own(entered: Period, findings: Findings | None, marriage: Marriage | None = None) -> Effective:
    return effective(entered, findings, marriage=marriage, filed_from=None, as_of=BASE)


def test_v10_the_sample_home_counts_41_months() -> None:
    found = own(period("2014-08", "2017-12"), title("2014-08-11", "2017-12-20"))
    assert found == Effective(Month(2014, 8), Month(2017, 12), 41)


def test_v11_a_home_through_two_marriages_counts_192_months() -> None:
    home = title("2000-01-05")
    first = own(period("2000-01", "2005-08"), home, Marriage(date(2000, 1, 8), date(2005, 8, 3)))
    second = own(period("2005-09", "2015-12"), home, Marriage(date(2005, 8, 30), date(2015, 12, 21)))
    assert (first.months, second.months, first.months + second.months) == (68, 124, 192)


def test_v12_a_home_under_three_certificates_counts_252_months() -> None:
    segments = [
        own(period("2000-01", "2005-07"), title("2000-01-05", "2005-08-10")),
        own(period("2005-08", "2010-11"), title("2005-08-10", "2010-12-02")),
        own(period("2010-12", "2020-12"), title("2010-12-02")),
    ]
    assert [segment.months for segment in segments] == [67, 64, 121]
    assert sum(segment.months for segment in segments) == 252


@pytest.mark.parametrize(
    ("entered", "findings", "expected"),
    [
        pytest.param(("2010-01", "2015-12"), title("2012-05-31"), ("2012-05", "2015-12"), id="registered later"),
        pytest.param(("2010-01", "2015-12"), title("2008-01-01", "2013-03-01"), ("2010-01", "2013-03"), id="ended"),
        pytest.param(("2010-01", "2015-12"), title(None), ("2010-01", "2015-12"), id="no dates on record"),
        pytest.param(("2010-01", "2015-12"), None, ("2010-01", "2015-12"), id="no findings"),
        pytest.param(("2010-01", "2015-12"), title("1921-07-01"), ("2010-01", "2015-12"), id="an archive's odd date"),
    ],
)
def test_the_dates_on_record_cut_the_period(
    entered: tuple[str, str], findings: Findings | None, expected: tuple[str, str]
) -> None:
    found = own(period(*entered), findings)
    assert (str(found.first), str(found.last)) == expected


def test_an_open_marriage_cuts_only_at_its_beginning() -> None:
    found = own(period("2005-01", "2020-12"), title("2001-01-01"), Marriage(date(2018, 2, 2), None))
    assert found == Effective(Month(2018, 2), Month(2020, 12), 35)


def test_months_after_the_base_date_never_count() -> None:
    assert own(period("2020-11", "2021-03"), title("2019-01-01")).months == 2


def test_leases_count_from_august_2020() -> None:
    lease = LeaseFindings(lease_from=date(2020, 7, 15), lease_to=date(2020, 10, 31))
    found = effective(period("2020-07", "2020-12"), lease, marriage=None, filed_from=Month(2020, 8), as_of=BASE)
    assert found == Effective(Month(2020, 8), Month(2020, 10), 3)


def test_a_period_that_misses_what_is_on_record_counts_nothing() -> None:
    assert own(period("2010-01", "2012-12"), title("2014-08-11")) == NOTHING
