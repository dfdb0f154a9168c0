"""Worked examples of a table: `policies/<city>/<year>.cases.yaml`, and which of its rows have none."""

from pathlib import Path

from pydantic import Field

from luohu_scoring.figure import Number, Strict
from luohu_scoring.policy import read_file, validated
from luohu_scoring.table.engine import score_table
from luohu_scoring.table.facts import TableFacts
from luohu_scoring.table.policy import TablePolicy
from luohu_scoring.worked import CaseFileOf, Example, examples


class TableExpected(Strict):
    """What must come out. Only what is named is compared; null means that it is not decided."""

    lines: dict[str, Number | None] = Field(default_factory=dict)
    parts: dict[str, dict[str, Number | None]] = Field(default_factory=dict)
    total: Number | None = None
    vetoed: tuple[str, ...] = ()


TableCase = Example[TableFacts, TableExpected]


def load_table_cases(path: Path) -> tuple[TableCase, ...]:
    """Every case of a file, rows of tables too. Raises PolicyInvalid with the place of the first fault."""
    document = read_file(path)
    file = validated(CaseFileOf[TableExpected], document, document.data)
    return tuple(examples(document, file, TableFacts, TableExpected))


def table_differences(case: TableCase, policy: TablePolicy) -> tuple[str, ...]:
    """What the engine says otherwise than the case; empty when they agree."""
    result, wanted = score_table(case.facts, policy), case.expected
    compared: list[tuple[str, object, object]] = [
        (name, points, result.lines.get(name, "no such line")) for name, points in wanted.lines.items()
    ]
    compared += [
        (f"{name} of {department}", points, result.parts.get(name, {}).get(department, "no such part"))
        for name, given in wanted.parts.items()
        for department, points in given.items()
    ]
    if "total" in wanted.model_fields_set:
        compared.append(("total", wanted.total, result.total))
    if "vetoed" in wanted.model_fields_set:
        compared.append(("vetoed", wanted.vetoed, result.vetoed))
    return tuple(f"{name} is {is_now}, not {wanted}" for name, wanted, is_now in compared if is_now != wanted)
