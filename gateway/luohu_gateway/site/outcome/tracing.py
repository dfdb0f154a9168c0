"""The trace of a score in the language of the page. The engine writes it in English, from phrases of a known form."""

import re
from functools import cache

from markupsafe import Markup

from luohu_contract.archive import CertificateLevel
from luohu_contract.honours import HonourType
from luohu_contract.innovation import InnovationType, WinnerRole
from luohu_contract.texts import Text, text
from luohu_contract.texts.pages import PAGES

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_ENGLISH = re.compile(r"[a-z]")
_ROWS = frozenset({"row", "roles", "grade"})  #: places that hold words of the policy's table


def in_chinese(phrase: str) -> Markup | str:
    """A phrase of the trace in Chinese; one that is not known stays as it is, and says that it is English."""
    if not _ENGLISH.search(phrase):
        return phrase
    if names := _joined_names(phrase):
        return names
    for pattern, told in _patterns():
        if found := pattern.fullmatch(phrase):
            places = {name: in_chinese(value) if name in _ROWS else value for name, value in found.groupdict().items()}
            return told.zh.format(**places)
    return Markup('<span lang="en">{}</span>').format(phrase)


def _joined_names(phrase: str) -> str:
    """The phrase, where it is made of values of the wire, numbers and Chinese words alone; else empty."""
    for sign in (" + ", ", ", " "):
        parts = phrase.split(sign)
        if any(part in _names() for part in parts) and all(
            part in _names() or not _ENGLISH.search(part) for part in parts
        ):
            return sign.join(_names()[part].zh if part in _names() else part for part in parts)
    return ""


@cache
def _names() -> dict[str, Text]:
    """Values of the wire that a trace names as they are; `none` is none of anything there."""
    found = {
        one.value: text(one) for kind in (CertificateLevel, HonourType, InnovationType, WinnerRole) for one in kind
    }
    del found[HonourType.NONE.value]
    return found


def _phrases() -> list[str]:
    return [key.rpartition(".")[2] for key in PAGES if ".traced." in key]


@cache
def _patterns() -> list[tuple[re.Pattern[str], Text]]:
    """What each phrase of the catalogue matches, the one with most letters of its own first."""
    known = [PAGES["outcome.traced." + name] for name in _phrases()]
    known.sort(key=lambda told: len(re.sub(r"\{\w+\}", "", told.en)), reverse=True)
    return [(re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(told.en))), told) for told in known]
