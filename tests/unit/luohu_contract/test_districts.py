"""The seventeen windows."""

import pytest

from luohu_contract.districts import BY_CHARACTER, BY_CODE, BY_NAME, DISTRICTS, DistrictUnknown, parse_district


def test_there_are_seventeen_windows_six_of_them_inside() -> None:
    assert len(DISTRICTS) == len(BY_NAME) == len(BY_CHARACTER) == 17
    assert len(BY_CODE) == 16
    inside = {district.name for district in DISTRICTS if district.inside_six}
    assert inside == {"东城区", "西城区", "朝阳区", "丰台区", "石景山区", "海淀区"}


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda district: district.english)
def test_a_district_is_found_by_name_short_name_and_code(district: object) -> None:
    found = next(one for one in DISTRICTS if one is district)
    assert parse_district(found.name) is found
    assert parse_district(f" {found.name.removesuffix('区')} ") is found
    if found.code:
        assert parse_district(found.code) is found


@pytest.mark.parametrize("text", ["", "区", "宣武区", "110103", "市本级", "朝阳区朝阳区", "110105\0"])
def test_what_is_no_district_is_refused_with_the_list(text: str) -> None:
    with pytest.raises(DistrictUnknown, match="石景山区"):
        parse_district(text)
