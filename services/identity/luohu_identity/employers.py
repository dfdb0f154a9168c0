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
def names() -> Mapping[str, str]:
    """Names of the employers of the seeds, by credit code."""
    source = files("luohu_identity") / "seeds" / "employers.yaml"
    entries = [_Named.model_validate(entry) for entry in yaml.safe_load(source.read_text(encoding="utf-8"))]
    return {entry.uscc: entry.name for entry in entries}


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


def valid() -> list[str]:
    """The employers of the seeds, as personas."""
    return [PREFIX + uscc for uscc in names()]
