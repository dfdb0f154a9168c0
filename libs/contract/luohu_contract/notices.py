"""Notices by kind: which parameters a sentence has places for, and the sentence itself in both languages."""

from collections.abc import Collection, Mapping
from functools import cache
from string import Formatter
from typing import Any

from luohu_contract.texts.kind import Text
from luohu_contract.texts.notices import NOTICES


class NoticeUnknown(LookupError):
    """There is no such kind of notice."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind!r} is no kind of notice; add its sentence to luohu_contract.texts.notices")


class NoticeIncomplete(LookupError):
    """The parameters are not those that the sentence has places for."""

    def __init__(self, kind: str, wanted: Collection[str], given: Collection[str]) -> None:
        super().__init__(f"a notice {kind!r} takes {sorted(wanted)}, and was given {sorted(given)}")


@cache
def places(kind: str) -> frozenset[str]:
    """The names of the places in a kind's sentence. Raises NoticeUnknown."""
    if kind not in NOTICES:
        raise NoticeUnknown(kind)
    return frozenset(name for text in _both(NOTICES[kind]) for _, name, _, _ in Formatter().parse(text) if name)


def check_notice(kind: str, parameters: Collection[str]) -> None:
    """Refuse a notice that could not be read out. Raises NoticeUnknown, NoticeIncomplete."""
    wanted = places(kind)
    if wanted != set(parameters):
        raise NoticeIncomplete(kind, wanted, parameters)


def sentence(kind: str, parameters: Mapping[str, Any]) -> Text:
    """The notice as it is read. Raises NoticeUnknown, NoticeIncomplete."""
    check_notice(kind, parameters)
    text = NOTICES[kind]
    return Text(text.zh.format_map(parameters), text.en.format_map(parameters))


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en
