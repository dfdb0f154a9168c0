"""A route whose body is one of several forms: faults point at the field, without the name of the form in between."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError

from luohu_contract.item import ItemKind
from luohu_declaration.domain.forms import FORM_OF, Form

_KINDS = frozenset(kind.value for kind in ItemKind)

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class FormRoute(APIRoute):
    """pydantic puts the discriminator's value into the path of a fault, and no field of the body has that name."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                raise RequestValidationError([_without_kind(fault) for fault in error.errors()]) from None

        return handled


def parse_form(kind: ItemKind, body: dict[str, Any]) -> Form:
    """The body as the form of an item of that kind; `kind` may be left out. Raises RequestValidationError."""
    try:
        return FORM_OF[kind].model_validate({"kind": kind, **body})
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors(include_url=False)]
        raise RequestValidationError(faults) from None


def _without_kind(fault: dict[str, Any]) -> dict[str, Any]:
    match fault["loc"]:
        case ("body", str(kind), *rest) if kind in _KINDS:
            return {**fault, "loc": ("body", *rest)}
        case ("body", "items", int(number), str(kind), *rest) if kind in _KINDS:
            return {**fault, "loc": ("body", "items", number, *rest)}
    return fault
