"""What a service's OpenAPI document says of all its operations: who is let in, and that every error is a problem.

FastAPI knows the good answers. It describes errors of its own form, which no service of the city answers, and does not
see the guards.
"""

from typing import Any

from fastapi import FastAPI

from luohu_kit.auth.guards import Guard
from luohu_kit.auth.listing import dependencies, routes_of
from luohu_kit.problems import MEDIA_TYPE

_PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457; the types are at /problems",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "/problems/ and the slug", "examples": ["/problems/not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "remedy": {"type": "string", "description": "what to do"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": "services among themselves: v1 over the body (Standard Webhooks), r1 over the whole request",
    },
}
_SECURITY = {"allow": "bearer", "signed": "signature"}
_OF_FASTAPI = ("HTTPValidationError", "ValidationError")


def describe_truly(app: FastAPI) -> None:
    """From now on the app's document says what is true of its errors and its guards."""
    generated = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _correct(generated(), app)
        assert app.openapi_schema is not None  # noqa: S101 - narrows the type
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _correct(document: dict[str, Any], app: FastAPI) -> None:
    guards = _guards(app)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _answers(operation["responses"])
            guard = guards.get((method.upper(), path))
            if guard is not None and guard.kind in _SECURITY:
                operation["security"] = [{_SECURITY[guard.kind]: []}]
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _OF_FASTAPI:
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    components["securitySchemes"] = _SCHEMES


def _answers(responses: dict[str, Any]) -> None:
    for status, answer in responses.items():
        of_fastapi = "HTTPValidationError" in str(answer.get("content", ""))
        if status[:1] in ("4", "5") and (of_fastapi or not answer.get("content")):
            answer["content"] = _CONTENT
    responses.setdefault("default", {"description": "Any other problem", "content": _CONTENT})


def _guards(app: FastAPI) -> dict[tuple[str, str], Guard]:
    found: dict[tuple[str, str], Guard] = {}
    for route in routes_of(app):
        guards = [call.guard for call in dependencies(route.dependant) if hasattr(call, "guard")]
        for method in route.methods or ():
            if guards:
                found.setdefault((method, route.path_format), guards[0])
    return found
