"""Employers that sign in at a sandbox (handbook 二.一.1): any valid unified social credit code is one."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from uuid import UUID, uuid5

import yaml
from pydantic import AfterValidator, Field

from luohu_contract.model import Wire
from luohu_contract.numbers import parse_uscc

PREFIX = "employer:"

_NAMESPACE = UUID("a1d0c0de-2f5e-5e54-9a53-656d706c6f79")


class _Named(Wire):
    uscc: Annotated[str, AfterValidator(parse_uscc)]
    name: str = Field(min_length=1, max_length=100)


@cache
def names_in(city: str) -> Mapping[str, str]:
    """Names of the employers of a city's seeds, by credit code; none for a city without seeds."""
    source = files("luohu_identity") / "seeds" / city / "employers.yaml"
    if not source.is_file():
        return {}
    entries = [_Named.model_validate(entry) for entry in yaml.safe_load(source.read_text(encoding="utf-8"))]
    return {entry.uscc: entry.name for entry in entries}


@cache
def names() -> Mapping[str, str]:
    """Names of the employers of all seeds, by credit code: a code is one employer's in the whole country."""
    cities = sorted(each.name for each in (files("luohu_identity") / "seeds").iterdir() if each.is_dir())
    return {uscc: name for city in cities for uscc, name in names_in(city).items()}


def claims(persona: str) -> dict[str, Any] | None:
    """What a token of `employer:<USCC>` says; None for a persona of another kind. Raises NumberInvalid."""
    if not persona.startswith(PREFIX):
        return None
    uscc = parse_uscc(persona.removeprefix(PREFIX))
    return {
        "sub": str(uuid5(_NAMESPACE, uscc)),
        "role": "employer",
        "uscc": uscc,
        "name": names().get(uscc, uscc),
    }


def valid(city: str) -> list[str]:
    """The employers of a city's seeds, as personas."""
    return [PREFIX + uscc for uscc in names_in(city)]
