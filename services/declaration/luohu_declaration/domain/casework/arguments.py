"""What conditions and effects are told beside their names, and whether a procedure tells them what there is.

A procedure is read before the city is up: a figure that its point table does not have, an indicator or a kind of case
that is nowhere, is a fault of the file and no surprise in the middle of somebody's case.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_declaration.domain.casework.entries import judged
from luohu_declaration.domain.casework.procedure import CITY, About, Procedure
from luohu_scoring import TablePolicy


@dataclass(frozen=True, slots=True)
class Ground:
    """What an argument can refer to: the city's procedures, the one that it stands in, and the table of a year."""

    procedures: Mapping[str, Procedure]
    procedure: Procedure
    table: TablePolicy
    free: Collection[str]  #: conditions that are told nothing


@dataclass(frozen=True, slots=True)
class Argument:
    """One form of argument."""

    says: str  #: as the reference prints it
    fault: Callable[[Any, Ground], str | None]  #: what is wrong and what is valid; None: nothing


def _nothing(given: Any, ground: Ground) -> str | None:
    return None if given is None else "is told nothing: write its name alone"


def _days(given: Any, ground: Ground) -> str | None:
    return _known(given, ground.table.working_days, f"figure of `working_days` in {_table(ground)}")


def _judged(given: Any, ground: Ground) -> str | None:
    return None if given is None else _judged_needed(given, ground)


def _judged_needed(given: Any, ground: Ground) -> str | None:
    names = list(dict.fromkeys(each.indicator for each in judged(ground.table, ground.procedure)))
    if not isinstance(given, list) or not given:
        return f"is told a list of indicators or checks; there are {', '.join(names)}"
    return next((fault for each in given if (fault := _known(each, names, "indicator and no check"))), None)


def _case(given: Any, ground: Ground) -> str | None:
    if not isinstance(given, dict) or given.keys() != {"kind", "status"}:
        return "is told a kind of case and its status: `{kind: …, status: …}`"
    if fault := _known(given["kind"], ground.procedures, "kind of case"):
        return fault
    return _known(given["status"], ground.procedures[given["kind"]].statuses, f"status of {given['kind']}")


def _child(given: Any, ground: Ground) -> str | None:
    if fault := _known(given, ground.procedures, "kind of case"):
        return fault
    if CITY not in ground.procedures[given].opened_by:
        return f"{given} is not opened by the city: write `opened_by: [city]` there"
    return None


def _whom(given: Any, ground: Ground) -> str | None:
    if ground.procedure.about is About.EMPLOYER and given == "person":
        return "a case about an employer is about nobody; tell the employer"
    return _known(given, ("employer", "person"), "recipient")


def _fields(given: Any, ground: Ground) -> str | None:
    if not isinstance(given, dict) or not given:
        return "is told fields of the form and the values that they must have: `{field: value}`"
    return next((fault for name in given if (fault := _field(name, ground))), None)


def _day_and_days(given: Any, ground: Ground) -> str | None:
    if not isinstance(given, dict) or given.keys() != {"field", "working_days"}:
        return "is told a day of the form and a figure: `{field: …, working_days: …}`"
    if fault := _field(given["field"], ground):
        return fault
    spec = ground.procedure.fields[given["field"]]
    if spec.kind != "date" or not spec.required:
        return f"{spec.name} is no day that has to be given: write `kind: date`, and leave `required` out"
    return _days(given["working_days"], ground)


def _while_open(given: Any, ground: Ground) -> str | None:
    return None if given is None else _known(given, ("while_open",), "extent")


def _condition(given: Any, ground: Ground) -> str | None:
    return _known(given, ground.free, "condition that is told nothing")


def _field(given: Any, ground: Ground) -> str | None:
    return _known(given, ground.procedure.fields, "field of the form")


def _known(given: Any, there: Collection[str], what: str) -> str | None:
    if isinstance(given, str) and given in there:
        return None
    return f"{given} is no {what}; there {'are ' + ', '.join(there) if there else 'is none'}"


def _table(ground: Ground) -> str:
    return f"{ground.table.city}/{ground.table.year}.yaml"


NOTHING = Argument("nothing", _nothing)
WORKING_DAYS = Argument("a name under `working_days` of the point table", _days)
SOME = Argument("indicators and checks by name; left out, it is all of them", _judged)
THESE = Argument("indicators and checks by name", _judged_needed)
CASE = Argument("`{kind, status}` of a case", _case)
CHILD = Argument("a kind of case that the city opens", _child)
WHOM = Argument("`employer` or `person`", _whom)
FIELDS = Argument("fields of the form with the values that they must have", _fields)
DAY_AND_DAYS = Argument("`{field, working_days}`: a day of the form, and a figure of the point table", _day_and_days)
WHILE_OPEN = Argument(
    "`while_open`: only while that case goes on; left out, not twice in one intake either", _while_open
)
CONDITION = Argument("a condition that is told nothing", _condition)
