"""Texts of the employer's pages."""

from luohu_contract.texts.kind import Text

EMPLOYER: dict[str, Text] = {}
