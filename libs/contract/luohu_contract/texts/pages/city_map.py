"""Texts of the living map."""

from luohu_contract.texts.kind import Text

CITY_MAP: dict[str, Text] = {}
