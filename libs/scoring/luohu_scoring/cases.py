"""Worked examples as files: `policies/<city>/<year>.cases.yaml`, which the engine must reproduce.

A case has facts, what they must give, and the paragraph that says so. A table is one case for each row: its columns
name places in the facts (`innovation.0.place`) or expectations (`lines.innovation`).
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from luohu_scoring.engine import score
from luohu_scoring.facts import Facts
from luohu_scoring.figure import Number, Ref, Strict, Year
from luohu_scoring.line import Line
from luohu_scoring.policy import Policy, read_file, validated
from luohu_scoring.strict_yaml import Document

EXPECTED = ("lines", "total", "months")


class Expected(Strict):
    """What must come out. Only what is named is compared; null means that the line or the total is not decided."""

    lines: dict[Line, Number | None] = Field(default_factory=dict)
    total: Number | None = None
    months: dict[str, int] = Field(
        default_factory=dict
    )  #: names of `Score.document()["months"]`, those of housing without a prefix

    def says_nothing(self) -> bool:
        """Whether a case with this cannot fail."""
        return not self.model_fields_set


class _Case(Strict):
    name: Annotated[str, Field(min_length=1)]
    ref: Ref
    facts: dict[str, Any]
    expect: Expected


class _Table(Strict):
    name: Annotated[str, Field(min_length=1)]
    ref: Ref
    facts: dict[str, Any]
    columns: Annotated[tuple[str, ...], Field(min_length=2)]
    rows: Annotated[tuple[tuple[Any, ...], ...], Field(min_length=1)]


class _CaseFile(Strict):
    city: Literal["beijing"]
    year: Year
    defaults: dict[str, Any] = Field(default_factory=dict)  #: facts of every case that does not say otherwise
    cases: tuple[_Case, ...] = ()
    tables: tuple[_Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One example, ready to be scored."""

    name: str
    ref: str
    facts: Facts
    expected: Expected


def load_cases(path: Path) -> tuple[Case, ...]:
    """Every case of a file, rows of tables too. Raises PolicyInvalid with the place of the first fault."""
    document = read_file(path)
    file = validated(_CaseFile, document, document.data)
    common = {"city": file.city, "year": file.year, **file.defaults}
    found = []
    for at, case in enumerate(file.cases):
        place = ("cases", at)
        facts = _facts(document, (*place, "facts"), {"id": case.name, **common, **case.facts})
        found.append(_ready(document, place, case.name, case.ref, facts, case.expect))
    for at, table in enumerate(file.tables):
        found.extend(_rows(document, ("tables", at), table, common))
    return tuple(found)


def _rows(document: Document, place: tuple[object, ...], table: _Table, common: dict[str, Any]) -> list[Case]:
    found = []
    for at, row in enumerate(table.rows):
        here = (*place, "rows", at)
        if len(row) != len(table.columns):
            raise document.invalid(here, f"the row has {len(row)} values, the table {len(table.columns)} columns")
        name = f"{table.name}: {', '.join(map(str, row))}"
        facts = deepcopy({"id": name, **common, **table.facts})
        expected: dict[str, Any] = {}
        for column, value in zip(table.columns, row, strict=True):
            steps = column.split(".")
            _put(document, here, expected if steps[0] in EXPECTED else facts, steps, value)
        ready = _facts(document, here, facts)
        found.append(_ready(document, here, name, table.ref, ready, _expected(document, here, expected)))
    return found


def _put(document: Document, place: tuple[object, ...], into: Any, steps: Sequence[str], value: Any) -> None:
    """Set a value deep in a document: `innovation.0.place`. Lists must be there already; mappings are made."""
    try:
        for step in steps[:-1]:
            into = into[int(step)] if isinstance(into, list) else into.setdefault(step, {})
        into[int(steps[-1]) if isinstance(into, list) else steps[-1]] = value
    except (ValueError, IndexError, AttributeError, TypeError):
        raise document.invalid(place, f"{'.'.join(steps)} is no place in facts or expectations") from None


def _facts(document: Document, place: tuple[object, ...], data: dict[str, Any]) -> Facts:
    try:
        return Facts.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = ".".join(str(step) for step in first["loc"])
        raise document.invalid((*place, *first["loc"]), f"facts: {path}: {first['msg']}") from None


def _expected(document: Document, place: tuple[object, ...], data: dict[str, Any]) -> Expected:
    try:
        return Expected.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise document.invalid(place, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _ready(
    document: Document, place: tuple[object, ...], name: str, ref: str, facts: Facts, expected: Expected
) -> Case:
    if expected.says_nothing():
        raise document.invalid(place, f"a case expects one of {', '.join(EXPECTED)}; this one could not fail")
    return Case(name, ref, facts, expected)


def differences(case: Case, policy: Policy) -> tuple[str, ...]:
    """What the engine says otherwise than the case; empty when they agree."""
    result = score(case.facts, policy)
    document = result.document()["months"]
    months = {**document, **document["housing"]}
    compared: list[tuple[str, Decimal | int | None, Any]] = [
        (line.value, points, result.lines[line]) for line, points in case.expected.lines.items()
    ]
    compared += [(name, count, months.get(name, "no such months")) for name, count in case.expected.months.items()]
    if "total" in case.expected.model_fields_set:
        compared.append(("total", case.expected.total, result.total))
    return tuple(f"{name} is {is_now}, not {wanted}" for name, wanted, is_now in compared if is_now != wanted)
