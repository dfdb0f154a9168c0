"""Texts of the desk of an agency's operators."""

from luohu_contract.texts.kind import Text

DESK: dict[str, Text] = {}
