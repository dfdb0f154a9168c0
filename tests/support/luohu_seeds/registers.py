"""What the agencies' registers hold of a city when a world of it begins."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from luohu_agency.seeds import read
from luohu_agency.spec import AgencySpec
from luohu_contract import directory

AGENCIES: Mapping[str, AgencySpec[Any]] = {
    agency.name: import_module(f"{agency.package}.agency").SPEC for agency in directory.AGENCIES
}


@cache
def records(city: str, agency: str, kind: str) -> Sequence[Any]:
    """The records of one kind; none for an agency without seeds of the city."""
    registers = _read(agency).get(city, ())
    return [value for found, values in registers if found.name == kind for _, value in values]


@cache
def _read(agency: str) -> Mapping[str, Any]:
    return read(AGENCIES[agency])
