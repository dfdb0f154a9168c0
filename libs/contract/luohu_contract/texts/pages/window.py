"""Texts of the pages of the district service window and of the administrator."""

from luohu_contract.texts.kind import Text

WINDOW: dict[str, Text] = {}
