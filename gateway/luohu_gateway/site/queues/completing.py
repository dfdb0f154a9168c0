"""The form of a decision, and the completion that it makes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from luohu_gateway.site.queues.interface import Interface, Json
from luohu_gateway.site.queues.queue import Queue
from luohu_gateway.site.queues.records import Picked
from luohu_gateway.site.queues.shape import TICKED, Node, Shape

CORRECTED = "corrected_fields"  #: the field of a completion that corrects a record


@dataclass(frozen=True, slots=True)
class Completing:
    """The decision of one task. picked: the record that is corrected with it."""

    queue: Queue
    interface: Interface
    task: Json
    picked: Picked | None = None

    def nodes(self, entered: Mapping[str, str] | None) -> dict[str, Node]:
        """The form's fields by their place in the completion. entered: what was sent before, and refused."""
        shape, begun = Shape(self.interface), self._begun()
        found = {
            name: shape.fields(schema, begun.get(name), name, entered=entered, required=False)
            for name, schema in self._schemas().items()
        }
        if entered is not None:
            return found
        return {name: replace(node, there=name in (CORRECTED, *self.queue.ticked)) for name, node in found.items()}

    def body(self, form: Mapping[str, str]) -> dict[str, Any]:
        """What is sent: the fields that go with the decision, and were filled in."""
        decision = self.queue.decision(form.get("decision", ""))
        if decision is None:
            return {"decision": form.get("decision", "")}
        shape, schemas = Shape(self.interface), self._schemas()
        body: dict[str, Any] = {"decision": decision.value}
        for name in decision.takes:
            schema = schemas.get(name)
            if schema is None or (shape.is_group(schema) and TICKED + name not in form):
                continue
            if (value := shape.read(schema, form, name)) is not None:
                body[name] = self._completed(name, value)
        return body

    def _schemas(self) -> dict[str, Json]:
        """The schema of each field that goes with a decision of the queue."""
        taken = dict.fromkeys(name for decision in self.queue.decisions for name in decision.takes)
        properties = self.interface.properties(self.interface.body(f"{self.queue.api}/{{task_id}}/completion"))
        found: dict[str, Json] = {}
        for name in taken:
            if name != CORRECTED:
                found[name] = self.queue.narrowed(self.interface, self.task, name, properties[name])
            elif self.picked:
                found[name] = {"type": "object", "properties": {"fields": self.picked.schema}, "required": ["fields"]}
        return found

    def _begun(self) -> Json:
        begun = self.queue.begun(self.task)
        return {**begun, CORRECTED: {"fields": self.picked.fields}} if self.picked else begun

    def _completed(self, name: str, value: Any) -> Any:
        """The fields of a correction go with the record that they are of."""
        if name != CORRECTED or self.picked is None:
            return value
        of = {"kind": self.picked.kind} | ({"record_id": self.picked.record_id} if self.picked.record_id else {})
        return {**of, "fields": self.picked.changed(value["fields"])}
