"""The stages of the year, submission, points, the list (handbook 三.十, 四, 五.一)."""

from luohu_declaration.areas.area import Area

AREA = Area()
