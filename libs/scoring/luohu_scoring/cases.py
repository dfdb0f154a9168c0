"""Worked examples of a season: `policies/<city>/<year>.cases.yaml`, which the engine must reproduce."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import Field

from luohu_scoring.engine import score
from luohu_scoring.facts import Facts
from luohu_scoring.figure import Number, Strict
from luohu_scoring.line import Line
from luohu_scoring.policy import Policy, read_file, validated
from luohu_scoring.worked import CaseFileOf, Example, examples


class Expected(Strict):
    """What must come out. Only what is named is compared; null means that the line or the total is not decided."""

    lines: dict[Line, Number | None] = Field(default_factory=dict)
    total: Number | None = None
    months: dict[str, int] = Field(
        default_factory=dict
    )  #: names of `Score.document()["months"]`, those of housing without a prefix


Case = Example[Facts, Expected]


def load_cases(path: Path) -> tuple[Case, ...]:
    """Every case of a file, rows of tables too. Raises PolicyInvalid with the place of the first fault."""
    document = read_file(path)
    return tuple(examples(document, validated(CaseFileOf[Expected], document, document.data), Facts, Expected))


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
