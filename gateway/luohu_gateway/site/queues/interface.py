"""What bodies the API takes, read from the services' own OpenAPI documents: forms of pages follow it by themselves."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from luohu_gateway.pages import described
from luohu_gateway.site.visit import Visit
from luohu_gateway.site.wire import Away
from luohu_gateway.upstream import Upstreams
from luohu_kit.problems import Problem

FRESH = 60.0  #: seconds for which a document is believed: a service that was replaced describes itself anew

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Interface:
    """The document of one service."""

    document: Json

    def body(self, path: str) -> Json:
        """The schema of what a POST to a path takes, references not yet followed. path: as the service has it."""
        asked = self.document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        found: Json = asked["schema"]
        return found

    def resolved(self, schema: Json) -> Json:
        """A schema behind its reference."""
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][str(schema["$ref"]).rpartition("/")[2]]
        return schema

    def properties(self, schema: Json) -> Json:
        """The properties of an object's schema."""
        plain = self.resolved(schema)
        if "anyOf" in plain:  # an object, or nothing
            plain = self.resolved(next(one for one in plain["anyOf"] if one.get("type") != "null"))
        found: Json = plain.get("properties", {})
        return found

    def chosen(self, schema: Json, value: str) -> Json | None:
        """The one of several schemas that a discriminator's value chooses; None where there is none such."""
        for one in (schema, *schema.get("anyOf", ())):
            mapping = one.get("discriminator", {}).get("mapping", {})
            if value in mapping:
                return {"$ref": mapping[value]}
        return None


_READ: WeakKeyDictionary[Upstreams, dict[str, tuple[float, Interface]]] = WeakKeyDictionary()


async def interface_of(here: Visit, service: str) -> Interface:
    """The interface of a service, as it described itself a moment ago. Raises Away."""
    grounds = here.grounds
    read = _READ.setdefault(grounds.upstreams, {})
    at, found = read.get(service, (0.0, None))
    if found is None or time.monotonic() - at > FRESH:
        try:
            document = await described(grounds.upstreams, service, control=grounds.control)
        except Problem as error:
            raise Away(service) from error
        found = Interface(document)
        read[service] = (time.monotonic(), found)
    return found
