"""Records as they come from outside: parsed by their model, refused with pointers."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from luohu_agency.spec import RecordKind
from luohu_contract.model import Wire
from luohu_kit.problems import Problem, fault_of


def record_value(kind: RecordKind[Any], fields: Mapping[str, Any], pointer: str) -> Wire:
    """The record that these fields make. Problem `validation-failed` (422) points at what is wrong, below `pointer`."""
    try:
        value: Wire = kind.model.model_validate(dict(fields))
    except ValidationError as error:
        faults = [fault_of({**fault, "loc": ("body", *fault["loc"])}) for fault in error.errors(include_url=False)]
        placed = [{**fault, "pointer": pointer + fault["pointer"].removeprefix("#")} for fault in faults]
        first = placed[0]
        raise Problem("validation-failed", f"{first['pointer']}: {first['detail']}", errors=placed) from None
    refuse_nul(value.model_dump(mode="json"), pointer)
    return value


def refuse_nul(value: Any, pointer: str) -> None:
    """PostgreSQL keeps no NUL character in a text. Problem `validation-failed` says where it stands."""
    if isinstance(value, str) and "\x00" in value:
        fault = {"pointer": pointer, "detail": "it holds a NUL character, which no register can keep"}
        raise Problem("validation-failed", f"{pointer}: {fault['detail']}", errors=[fault])
    if isinstance(value, Mapping):
        for name, part in value.items():
            refuse_nul(part, f"{pointer}/{name}")
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            refuse_nul(part, f"{pointer}/{index}")
