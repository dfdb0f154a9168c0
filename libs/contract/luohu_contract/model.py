"""The base of every wire model: strict about unknown fields, frozen, written without nulls nobody asked for."""

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """A message or a part of one. Unknown fields are refused, values cannot be changed after parsing."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, ser_json_timedelta="iso8601")
