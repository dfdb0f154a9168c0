"""Problem types: one slug each, helpful sentences, statuses that mean what they say."""

import re

import pytest

from luohu_contract.problems import PROBLEMS, ProblemType
from luohu_contract.problems.kind import table

every = pytest.mark.parametrize("row", PROBLEMS.values(), ids=PROBLEMS)


@every
def test_a_problem_type_says_what_it_is_what_it_means_and_what_to_do(row: ProblemType) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row.slug)
    assert PROBLEMS[row.slug] is row
    assert not row.title.endswith(".")
    for sentence in (row.meaning, row.remedy):
        assert re.match(r"[A-Z]", sentence)
        assert sentence.endswith(".")
        assert len(sentence) > 15


@every
def test_a_status_is_an_error(row: ProblemType) -> None:
    assert 400 <= row.status <= 504


def test_no_two_problems_share_a_title() -> None:
    assert len({row.title for row in PROBLEMS.values()}) == len(PROBLEMS)


def test_only_the_services_own_trouble_is_a_server_error() -> None:
    assert {slug for slug, row in PROBLEMS.items() if row.status >= 500} == {
        "internal-error",
        "service-unavailable",
        "upstream-unreachable",
        "upstream-timeout",
        "world-away",
    }


def test_a_slug_is_used_once() -> None:
    row = PROBLEMS["item-locked"]
    with pytest.raises(ValueError, match="share a slug"):
        table(row, row)
