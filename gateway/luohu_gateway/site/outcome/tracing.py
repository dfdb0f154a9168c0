"""The trace of a score in the language of the page. The engine writes it in English, from phrases of a known form."""

import re
from functools import cache

from markupsafe import Markup

from luohu_contract.archive import CertificateLevel
from luohu_contract.honours import HonourType
from luohu_contract.innovation import InnovationType, WinnerRole
from luohu_contract.texts import Text, text
from luohu_gateway.site.phrases import Phrases

_ENGLISH = re.compile(r"[a-z]")
_ROWS = frozenset({"row", "roles", "grade"})  #: places that hold words of the policy's table


def in_chinese(phrase: str) -> Markup | str:
    """A phrase of the trace in Chinese; one that is not known stays as it is, and says that it is English."""
    if not _ENGLISH.search(phrase):
        return phrase
    if names := _joined_names(phrase):
        return names
    if found := _phrases().found(phrase):
        told, values = found
        return told.zh.format(**{name: in_chinese(value) if name in _ROWS else value for name, value in values.items()})
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


@cache
def _phrases() -> Phrases:
    return Phrases("outcome.traced.")
