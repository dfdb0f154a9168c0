"""Texts of the season."""

from luohu_contract.texts.kind import Text

SEASON: dict[str, Text] = {}
