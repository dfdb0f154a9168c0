"""Texts of the applicant's pages until a declaration is submitted."""

from luohu_contract.texts.kind import Text

APPLICANT: dict[str, Text] = {}
