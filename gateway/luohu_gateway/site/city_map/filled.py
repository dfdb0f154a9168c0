"""Forms of the control plane: what was entered, as the JSON that the API takes. The API itself says what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any


def body_of(form: Mapping[str, str], fields: Sequence[str], numbers: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields that were filled, nested by the dots in their names.

    numbers: fields that are numbers in JSON; one that is none goes as it was entered, for the API to say so.
    """
    body: dict[str, Any] = {}
    for name in fields:
        if value := form.get(name, ""):
            *above, last = name.split(".")
            place = body
            for step in above:
                place = place.setdefault(step, {})
            place[last] = _value(value, number=name in numbers)
    return body


def _value(text: str, *, number: bool) -> Any:
    if text == "true":
        return True
    return int(text) if number and text.isascii() and text.isdigit() else text
