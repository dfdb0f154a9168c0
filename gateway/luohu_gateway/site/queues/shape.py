"""Forms from schemas: what a person fills in for a JSON body, and the body that it makes. Pure.

Fields have the names that the API's problems point at: `fields.owners.0.name`. A list of objects has a row more than
it has values; a row that was left empty is none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from luohu_gateway.site.queues.interface import Interface, Json

TICKED = "with."  #: before the name of an object that can be left out: the box that takes it in
_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
_WORDS = r"^[^\x00]*$"
_SCALARS = {"boolean": "tick", "integer": "number"}
_LONG = 200  #: characters from which a text is an area


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen; of: the name of its enumeration, by which it has its label."""

    value: str
    of: str


@dataclass(frozen=True, slots=True)
class Node:
    """One field of a form, or a group of them."""

    name: str
    key: str  #: the last part of the name, by which it has its label
    kind: str  #: text, area, date, month, number, tick, choice, lines, json; group, rows
    value: str = ""
    required: bool = False
    optional: bool = False  #: of a group: it can be left out as a whole
    there: bool = True  #: of such a group: whether it is taken in
    options: tuple[Option, ...] = ()
    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """Forms by the schemas of one service. `entered`: what somebody sent before, which wins over what there was."""

    interface: Interface

    def fields(
        self,
        schema: Json,
        value: Any,
        name: str,
        *,
        entered: Mapping[str, str] | None = None,
        required: bool = True,
    ) -> Node:
        """The form of a value. name: where it stands in the body, `fields` or `findings.years`."""
        return self._node(schema, value, name, entered, required=required)

    def enumerations(self, schema: Json) -> Iterator[tuple[str, str]]:
        """The fields of a value that are of an enumeration, each with its name, however deep they stand."""
        plain, _ = self._plain(schema)
        if "items" in plain:
            yield from self.enumerations(plain["items"])
        for key, inner in plain.get("properties", {}).items():
            if names := {option.of for option in self._options(inner, nullable=False)}:
                yield from ((key, name) for name in names)
            yield from self.enumerations(inner)

    def is_group(self, schema: Json) -> bool:
        """Whether a schema is an object of known fields, which is taken in by a box of its own."""
        return self._kind(*self._plain(schema)) == "group"

    def read(self, schema: Json, form: Mapping[str, str], name: str) -> Any:
        """The value that a form makes; None for one that was left out. What is no number stays as it was written."""
        schema, nullable = self._plain(schema)
        if (kind := self._kind(schema, nullable)) == "group":
            return self._object(schema, form, name)
        if kind == "rows":
            return self._rows(schema["items"], form, name)
        text = form.get(name, "").strip()
        if kind == "tick":
            return name in form
        if kind == "lines":
            return [
                _scalar(self._plain(schema["items"])[0], line.strip()) for line in text.splitlines() if line.strip()
            ]
        return _scalar(schema, text)

    def _object(self, schema: Json, form: Mapping[str, str], name: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        required = schema.get("required", ())
        for key, inner in schema["properties"].items():
            if (fixed := _constant(inner)) is not None:
                found[key] = fixed
                continue
            plain, nullable = self._plain(inner)
            place = f"{name}.{key}"
            if self._kind(plain, nullable) == "group" and key not in required and TICKED + place not in form:
                continue
            value = self.read(inner, form, place)
            if value is None and not nullable:
                continue  # left out: the API says whether that will do
            found[key] = value
        return found

    def _rows(self, items: Json, form: Mapping[str, str], name: str) -> list[Any]:
        begin = len(name) + 1
        places = {one[begin:].partition(".")[0] for one in form if one.startswith(f"{name}.")}
        # A blank row holds what the form puts there by itself.
        usual = {
            key: str(inner["default"])
            for key, inner in self._plain(items)[0]["properties"].items()
            if inner.get("default") is not None
        }
        rows = []
        for index in sorted((place for place in places if place.isdecimal()), key=int):
            here = f"{name}.{index}."
            entered = {key.removeprefix(here): text.strip() for key, text in form.items() if key.startswith(here)}
            if any(text not in ("", "true", usual.get(key)) for key, text in entered.items()):
                rows.append(self.read(items, form, here[:-1]))
        return rows

    def _node(self, schema: Json, value: Any, name: str, entered: Mapping[str, str] | None, *, required: bool) -> Node:
        plain, nullable = self._plain(schema)
        key = name.rpartition(".")[2]
        kind = self._kind(plain, nullable)
        if value is None and "default" in schema:
            value = schema["default"]
        if kind == "group":
            given = value if isinstance(value, Mapping) else {}
            needed = plain.get("required", ())
            parts = tuple(
                self._node(inner, given.get(each), f"{name}.{each}", entered, required=each in needed)
                for each, inner in plain["properties"].items()
                if _constant(inner) is None
            )
            there = bool(value) if entered is None else TICKED + name in entered
            return Node(name, key, kind, optional=not required, there=there, parts=parts)
        if kind == "rows":
            return Node(name, key, kind, required=required, parts=self._row_nodes(plain, value, name, entered))
        shown = _written(value, kind) if entered is None else entered.get(name, "")
        return Node(name, key, kind, shown, required and kind != "tick", options=self._options(schema, nullable))

    def _row_nodes(self, schema: Json, value: Any, name: str, entered: Mapping[str, str] | None) -> tuple[Node, ...]:
        given = list(value) if isinstance(value, Sequence) else []
        count = len(given)
        if entered is not None:
            begun = {each[len(name) + 1 :].partition(".")[0] for each in entered if each.startswith(f"{name}.")}
            count = max((int(place) for place in begun if place.isdecimal()), default=-1)
        rows = [given[index] if index < len(given) else None for index in range(min(count, 200) + 1)]
        return tuple(
            self._node(schema["items"], row, f"{name}.{index}", entered, required=True)
            for index, row in enumerate(rows)
        )

    def _kind(self, schema: Json, nullable: bool) -> str:
        """How a value of a plain schema is entered."""
        kind = schema.get("type")
        if "enum" in schema or (kind == "boolean" and nullable):
            return "choice"
        if kind == "object":
            return "group" if "properties" in schema else "json"
        if kind == "array":
            return "rows" if self._plain(schema["items"])[0].get("type") == "object" else "lines"
        return _SCALARS.get(str(kind), "text") if kind != "string" else _text_kind(schema)

    def _plain(self, schema: Json) -> tuple[Json, bool]:
        """The schema without its null, and whether it had one."""
        schema = self.interface.resolved(schema)
        choices = schema.get("anyOf")
        if not choices:
            return schema, False
        inner = [self.interface.resolved(one) for one in choices if one.get("type") != "null"]
        nullable = len(inner) < len(choices)
        if len(inner) == 1:
            return self._plain(inner[0])[0], nullable
        if all("enum" in one for one in inner):
            return {"type": "string", "enum": [each for one in inner for each in one["enum"]]}, nullable
        return {"type": "string"}, nullable  # a decimal: a number or its text; the text is exact

    def _options(self, schema: Json, nullable: bool) -> tuple[Option, ...]:
        found = tuple(self._named(schema))
        if not found and nullable and self._plain(schema)[0].get("type") == "boolean":
            return Option("true", "bool"), Option("false", "bool")
        return found

    def _named(self, schema: Json) -> list[Option]:
        if "anyOf" in schema:
            return [option for one in schema["anyOf"] for option in self._named(one)]
        of = str(schema.get("$ref", "")).rpartition("/")[2]
        plain = self.interface.resolved(schema)
        if "anyOf" in plain:
            return self._named(plain)
        return [Option(str(value), of) for value in plain.get("enum", ())]


def _text_kind(schema: Json) -> str:
    if schema.get("format") == "date":
        return "date"
    if schema.get("pattern") == _MONTH:
        return "month"
    return "area" if schema.get("maxLength", 0) > _LONG and schema.get("pattern", _WORDS) == _WORDS else "text"


def _constant(schema: Json) -> Any:
    return schema.get("const")


def _scalar(schema: Json, text: str) -> Any:
    if not text:
        return None
    if schema.get("type") == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if schema.get("type") == "integer":
        return int(text) if text.removeprefix("-").isdecimal() and len(text) < 20 else text
    if schema.get("type") == "object":
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            return text
    return text


def _written(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "lines":
        return "\n".join(map(str, value))
    if kind == "json":
        return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    return str(value).lower() if isinstance(value, bool) else str(value)
