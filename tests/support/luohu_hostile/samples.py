"""A body that a route may take, from its OpenAPI document: what is spoiled begins as something of its kind."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

_FORMATS = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "date": "2015-06-15",
    "date-time": "2021-07-05T12:00:00+08:00",
    "duration": "PT1S",
    "binary": "",
}
_DEEPEST = 6


def sample(schema: Schema, named: Mapping[str, Schema], deep: int = 0) -> Any:
    """Something that has the form of a schema, as far as that can be told without its patterns."""
    if "$ref" in schema:
        schema = named[schema["$ref"].rpartition("/")[2]]
    for key in ("const", "default"):
        if schema.get(key) is not None:
            return schema[key]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return sample(schema[key][0], named, deep)
    return schema["enum"][0] if "enum" in schema else _of_type(schema, named, deep)


def _of_type(schema: Schema, named: Mapping[str, Schema], deep: int) -> Any:
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        wanted = schema.get("properties", {}) if deep < _DEEPEST else {}
        return {name: sample(one, named, deep + 1) for name, one in wanted.items()}
    if kind == "array":
        return [sample(schema.get("items", {}), named, deep + 1)] if deep < _DEEPEST else []
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    return _FORMATS.get(str(schema.get("format")), "王伟")


def body_of(document: Schema, path: str, method: str) -> Any:
    """A body for one operation; an empty object where it takes none, or where it is in no document."""
    operation = document["paths"].get(path, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return {}
    return sample(content["schema"], document.get("components", {}).get("schemas", {}))


def queries_of(document: Schema, path: str, method: str) -> list[str]:
    """The names that an operation takes in its query."""
    operation = document["paths"].get(path, {}).get(method.lower(), {})
    return [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
