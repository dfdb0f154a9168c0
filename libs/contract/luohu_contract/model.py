"""The base of every wire model: strict about unknown fields, frozen, and careful about every text."""

from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

LARGEST_INTEGER = 2**63 - 1  #: of a number without a limit of its own, and below 0 alike: what can be stored
LONGEST_TEXT = 4000  #: characters of a text that has no limit of its own

_STORABLE = r"^[^\x00]*$"


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("a text cannot hold NUL characters (U+0000); leave them out")
    return text


def _no_number(value: Any) -> Any:
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().lstrip("+-").isdigit()):
        raise ValueError("a date or a time is written in ISO 8601, such as 2021-07-05 or 2021-07-05T12:00:00+08:00")
    return value


_EXACT = ("int", "float", "bool")  #: `"5"` and `false` are no 5 and no 0: the documents say so
_ON_THE_CALENDAR = ("date", "time", "datetime", "timedelta")  #: pydantic takes numbers for them, seconds since 1970
_GUARDS = ({"type": "no-info", "function": _without_nul}, {"type": "no-info", "function": _no_number})


def _guard_text(node: dict[str, Any]) -> None:
    """A text without a pattern gets one that refuses NUL; one with a pattern of its own gets a check behind it."""
    if node.get("pattern") in {None, _STORABLE}:
        node["pattern"] = _STORABLE
        return
    patterned = core_schema.str_schema(**{key: value for key, value in node.items() if key != "type"})
    node.clear()
    node.update(core_schema.no_info_after_validator_function(_without_nul, patterned))


def _guard_integer(node: dict[str, Any]) -> None:
    if node.keys().isdisjoint(("le", "lt")):
        node["le"] = LARGEST_INTEGER
    if node.keys().isdisjoint(("ge", "gt")):
        node["ge"] = -LARGEST_INTEGER


def _guard_time(node: dict[str, Any]) -> None:
    inner = dict(node)
    node.clear()
    node.update(core_schema.no_info_before_validator_function(_no_number, inner))


def _guard(node: Any, *, key: bool = False) -> None:
    """Guard every text, number, truth value and date in a core schema, in place. Wire models inside have been through
    this on their own. key: it is of the keys of an object, which JSON has as texts, whatever they mean.
    """
    if isinstance(node, list | tuple):
        for inner in node:
            _guard(inner, key=key)
    elif isinstance(node, dict) and node.get("type") == "str":
        _guard_text(node)
    elif isinstance(node, dict) and node.get("type") in _EXACT:
        node["strict"] = not key
        if node["type"] == "int":
            _guard_integer(node)
    elif isinstance(node, dict) and node.get("type") in _ON_THE_CALENDAR:
        _guard_time(node)
    elif isinstance(node, dict) and node.get("function") not in _GUARDS:
        for name, inner in node.items():
            if name not in {"metadata", "serialization"}:
                _guard(inner, key=key or name == "keys_schema")


class Wire(BaseModel):
    """A message or a part of one. Unknown fields are refused, values cannot be changed after parsing.

    A text that PostgreSQL cannot store (NUL characters; lone surrogates, which pydantic refuses by itself) or that is
    longer than 4000 characters without a limit of its own is refused under the name of its field. A number is a number
    and true or false is one of them, and no text that reads like it; a date is a text, and no number.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        str_max_length=LONGEST_TEXT,
        ser_json_timedelta="iso8601",
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # In the schema and not in a validator: a Python call for each field made a batch of 500 questions three to
        # four times slower to read (18 ms instead of 5).
        schema = handler(source)
        _guard(schema)
        return schema
