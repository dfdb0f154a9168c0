"""The form of a file of worked examples, whatever is scored: cases, and tables of which each row is a case.

A case has facts, what they must give, and the paragraph that says so. A table is one case for each row: its columns
name places in the facts (`innovation.0.place`) or expectations (`lines.innovation`).
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, Field, ValidationError

from luohu_scoring.figure import Ref, Strict, Year
from luohu_scoring.strict_yaml import Document

E = TypeVar("E", bound=BaseModel)
F = TypeVar("F", bound=BaseModel)
Place = tuple[object, ...]


class CaseOf(Strict, Generic[E]):
    """One example; `E` is what it expects."""

    name: Annotated[str, Field(min_length=1)]
    ref: Ref
    facts: dict[str, Any]
    expect: E


class RowsOf(Strict):
    """A table of examples."""

    name: Annotated[str, Field(min_length=1)]
    ref: Ref
    facts: dict[str, Any]
    columns: Annotated[tuple[str, ...], Field(min_length=2)]
    rows: Annotated[tuple[tuple[Any, ...], ...], Field(min_length=1)]


class CaseFileOf(Strict, Generic[E]):
    """The examples of one city and year."""

    city: str
    year: Year
    defaults: dict[str, Any] = Field(default_factory=dict)  #: facts of every case that does not say otherwise
    cases: tuple[CaseOf[E], ...] = ()
    tables: tuple[RowsOf, ...] = ()

    @property
    def common(self) -> dict[str, Any]:
        """Facts of every case."""
        return {"city": self.city, "year": self.year, **self.defaults}


@dataclass(frozen=True, slots=True)
class Example(Generic[F, E]):
    """One example, ready to be scored: its facts as `F`."""

    name: str
    ref: str
    facts: F
    expected: E


def examples(document: Document, file: CaseFileOf[E], facts: type[F], expected: type[E]) -> Iterator[Example[F, E]]:
    """Every example of a file, rows of tables too. Raises PolicyInvalid with the place of the first fault."""
    for at, case in enumerate(file.cases):
        place = ("cases", at)
        ready = _model(facts, document, (*place, "facts"), {"id": case.name, **file.common, **case.facts}, "facts: ")
        yield _ready(document, place, Example(case.name, case.ref, ready, case.expect))
    for at, table in enumerate(file.tables):
        for number, row in enumerate(table.rows):
            here = ("tables", at, "rows", number)
            name, given, wanted = _row(document, here, table, row, file.common, tuple(expected.model_fields))
            made = _model(facts, document, here, given, "facts: ")
            yield _ready(document, here, Example(name, table.ref, made, _model(expected, document, here, wanted)))


def _row(
    document: Document, here: Place, table: RowsOf, row: Sequence[Any], common: dict[str, Any], expected: Sequence[str]
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The name of a row, its facts, and its expectations."""
    if len(row) != len(table.columns):
        raise document.invalid(here, f"the row has {len(row)} values, the table {len(table.columns)} columns")
    name = f"{table.name}: {', '.join(map(str, row))}"
    facts = deepcopy({"id": name, **common, **table.facts})
    wanted: dict[str, Any] = {}
    for column, value in zip(table.columns, row, strict=True):
        steps = column.split(".")
        _put(document, here, wanted if steps[0] in expected else facts, steps, value)
    return name, facts, wanted


def _put(document: Document, place: Place, into: Any, steps: Sequence[str], value: Any) -> None:
    """Set a value deep in a document: `innovation.0.place`. Lists must be there already; mappings are made."""
    try:
        for step in steps[:-1]:
            into = into[int(step)] if isinstance(into, list) else into.setdefault(step, {})
        into[int(steps[-1]) if isinstance(into, list) else steps[-1]] = value
    except (ValueError, IndexError, AttributeError, TypeError):
        raise document.invalid(place, f"{'.'.join(steps)} is no place in facts or expectations") from None


M = TypeVar("M", bound=BaseModel)


def _model(model: type[M], document: Document, place: Place, data: dict[str, Any], of: str = "") -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = ".".join(str(step) for step in first["loc"])
        raise document.invalid((*place, *first["loc"]), f"{of}{path}: {first['msg']}") from None


def _ready(document: Document, place: Place, example: Example[F, E]) -> Example[F, E]:
    if not example.expected.model_fields_set:
        known = ", ".join(type(example.expected).model_fields)
        raise document.invalid(place, f"a case expects one of {known}; this one could not fail")
    return example
