"""Appeals, reports, sanctions, notices (handbook 四, 五.一, 申报须知)."""

from luohu_declaration.areas.area import Area

AREA = Area()
