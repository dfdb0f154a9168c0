"""A year under other rules: what of it stays, and how rules that are not as they must be are refused."""

import pytest

from luohu_scoring import PolicyInvalid, load_policy, under_other_rules

POLICY = load_policy("beijing", 2021)


def test_a_version_by_name_keeps_the_days_and_the_quota_of_the_year() -> None:
    other = under_other_rules(POLICY, version="BJ-2018")
    assert (other.rules, other.figures) == ("BJ-2018", load_policy("beijing", 2018).figures)
    assert (other.year, other.base_date, other.quota, other.calendar) == (
        POLICY.year,
        POLICY.base_date,
        POLICY.quota,
        POLICY.calendar,
    )


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"version": "BJ-1999"}, "rules:1:1: there is no version BJ-1999; there are BJ-2018, BJ-2020"),
        ({"version": "../2021"}, "there is no version ../2021"),
        ({"text": "extends: BJ-1999"}, "rules:1:1: there is no other version BJ-1999"),
        ({"text": "extends: ../2021"}, "there is no other version ../2021"),
        ({"text": "extends: BJ-2020\nrules: XX-2021\nwages: 3"}, "the key wages is not known here"),
        ({"text": "rules: XX-2021\nrules: XX-2022"}, "rules:2:1: the key rules comes twice"),
        ({"text": "- a list"}, "rules:1:1"),
        ({"text": ""}, "rules:1:1"),
    ],
)
def test_rules_that_are_not_as_they_must_be_are_refused_with_their_place(wish: dict[str, str], told: str) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        under_other_rules(POLICY, **wish)
    assert told in str(refused.value)
