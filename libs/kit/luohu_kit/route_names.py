"""What a request's route is called: its address with names in place of values, such as `/v1/items/{item_id}`."""

from starlette.types import Scope


def template_of(scope: Scope) -> str | None:
    """The address of the route that a request has reached; None when it has reached none.

    A route of a nested router knows its own part of the address only: what the routers above it add comes first.
    """
    route = scope.get("route")
    if route is None:
        return None
    own = str(route.path)
    above = scope["path"].split("/")[: max(0, scope["path"].count("/") - own.count("/") + 1)]
    return "/".join(above) + own
