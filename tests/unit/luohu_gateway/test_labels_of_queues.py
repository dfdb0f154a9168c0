"""What values are called on the pages of the queues."""

import pytest

from luohu_gateway.site.queues.labels import Labels

ZH, EN = Labels("zh"), Labels("en")
SPAN = {"insurance": "pension", "first": "2009-07", "recorded_on": None}


@pytest.mark.parametrize(("key", "label"), [("0", "1"), ("12", "13"), ("2016", "2016"), ("pension", "养老")])
def test_a_row_is_counted_from_one_a_year_is_a_year_and_a_value_has_its_label(key: str, label: str) -> None:
    assert ZH.field(key) == label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("资格条件异议", "Eligibility disputes"),
        ("审核结果异议申诉：纳税", "appeal about tax"),
        ("实名书面举报", "named written report"),
        ("北京丁香文化工作室 · 营业执照", "北京丁香文化工作室 · business licence"),
        ("丁香 · 别的", "丁香 · 别的"),
    ],
)
def test_titles_that_come_in_chinese_have_their_english(title: str, label: str) -> None:
    assert (EN.title(title), ZH.title(title)) == (label, title)


def test_objects_with_the_same_fields_are_a_table_of_what_they_fill() -> None:
    assert ZH.columns([SPAN, SPAN]) == ["insurance", "first"]


@pytest.mark.parametrize("rows", [[SPAN], [SPAN, {"insurance": "medical"}], [{"a": {}, "b": 1}] * 2])
def test_what_nests_differs_or_is_alone_is_no_table(rows: list[dict[str, object]]) -> None:
    assert ZH.columns(rows) == []


@pytest.mark.parametrize(
    ("actor", "label"),
    [
        ("applicant", "applicant"),
        ("season", "the service"),
        ("window:f669a73d-2960", "district service window f669a73d"),
    ],
)
def test_who_took_a_step_is_told_by_the_role(actor: str, label: str) -> None:
    assert EN.actor(actor) == label


def test_an_agency_has_its_official_name_in_chinese() -> None:
    assert (ZH.agency("housing-registry"), EN.agency("housing-registry")) == (
        "北京市不动产登记中心",
        "housing-registry",
    )
