"""The steps of a score by a point table, in the language of the page: values by the programme, figures by phrases."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from luohu_contract.texts import department
from luohu_contract.texts.pages import PAGES
from luohu_gateway.site.cases.programme import Label, Programme
from luohu_gateway.site.phrases import Phrases

_FLAGS = {"yes": "cases.yes", "no": "cases.no", "none": "cases.value_none"}
_EITHER = "either "


@dataclass(frozen=True, slots=True)
class Traced:
    """One step, as a person reads it."""

    indicator: str
    finding: str
    value: str
    figure: str
    ref: str
    points: str | None
    stray: bool  #: the value is none of those that the table knows: it is shown as the department wrote it


@dataclass(frozen=True, slots=True)
class Tracing:
    """Tells steps in one language."""

    known: Programme
    language: str

    def steps(self, trace: Iterable[Mapping[str, Any]]) -> list[Traced]:
        """The steps of a score, in their order."""
        return [self._traced(step) for step in trace]

    def _traced(self, step: Mapping[str, Any]) -> Traced:
        row = self.known.indicators.get(step["indicator"])
        indicator = row["title"][self.language] if row else ""
        finding, value = str(step["finding"]), str(step["value"])
        stray = False
        if spec := self._spec(step):
            choices: Mapping[str, Label] = spec["choices"]
            stray = bool(choices) and value not in choices and value not in _FLAGS
            finding = spec["title"][self.language]
            value = choices[value][self.language] if value in choices else self._plain(value)
        else:
            finding, value = self._together(finding, value)
        return Traced(indicator, finding, value, self.figure(step["figure"]), step["ref"], step["points"], stray)

    def _together(self, finding: str, value: str) -> tuple[str, str]:
        """How departments, or the indicators of a group, come together, or what the total was."""
        if finding == "departments":
            return self._page("cases.trace_departments"), self._listed(value, self._department)
        if finding.startswith(_EITHER):
            names = map(self._indicator, finding.removeprefix(_EITHER).split(" or "))
            told = self._page("cases.trace_either").format(indicators=" / ".join(names))
            return told, self._listed(value, self._indicator)
        return self._page("cases.trace_total") if finding == "total" else finding, value

    def _spec(self, step: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The field of the programme that a department's value is one of; the engine writes its name in words."""
        row = self.known.indicators.get(step["indicator"])
        parts = [part for part in row["parts"] if part["department"] == step["department"]] if row else []
        values = (spec for part in parts for spec in part["values"])
        return next((spec for spec in values if spec["name"].replace("_", " ") == step["finding"]), None)

    def figure(self, said: str) -> str:
        """A figure of the table; what is not known stays as it is."""
        found = _phrases().found(said) if self.language == "zh" else None
        if found is None:
            return said
        told, places = found
        return told.zh.format(**{name: self._indicator(place) for name, place in places.items()})

    def _listed(self, said: str, name: Callable[[str], str]) -> str:
        """Points by name, such as `civil_affairs 10, human_resources 0`."""
        pairs = (each.rpartition(" ") for each in said.split(", "))
        return ", ".join(f"{name(which)} {points}" for which, _, points in pairs)

    def _plain(self, value: str) -> str:
        return self._page(_FLAGS[value]) if value in _FLAGS else value

    def _department(self, name: str) -> str:
        return str(getattr(department(name), self.language))

    def _indicator(self, name: str) -> str:
        row: Mapping[str, Label] = self.known.indicators.get(name, {})
        return row["title"][self.language] if row else name

    def _page(self, key: str) -> str:
        return str(getattr(PAGES[key], self.language))


@cache
def _phrases() -> Phrases:
    return Phrases("cases.figure.")
