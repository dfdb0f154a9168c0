"""A form that somebody is filling in: from fields to JSON and back, and what the contract's own models say of it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from luohu_contract.contradictions import contradictions
from luohu_contract.forms import FORM_OF
from luohu_contract.item import ItemKind
from luohu_gateway.site.applicant.forms.catalogue import FormPage
from luohu_gateway.site.applicant.forms.field import PART, Field, Look, Values
from luohu_kit.problems import fault_of

_HALVES = ("qualification", "degree")


def body_of(page: FormPage, values: Values) -> dict[str, Any]:
    """What is filed, as the API takes it: the fields that are shown and not empty."""
    body: dict[str, Any] = {"kind": page.kind_of(values).value}
    for field in page.fields(values):
        if field.of_the_page and values.get(field.name):
            body.setdefault(field.name.removesuffix(PART), {})
        elif not field.of_the_page and (field.look is Look.TICK or values.get(field.name)):
            _put(body, field.name.split("."), _value(field, values.get(field.name, "")))
    return body


def values_of(entered: Mapping[str, Any]) -> dict[str, str]:
    """The fields of an item that is filed."""
    values: dict[str, str] = {}
    for name, value in entered.items():
        if isinstance(value, Mapping):
            values |= {f"{name}.{inner}": text for inner, text in values_of(value).items()}
        else:
            values[name] = str(value).lower() if isinstance(value, bool) else str(value)
    if entered.get("kind") == ItemKind.DOMESTIC_EDUCATION.value:
        values |= {f"{half}{PART}": "true" for half in _HALVES if half in entered}
    return values


def faults_of(page: FormPage, values: Values) -> dict[str, str]:
    """What is wrong with the fields, by name, in the words of the API. Empty where the form is right in itself."""
    body = body_of(page, values)
    try:
        form = FORM_OF[page.kind_of(values)].model_validate(body)
    except ValidationError as error:
        told = [fault_of({**each, "loc": ("body", *each["loc"])}, body) for each in error.errors(include_url=False)]
        found = [(each["pointer"], each["detail"]) for each in told]
    else:
        found = contradictions(form)
    faults: dict[str, str] = {}
    for pointer, what in found:
        faults.setdefault(pointer.removeprefix("#").strip("/").replace("/", "."), what)
    return faults


def _value(field: Field, text: str) -> Any:
    if field.look is Look.TICK:
        return text == "true"
    # What is no number is sent as it is: the API says what it wants instead.
    number = field.look is Look.NUMBER and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if number else text


def _put(body: dict[str, Any], path: list[str], value: Any) -> None:
    *parents, last = path
    for parent in parents:
        body = body.setdefault(parent, {})
    body[last] = value
