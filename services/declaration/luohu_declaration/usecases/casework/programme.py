"""What the world's city says about casework: its procedures, and the point table of the world's year."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from luohu_declaration.domain.casework.procedure import Procedure
from luohu_declaration.domain.casework.procedure_file import ProceduresFile
from luohu_kit.work import World
from luohu_scoring import Intake, PolicyMissing, TablePolicy, load_table
from luohu_scoring.policy import folder, read_file, validated
from luohu_scoring.strict_yaml import Document

PROCEDURES = "procedures.yaml"


class ProcedureUnknown(LookupError):
    """The city has no procedure of that kind, or none at all."""

    def __init__(self, world: World, kind: str | None, known: Mapping[str, Procedure]) -> None:
        there = f"there are {', '.join(known)}" if known else "its applicants file declarations: POST /v1/declarations"
        self.errors = ({"pointer": "#/kind", "detail": f"give one of: {', '.join(known)}"},) if known else ()
        self.extensions = {"programme": f"{world.programme}-{world.year}"}
        what = f"no procedure {kind!r}" if kind else "no procedures of casework"
        super().__init__(f"{world.programme} has {what}; {there}.")


def procedures_of(world: World) -> Mapping[str, Procedure]:
    """The procedures of the world's city by kind; none where its applicants file declarations. Raises PolicyInvalid."""
    return _procedures(world.programme)


def procedure_of(world: World, kind: str | None) -> Procedure:
    """One of them. Raises ProcedureUnknown."""
    known = procedures_of(world)
    if kind is None or kind not in known:
        raise ProcedureUnknown(world, kind, known)
    return known[kind]


def has_casework(world: World) -> bool:
    """Whether the world's city works by cases."""
    return bool(procedures_of(world))


def table_of(world: World) -> TablePolicy:
    """The point table of the world's year. Raises PolicyMissing; ProcedureUnknown where the city has no casework."""
    if not has_casework(world):
        raise ProcedureUnknown(world, None, {})
    return _table(world.programme, world.year)


def intakes_of(world: World) -> tuple[Intake, ...]:
    """The intakes of the world's year; none where the city has no table for it."""
    try:
        return table_of(world).intakes
    except (PolicyMissing, ProcedureUnknown):
        return ()


def load_procedures(city: str) -> Mapping[str, Procedure]:
    """A city's procedures, read from its file; empty where it has none. Raises PolicyInvalid with line and column."""
    read = read_procedures(city)
    return MappingProxyType({} if read is None else read[1])


def read_procedures(city: str) -> tuple[Document, Mapping[str, Procedure]] | None:
    """The same with the file in which they stand; None where there is none. Raises PolicyInvalid."""
    path = folder() / city / PROCEDURES
    if not path.is_file():
        return None
    document = read_file(path)
    file = validated(ProceduresFile, document, document.data)
    if file.city != city:
        raise document.invalid(("city",), f"this is the file of {city}, and it says {file.city}")
    return document, file.read()


@cache
def _procedures(city: str) -> Mapping[str, Procedure]:
    return load_procedures(city)


@cache
def _table(city: str, year: int) -> TablePolicy:
    return load_table(city, year)
