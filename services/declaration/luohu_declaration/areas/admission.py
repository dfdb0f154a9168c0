"""Eligibility, commitments, basic information, what is read only, saved marks (handbook 一, 二.二, 三)."""

from luohu_declaration.areas.area import Area

AREA = Area()
