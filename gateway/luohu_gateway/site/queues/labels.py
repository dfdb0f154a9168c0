"""What fields, values and codes of the API are called: the catalogue, as templates of the queues ask for it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from luohu_contract.reasons import REASONS
from luohu_contract.texts import BASIC, DOCUMENTS, TEXTS, Text
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.registers import RECORD_FIELDS, REGISTERS, VALUES

_OF: Mapping[str, Mapping[str, Text]] = {
    **{kind.__name__: {str(one): label for one, label in labels.items()} for kind, labels in TEXTS.items()},
    **VALUES,
}


def _everywhere() -> dict[str, Text]:
    """Labels by value, where the same value is called the same wherever it stands."""
    found: dict[str, Text] = {}
    twice: set[str] = set()
    for labels in _OF.values():
        for value, label in labels.items():
            if found.setdefault(value, label) != label:
                twice.add(value)
    return {value: label for value, label in found.items() if value not in twice}


_ANY = _everywhere()


class Labels:
    """The labels in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def field(self, key: str) -> str:
        """A field of a claim, a record or findings; a row by its number; its own name where there is no label."""
        if key.isdecimal():
            return str(int(key) + 1)
        label = RECORD_FIELDS.get(key) or BASIC.get(key)
        return self._say(label) if label else key

    def fields(self, keys: Iterable[str]) -> list[str]:
        """Several fields, in their order."""
        return [self.field(key) for key in keys]

    def register(self, kind: str) -> str:
        """A kind of record."""
        return self._say(REGISTERS[kind]) if kind in REGISTERS else kind

    def value(self, value: Any, of: str = "") -> str:
        """A value as a person reads it. of: the name of its enumeration, where it is known."""
        if value is None or value == "":
            return "—"
        if isinstance(value, bool) or of == "bool":
            return self._say(PAGES["queue.yes" if value in (True, "true") else "queue.no"])
        if isinstance(value, str | StrEnum):
            label = _OF.get(of, {}).get(str(value)) or _ANY.get(str(value))
            return self._say(label) if label else str(value)
        return str(value)

    def code(self, code: str | None) -> str:
        """A reason of the catalogue; the code itself where the catalogue has none such."""
        row = REASONS.get(code or "")
        return (row.en if self._language == "en" else row.zh) if row else code or ""

    def title(self, title: str) -> str:
        """The title of a task of an agency: what kind of claim, and what about it."""
        kind, colon, about = title.partition(": ")
        return (
            f"{self.value(kind, 'ClaimKind')} · {self.code(about) if about in REASONS else self.value(about)}"
            if colon
            else title
        )

    def document(self, name: str) -> str:
        """A document that serves as evidence, or that was issued."""
        return self._say(DOCUMENTS[name]) if name in DOCUMENTS else self.value(name)

    def thing(self, key: str, value: str) -> str:
        """A text `queue.<key>.<value>` of the pages; the value itself where there is none."""
        label = PAGES.get(f"queue.{key}.{value}")
        return self._say(label) if label else value

    def _say(self, label: Text) -> str:
        return str(getattr(label, self._language))
