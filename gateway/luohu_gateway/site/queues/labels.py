"""What fields, values and codes of the API are called: the catalogue, as templates of the queues ask for it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from luohu_contract.directory import BY_NAME
from luohu_contract.enrolment import Licence
from luohu_contract.indicators import Indicator
from luohu_contract.reasons import REASONS
from luohu_contract.texts import BASIC, DOCUMENTS, TEXTS, Text
from luohu_contract.texts.appeals import TASK
from luohu_contract.texts.districts import DISTRICT_NAMES
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.registers import RECORD_FIELDS, REGISTERS, VALUES
from luohu_contract.texts.reports import REPORT
from luohu_contract.texts.season import LINES
from luohu_contract.texts.table_values import TABLE_VALUES

_OF: Mapping[str, Mapping[str, Text]] = {
    **{kind.__name__: {str(one): label for one, label in labels.items()} for kind, labels in TEXTS.items()},
    **VALUES,
    "District": DISTRICT_NAMES,
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
_ROWS = 3  #: digits of the number of a row, at most; four are a year


def _titles() -> dict[str, Text]:
    """Titles of tasks of the declaration service, which come in Chinese."""
    named = [PAGES["queue.eligibility-disputes"], PAGES["queue.reviews"], REPORT]
    for label in (TEXTS[Indicator][indicator] for indicator in Indicator):
        named.append(Text(TASK.zh.format(indicator_zh=label.zh), TASK.en.format(indicator_en=label.en)))
    return {title.zh: title for title in named}


_TITLES = _titles()
_PAPERS = {label.zh: label for label in TEXTS[Licence].values()}


Own = Mapping[str, Mapping[str, Text]]  #: labels of values by the field that they stand in


def of_enumeration(name: str) -> Mapping[str, Text]:
    """The labels of an enumeration's values, by its name; of a text, none."""
    return _OF.get(name, {})


class Labels:
    """The labels in one language. own: those that hold for the fields of what is shown, before all others."""

    def __init__(self, language: str, own: Own = MappingProxyType({})) -> None:
        self._language = language
        self._own = own

    def field(self, key: str) -> str:
        """A field of a claim, a record or findings; a row by its number; its own name where there is no label.

        Years, and values of an enumeration, are fields as well, where something is told by each of them.
        """
        if key.isdecimal():
            return str(int(key) + 1) if len(key) <= _ROWS else key
        label = RECORD_FIELDS.get(key) or BASIC.get(key) or TABLE_VALUES.get(key) or _ANY.get(key)
        return self._say(label) if label else key

    def fields(self, keys: Iterable[str]) -> list[str]:
        """Several fields, in their order."""
        return [self.field(key) for key in keys]

    def agency(self, name: str) -> str:
        """An agency as the official pages name it; in English by its public name."""
        return BY_NAME[name].title if self._language == "zh" and name in BY_NAME else name

    def actor(self, actor: str) -> str:
        """Who took a step: `applicant`, the calendar, or a role with the number of one of its people."""
        role, _, who = actor.partition(":")
        label = PAGES.get(f"role.{role}", PAGES["queue.itself"])
        return f"{self._say(label)} {who[:8]}".strip()

    def line(self, name: str) -> str:
        """A line of the score; its own name where there is no label."""
        return self._say(LINES[name]) if name in LINES else name

    def register(self, kind: str) -> str:
        """A kind of record."""
        return self._say(REGISTERS[kind]) if kind in REGISTERS else kind

    def columns(self, rows: list[Mapping[str, Any]]) -> list[str]:
        """The fields of several objects that a table can show: those that one of them fills. None where they nest."""
        told = [key for key in rows[0] if key != "kind" and any(row.get(key) not in (None, "") for row in rows)]
        flat = all(row.keys() == rows[0].keys() and not any(_nests(each) for each in row.values()) for row in rows)
        return told if flat and len(rows) > 1 else []

    def value(self, value: Any, of: str = "", field: str = "") -> str:
        """A value as a person reads it. of: the name of its enumeration, where it is known. field: where it stands."""
        if value is None or value == "":
            return "—"
        if isinstance(value, bool) or of == "bool":
            return self._say(PAGES["queue.yes" if value in (True, "true") else "queue.no"])
        if isinstance(value, str | StrEnum):
            own = self._own.get(field, {}).get(str(value))
            label = own or _OF.get(of, {}).get(str(value)) or _ANY.get(str(value))
            return self._say(label) if label else str(value)
        return str(value)

    def cause(self, cause: str) -> str:
        """Why a register says no: one of the agencies' causes, or the fields in which a claim differs."""
        causes = {**_OF["Cause"], **_OF["RegisterCause"]}
        return ", ".join(self._say(causes[one]) if one in causes else self.field(one) for one in cause.split(", "))

    def code(self, code: str | None) -> str:
        """A reason of the catalogue; the code itself where the catalogue has none such."""
        row = REASONS.get(code or "")
        return (row.en if self._language == "en" else row.zh) if row else code or ""

    def title(self, title: str) -> str:
        """The title of a task: of an agency's, what kind of claim, and what about it; of a licence, whose it is."""
        kind, colon, about = title.partition(": ")
        if colon:
            return f"{self.value(kind, 'ClaimKind')} · {self.code(about) if about in REASONS else self.value(about)}"
        employer, dot, paper = title.rpartition(" · ")
        if dot and paper in _PAPERS:
            return f"{employer} · {self._say(_PAPERS[paper])}"
        return self._say(_TITLES[title]) if title in _TITLES else title

    def document(self, name: str) -> str:
        """A document that serves as evidence, or that was issued."""
        return self._say(DOCUMENTS[name]) if name in DOCUMENTS else self.value(name)

    def thing(self, key: str, value: str) -> str:
        """A text `queue.<key>.<value>` of the pages; the value itself where there is none."""
        label = PAGES.get(f"queue.{key}.{value}")
        return self._say(label) if label else value

    def _say(self, label: Text) -> str:
        return str(getattr(label, self._language))


def _nests(value: Any) -> bool:
    return isinstance(value, Mapping | list | tuple)
