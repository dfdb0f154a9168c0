"""A body as the form of an item that is known already."""

from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from luohu_contract.forms import FORM_OF, Form
from luohu_contract.item import ItemKind


def parse_form(kind: ItemKind, body: dict[str, Any]) -> Form:
    """The body as the form of an item of that kind; `kind` may be left out. Raises RequestValidationError."""
    try:
        return FORM_OF[kind].model_validate({"kind": kind, **body})
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors(include_url=False)]
        raise RequestValidationError(faults, body=body) from None
