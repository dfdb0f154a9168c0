"""From the award to the household register (handbook 五)."""

from luohu_declaration.areas.area import Area

AREA = Area()
