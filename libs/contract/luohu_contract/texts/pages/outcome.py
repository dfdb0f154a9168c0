"""Texts of the applicant's pages of what comes of it."""

from luohu_contract.texts.kind import Text

OUTCOME: dict[str, Text] = {}
