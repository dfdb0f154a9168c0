"""Certificates of education and property, lease filings, overseas certificates: the tables of DOMAIN 6.3 to 6.6."""

import pytest

from luohu_contract.claim import CertificateFormat, DegreeLevel, QualificationLevel
from luohu_contract.districts import BY_NAME
from luohu_contract.numbers import (
    NumberInvalid,
    normalise_certificate_number,
    parse_degree_certificate,
    parse_filing_number,
    parse_overseas_certificate,
    parse_property_certificate,
    parse_qualification_certificate,
)

X, REAL, OTHER = CertificateFormat


@pytest.mark.parametrize(
    ("number", "year", "level"),
    [
        ("999991200405000123", 2004, QualificationLevel.UNDERGRADUATE),
        ("999991200702000045", 2007, QualificationLevel.MASTER),
        ("999991199906000123", 1999, QualificationLevel.JUNIOR_COLLEGE),
        ("999991202105000001", 2021, QualificationLevel.UNDERGRADUATE),
        ("999995201004000001", 2010, QualificationLevel.UNDERGRADUATE),
        ("999997201501000001", 2015, QualificationLevel.DOCTOR),
        ("99999120010500012", 2001, QualificationLevel.UNDERGRADUATE),
        ("999992200405000123", None, None),
        ("999991200409000123", None, None),
        ("Z990001", None, None),
        ("99001", None, None),
    ],
)
def test_a_qualification_number_tells_year_and_level(
    number: str, year: int | None, level: QualificationLevel | None
) -> None:
    found = parse_qualification_certificate(number)
    assert (found.number, found.year, found.level, found.warning) == (number, year, level, None)


def test_seventeen_digits_of_2004_are_taken_with_a_warning() -> None:
    found = parse_qualification_certificate("99999120040500012")
    assert found.level is QualificationLevel.UNDERGRADUATE
    assert found.warning is not None
    assert "2004" in found.warning


def test_a_number_contradicts_another_level_only() -> None:
    college = parse_qualification_certificate("999991199906000123")
    assert college.contradicts(QualificationLevel.UNDERGRADUATE)
    assert not college.contradicts(QualificationLevel.JUNIOR_COLLEGE)
    bachelor = parse_degree_certificate("9999942004000123")
    assert bachelor.contradicts(DegreeLevel.MASTER)
    assert not bachelor.contradicts(DegreeLevel.BACHELOR)
    assert not parse_qualification_certificate("Z990001").contradicts(QualificationLevel.DOCTOR)


@pytest.mark.parametrize("number", ["", "1234", "1" * 21, "99999-1200405", "９9999120040500012", "京高教字第1号"])
def test_a_qualification_number_has_five_to_twenty_letters_and_digits(number: str) -> None:
    with pytest.raises(NumberInvalid, match="5 to 20 letters and digits"):
        parse_qualification_certificate(number)


@pytest.mark.parametrize(
    ("number", "year", "level"),
    [
        ("9999942004000123", 2004, DegreeLevel.BACHELOR),
        ("Z9999932009000045", 2009, DegreeLevel.MASTER),
        ("C9999942010000045", 2010, DegreeLevel.BACHELOR),
        ("T9999932010000045", 2010, DegreeLevel.MASTER),
        ("9999922015000001", 2015, DegreeLevel.DOCTOR),
        ("9999942012S00001", 2012, DegreeLevel.BACHELOR),
        ("9999942012E000012", 2012, DegreeLevel.BACHELOR),
        ("A9999942012000012", None, None),
        ("990123", None, None),
    ],
)
def test_a_degree_number_tells_year_and_level(number: str, year: int | None, level: DegreeLevel | None) -> None:
    found = parse_degree_certificate(number.lower())
    assert (found.number, found.year, found.level) == (number, year, level)


@pytest.mark.parametrize("number", ["", "99999-42004", "ſ9999942004000123"])
def test_a_degree_number_has_letters_and_digits_only(number: str) -> None:
    with pytest.raises(NumberInvalid):
        parse_degree_certificate(number)


@pytest.mark.parametrize(
    ("number", "year"),
    [("120190000001", 2019), ("教留服认美[2010]00001号", 2010), ("教留服认英国[2008]00099号", 2008)],
)
def test_overseas_certificates_have_two_forms(number: str, year: int) -> None:
    found = parse_overseas_certificate(f" {number} ")
    assert (found.number, found.year) == (number, year)


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("12019000001", "neither"),
        ("220190000001", "neither"),
        ("教留服认美［2010］00001号", "half-width"),
        ("教留服认美(2010)00001号", "half-width"),
        ("教留服认[2010]00001号", "neither"),
        ("1２0190000001", "neither"),
        ("", "neither"),
    ],
)
def test_other_overseas_numbers_are_refused(number: str, wrong: str) -> None:
    with pytest.raises(NumberInvalid, match=wrong):
        parse_overseas_certificate(number)


@pytest.mark.parametrize(
    ("form", "number", "district"),
    [
        (X, "X京房权证怀字第11111111号", "怀柔区"),
        (X, "X京房权证朝字第99000001号", "朝阳区"),
        (X, "X京房权证宣字第99000001号", None),
        (REAL, "京(2014)朝不动产权第9900041号", "朝阳区"),
        (REAL, "京(2018)海不动产权第9900001号", "海淀区"),
        (OTHER, "京房权证朝私字第990001号", None),
    ],
)
def test_a_title_number_fits_its_radio_button(form: CertificateFormat, number: str, district: str | None) -> None:
    found = parse_property_certificate(form, number)
    assert str(found) == number
    assert (found.district.name if found.district else None) == district


@pytest.mark.parametrize(
    ("form", "number"),
    [
        pytest.param(X, "京房权证怀字第11111111号", id="without X"),
        pytest.param(X, "X京房权证怀字11111111号", id="without 第"),
        pytest.param(X, "X沪房权证怀字第11111111号", id="another city"),
        pytest.param(X, "X京房权证怀字第１1111111号", id="full-width digit"),
        pytest.param(X, "京(2018)海不动产权第9900001号", id="the other format"),
        pytest.param(REAL, "京(14)朝不动产权第9900041号", id="two-digit year"),
        pytest.param(REAL, "津(2018)朝不动产权第9900041号", id="another city, new"),
        pytest.param(REAL, "京(2018)朝不动产权第99000A1号", id="letter in the serial"),
        pytest.param(REAL, "京(２018)朝不动产权第9900041号", id="full-width year"),
        pytest.param(OTHER, "", id="empty"),
        pytest.param(OTHER, "京房1", id="too short"),
        pytest.param(OTHER, "京" * 61, id="too long"),
        pytest.param(OTHER, "京房权证\0990001号", id="NUL"),
        pytest.param(OTHER, "X京房权证朝字第99000001号", id="belongs to the first button"),
        pytest.param(OTHER, "京(2018)海不动产权第9900001号", id="belongs to the second button"),
    ],
)
def test_a_title_number_that_does_not_fit_is_refused(form: CertificateFormat, number: str) -> None:
    with pytest.raises(NumberInvalid, match="for example"):
        parse_property_certificate(form, number)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("京（2018）海不动产权第9900001号", "京(2018)海不动产权第9900001号"),
        (" x京房权证朝字第 99000001 号", "X京房权证朝字第99000001号"),
        ("京房权证朝私字第990001号", "京房权证朝私字第990001号"),
    ],
)
def test_title_numbers_are_compared_in_one_way_of_writing(typed: str, written: str) -> None:
    assert normalise_certificate_number(typed) == written


def test_full_width_brackets_are_accepted_on_the_form() -> None:
    assert parse_property_certificate(REAL, "京（2014）朝不动产权第9900041号").year == 2014


@pytest.mark.parametrize("number", ["1101021234567890", "1101020000000000000"])
def test_the_handbooks_filing_numbers_are_of_xicheng(number: str) -> None:
    found = parse_filing_number(number)
    assert found.number == number
    assert found.district is BY_NAME["西城区"]
    assert found.warning(BY_NAME["西城区"]) is None


@pytest.mark.parametrize("length", [12, 20])
def test_filing_numbers_have_twelve_to_twenty_digits(length: int) -> None:
    assert parse_filing_number("1" * length).number == "1" * length
    for wrong in (11, 21):
        with pytest.raises(NumberInvalid):
            parse_filing_number("1" * wrong)


@pytest.mark.parametrize("number", ["11010212345A7890", "", "１101021234567890", "-110102123456789"])
def test_filing_numbers_are_digits(number: str) -> None:
    with pytest.raises(NumberInvalid, match="12 to 20 digits"):
        parse_filing_number(number)


def test_another_district_than_the_entered_one_is_worth_a_warning_only() -> None:
    of_xicheng = parse_filing_number("1101021234567890")
    warning = of_xicheng.warning(BY_NAME["海淀区"])
    assert warning is not None
    assert "西城区" in warning
    assert of_xicheng.warning(BY_NAME["北京经济技术开发区"]) is None
    assert parse_filing_number("9901021234567890").warning(BY_NAME["海淀区"]) is not None
