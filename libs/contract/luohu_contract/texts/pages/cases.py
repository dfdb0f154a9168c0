"""Texts of Casework."""

from luohu_contract.texts.kind import Text

CASES: dict[str, Text] = {}
