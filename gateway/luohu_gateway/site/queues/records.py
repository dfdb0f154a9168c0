"""The registers of an agency, as its interface describes them, and the record that a decision corrects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from luohu_gateway.site.queues.interface import Interface, Json
from luohu_gateway.site.visit import Visit

PATH = "/v1/records"


@dataclass(frozen=True, slots=True)
class Picked:
    """A record that is to be corrected together with a decision; without an id, a new one."""

    kind: str
    record_id: str | None
    fields: Json
    schema: Json  #: of its fields

    def changed(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Of what a form made, what is to be written: all of a new record, else what is other than it was."""
        if self.record_id is None:
            return dict(fields)
        return {name: value for name, value in fields.items() if value != self.fields.get(name)}


def kinds_of(interface: Interface) -> dict[str, Json]:
    """The schema of each kind of record's fields, by the name of the kind."""
    body = interface.resolved(interface.body(PATH))
    wanted = [interface.resolved(one) for one in body.get("oneOf", (body,))]
    return {str(one["properties"]["kind"]["const"]): one["properties"]["fields"] for one in wanted}


async def picked(here: Visit, mount: str, interface: Interface, given: Mapping[str, str]) -> Picked | None:
    """The record that an address or a form names by `record` or by `new`; None where it names none. Raises Refused."""
    kinds = kinds_of(interface)
    if (record_id := given.get("record", "")) and _is_id(record_id):
        record = await here.ask.get(f"{mount}{PATH}/{record_id}")
        return Picked(record["kind"], record["id"], record["fields"], kinds[record["kind"]])
    kind = given.get("new", "")
    return Picked(kind, None, {}, kinds[kind]) if kind in kinds else None


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
