"""Lines of the lists go together as in 附件1, or are refused with what would be valid."""

from typing import Any

import pytest
from pydantic import ValidationError

from luohu_honours_registry.records import AwardRecord, HonourRecord

PERSON = {"name": "曾华", "id_number": "990106197807152510"}
INVENTION = {
    **PERSON,
    "type": "award_science",
    "award_kind": "国家技术发明奖",
    "project_name": "高精度惯性导航装置",
    "project_number": "f-99010-2-01",
    "grade": "二等奖",
    "year": 2018,
    "place": 5,
}
FOUNDED = {
    **PERSON,
    "type": "competition_chuangyi",
    "award_kind": "“中国创翼”创业创新大赛全国决赛(主体赛)",
    "project_name": "可降解包装",
    "grade": "二等奖",
    "year": 2020,
    "first_founder": True,
}


def test_names_and_numbers_of_projects_are_kept_in_one_form() -> None:
    record = AwardRecord.model_validate({**INVENTION, "project_name": "高精度（惯性） 导航装置"})
    assert (record.project_name, record.project_number) == ("高精度(惯性)导航装置", "F-99010-2-01")


@pytest.mark.parametrize("line", [INVENTION, FOUNDED, {**FOUNDED, "year": 2018}], ids=["placed", "founded", "old"])
def test_a_line_that_is_right(line: dict[str, Any]) -> None:
    assert AwardRecord.model_validate(line).year == line["year"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param({**INVENTION, "type": "shareholding"}, "type", id="a type of the commission"),
        pytest.param({**INVENTION, "award_kind": "北京新闻奖"}, "国家技术发明奖", id="an award of another type"),
        pytest.param({**INVENTION, "grade": "三等奖"}, "grade: 国家技术发明奖 has one of", id="no such grade"),
        pytest.param({**INVENTION, "place": None}, "place: is required", id="no place"),
        pytest.param({**INVENTION, "role": "编剧"}, "role: has no place", id="a role in science"),
        pytest.param({**INVENTION, "first_founder": True}, "first_founder: has no place", id="a founder in science"),
        pytest.param({**INVENTION, "filed_through_beijing": True}, "filed_through_beijing: has no", id="put forward"),
        pytest.param({**FOUNDED, "first_founder": None}, "first_founder: is required", id="a founder nobody named"),
    ],
)
def test_a_line_that_is_wrong(line: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        AwardRecord.model_validate(line)


def test_nobody_is_commended_for_nothing() -> None:
    line = {"type": "none", "name": "某某", "year": 2018, "person": "曾华", "id_number": "990106197807152510"}
    with pytest.raises(ValidationError, match="type"):
        HonourRecord.model_validate(line)
