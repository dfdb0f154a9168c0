"""A record of an agency's registers, as its operators see it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from luohu_client.views import RecordState

if TYPE_CHECKING:
    from luohu_client.desk import Operator


class Record:
    """A record as it was when it was found, in `state`."""

    def __init__(self, operator: "Operator", state: RecordState) -> None:
        self.state = state
        self._operator = operator

    @property
    def id(self) -> UUID:
        return self.state.id

    @property
    def fields(self) -> Mapping[str, Any]:
        return self.state.fields

    def corrected(self, **fields: Any) -> dict[str, Any]:
        """These fields, to be corrected together with a decision: `overturn(item, corrected=record.corrected(…))`."""
        return {"kind": self.state.kind, "record_id": self.id, "fields": fields}

    async def correct(self, **fields: Any) -> "Record":
        """Lay fields over it at once. Raises Problem; 412 when somebody changed it in between."""
        path = f"/agencies/{self._operator.agency}/v1/records/{self.id}"
        read = await self._operator.ask("GET", path)
        held = RecordState.model_validate_json(read.content)
        body = {"kind": held.kind, "fields": {**held.fields, **fields}}
        put = await self._operator.ask("PUT", path, json=body, headers={"If-Match": read.headers["ETag"]})
        self.state = RecordState.model_validate_json(put.content)
        return self
