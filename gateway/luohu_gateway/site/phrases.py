"""What the scoring engine says in English, said in Chinese: by the catalogue's phrases, whose English has places."""

import re
from collections.abc import Mapping

from luohu_contract.texts import Text
from luohu_contract.texts.pages import PAGES

_PLACE = re.compile(r"\\\{(\w+)\\\}")


class Phrases:
    """The phrases of one part of the catalogue. section: what their keys begin with."""

    def __init__(self, section: str) -> None:
        known = [told for key, told in PAGES.items() if key.startswith(section)]
        known.sort(key=lambda told: len(re.sub(r"\{\w+\}", "", told.en)), reverse=True)
        #: The one with most letters of its own first.
        self._patterns = [(re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(told.en))), told) for told in known]

    def found(self, phrase: str) -> tuple[Text, Mapping[str, str]] | None:
        """The text that a phrase is, with what stands in its places; None for one that is not known."""
        for pattern, told in self._patterns:
            if found := pattern.fullmatch(phrase):
                return told, found.groupdict()
        return None
