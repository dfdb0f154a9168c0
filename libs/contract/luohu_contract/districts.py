"""The seventeen windows of the programme (附件5): sixteen districts and the development area (DOMAIN 6.9)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class District:
    """One window. Names are the handbook's; codes are the national ones, characters are read from titles."""

    name: str
    english: str
    code: str | None  #: six digits; the development area has none of its own
    character: str  #: in title numbers; only 怀 and 朝 stand in the handbook, the others are assumed
    inside_six: bool  #: 城六区


class DistrictUnknown(ValueError):
    """No window has this name; the message lists those that exist."""

    def __init__(self, known: Iterable[str] | None = None) -> None:
        """known: the names that would have been taken, the handbook's windows when left out."""
        names = known or (district.name for district in DISTRICTS)
        super().__init__(f"this is no district of the city; there are {', '.join(names)}")


DISTRICTS: tuple[District, ...] = (
    District("东城区", "Dongcheng", "110101", "东", inside_six=True),
    District("西城区", "Xicheng", "110102", "西", inside_six=True),
    District("朝阳区", "Chaoyang", "110105", "朝", inside_six=True),
    District("丰台区", "Fengtai", "110106", "丰", inside_six=True),
    District("石景山区", "Shijingshan", "110107", "石", inside_six=True),
    District("海淀区", "Haidian", "110108", "海", inside_six=True),
    District("门头沟区", "Mentougou", "110109", "门", inside_six=False),
    District("房山区", "Fangshan", "110111", "房", inside_six=False),
    District("通州区", "Tongzhou", "110112", "通", inside_six=False),
    District("顺义区", "Shunyi", "110113", "顺", inside_six=False),
    District("昌平区", "Changping", "110114", "昌", inside_six=False),
    District("大兴区", "Daxing", "110115", "大", inside_six=False),
    District("怀柔区", "Huairou", "110116", "怀", inside_six=False),
    District("平谷区", "Pinggu", "110117", "平", inside_six=False),
    District("密云区", "Miyun", "110118", "密", inside_six=False),
    District("延庆区", "Yanqing", "110119", "延", inside_six=False),
    District("北京经济技术开发区", "Beijing Economic-Technological Development Area", None, "开", inside_six=False),
)

#: Insurance that is paid at the city's own agency, and at no district's. Counts as inside the six (handbook 三.四).
CITY_LEVEL = "市本级"

BY_NAME: dict[str, District] = {district.name: district for district in DISTRICTS}
BY_CODE: dict[str, District] = {district.code: district for district in DISTRICTS if district.code}
BY_CHARACTER: dict[str, District] = {district.character: district for district in DISTRICTS}
_SHORT: dict[str, District] = {district.name.removesuffix("区"): district for district in DISTRICTS}


def parse_district(text: str) -> District:
    """From the name, with or without 区, or the six-digit code. Raises DistrictUnknown."""
    wanted = "".join(text.split())
    found = BY_NAME.get(wanted) or _SHORT.get(wanted) or BY_CODE.get(wanted)
    if found is None:
        raise DistrictUnknown
    return found
