"""What a story expects of an item, against what it sees."""

from typing import Any

import pytest

from luohu_cli.looking import differences, seen_of, summary

ITEM: dict[str, Any] = {
    "status": "valid",
    "subject": None,
    "label": "有效",
    "display": "valid",
    "reason": None,
    "computed": {"effective_from": "2005-10", "effective_to": "2010-10", "months": 61},
    "findings": {
        "whole": {"outcome": "valid", "findings": {"registered_on": "2005-10-18", "valid_years": 1}},
    },
    "recheck": {"allowed": True, "disputes": ["property.registered_on", "property.planned_use"]},
    "evidence_requested": None,
}
DRAFT: dict[str, Any] = {"status": "draft", "label": "已保存", "display": "draft"}


@pytest.mark.parametrize(
    "expected",
    [
        {"item": "home", "status": "valid", "months": 61},
        {"effective_from": "2005-10", "effective_to": "2010-10"},
        {"findings": {"registered_on": "2005-10-18"}},
        {"parts": {"whole": {"outcome": "valid", "findings": {"valid_years": 1}}}},
        {"disputes": ["property.planned_use", "property.registered_on"]},
        {"evidence_requested": False, "reason": None, "subject": None},
    ],
    ids=str,
)
def test_what_is_expected_may_be_less_than_what_is_there(expected: dict[str, Any]) -> None:
    assert differences(expected, seen_of(ITEM)) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"status": "invalid"}, "status is valid, not invalid"),
        ({"months": 60}, "months is 61, not 60"),
        ({"findings": {"registered_on": "2005-10-19"}}, "findings.registered_on is 2005-10-18, not 2005-10-19"),
        ({"findings": {"expired_on": "2010-10-22"}}, "findings.expired_on is None, not 2010-10-22"),
        ({"parts": {"degree": {"outcome": "valid"}}}, "parts.degree is None, not {'outcome': 'valid'}"),
        ({"disputes": []}, "disputes is ['property.registered_on', 'property.planned_use'], not []"),
        ({"surprise": 1}, "surprise is None, not 1"),
    ],
    ids=str,
)
def test_what_differs_is_said(expected: dict[str, Any], said: str) -> None:
    assert differences(expected, seen_of(ITEM)) == [said]


def test_an_item_that_nobody_has_judged_shows_nothing_more_than_its_label() -> None:
    assert summary(DRAFT, seen_of(DRAFT)) == "已保存"


def test_a_valid_home_shows_the_months_that_count() -> None:
    assert summary(ITEM, seen_of(ITEM)) == "有效 · 2005-10 to 2010-10, 61 months"


def test_of_a_list_of_things_each_that_is_expected_must_be_there() -> None:
    seen = {"reasons": [{"code": "a", "zh": "甲"}, {"code": "b", "zh": "乙"}]}
    assert differences({"reasons": [{"code": "b"}]}, seen) == []
    assert differences({"reasons": [{"code": "c"}, {"code": "a"}]}, seen) == ["reasons has nothing with {'code': 'c'}"]
