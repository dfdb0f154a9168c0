"""Employers and associations (handbook 二.一, 二.二.3)."""

from luohu_declaration.areas.area import Area

AREA = Area()
