"""A route whose body holds one of several forms in a field: faults point at the field, without the form's kind."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from luohu_contract.household import DestinationKind

#: The fields of transfer data that take one of several forms, with the kinds that pydantic puts behind them.
_KINDS: dict[str, frozenset[str]] = {
    "destination": frozenset(DestinationKind),
    "personnel_file": frozenset({"held", "none"}),
    "family_planning": frozenset({"proof", "exempt"}),
}

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class TransferRoute(APIRoute):
    """`#/destination/district`, where pydantic says `#/destination/own_home/district`."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                faults = [{**fault, "loc": _without_kinds(fault["loc"])} for fault in error.errors()]
                raise RequestValidationError(faults) from None

        return handled


def _without_kinds(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    before = (None, *path)
    return tuple(step for step, field in zip(path, before, strict=False) if step not in _KINDS.get(str(field), ()))
