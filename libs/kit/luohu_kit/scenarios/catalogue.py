"""The catalogue of scenarios, read strictly from `catalogue.yaml` beside this module."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter, ValidationError

from luohu_kit.faults.fault import Fault
from luohu_kit.scenarios.scenario import Scenario
from luohu_kit.strict_yaml import NotStrict, line_of, read
from luohu_kit.trace import current

FILE = "catalogue.yaml"
_ALL = TypeAdapter(tuple[Scenario, ...])


class ScenariosUnreadable(Exception):
    """The file is wrong. The message names the place and what was expected there."""


class ScenarioUnknown(Exception):
    """There is no scenario of this name."""

    def __init__(self, name: str) -> None:
        self.names = list(everything())
        self.extensions = {"scenarios": self.names}
        super().__init__(f"There is no scenario {name[:60]!r}. There are {', '.join(self.names)}.")


def parse(text: str, source: str) -> Mapping[str, Scenario]:
    """The scenarios of a text, by name, in its order. Raises ScenariosUnreadable."""
    try:
        document, node = read(text)
        rows = _ALL.validate_python(document)
    except NotStrict as error:
        raise ScenariosUnreadable(f"{source}: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ScenariosUnreadable(f"{source}:{line_of(node, first['loc'])}: {place}: {first['msg']}") from None
    found = {row.name: row for row in rows}
    if len(found) != len(rows):
        twice = sorted({row.name for row in rows if rows.count(row) > 1 or found[row.name] is not row})
        raise ScenariosUnreadable(f"{source}: {', '.join(twice)} comes twice")
    return found


@cache
def everything() -> Mapping[str, Scenario]:
    """All scenarios, by name. Raises ScenariosUnreadable."""
    return parse((files("luohu_kit.scenarios") / FILE).read_text(encoding="utf-8"), FILE)


def find(name: str | None) -> Scenario | None:
    """The scenario of a name, if there is one."""
    return None if name is None else everything().get(name)


def named(name: str) -> Scenario:
    """The scenario of a name. Raises ScenarioUnknown."""
    scenario = find(name)
    if scenario is None:
        raise ScenarioUnknown(name)
    return scenario


def of_request() -> Scenario | None:
    """The scenario of what is being done here, if the request that caused it named one."""
    cause = current()
    return None if cause is None else find(cause.scenario)


def fault_of(name: str, sender: str, receiver: str) -> Fault | None:
    """The fault that a scenario means for an edge, if any."""
    scenario = find(name)
    return None if scenario is None else scenario.fault_between(sender, receiver)
