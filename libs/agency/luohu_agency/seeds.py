"""The records that a new world begins with: `seeds/<city>/*.yaml` of the agency's package, read strictly.

    title:                      # a record kind of the spec
      - certificate_number: "..."
        ...                     # the fields of its model

Whole numbers, true, false and null are read as such and everything else as text, so `no`, `1:30` and `0.10` mean what
they say; a text of digits stands in quotes. Unknown kinds, unknown fields and keys that come twice are errors that name
the file. A world gets the seeds of its city; a city without a folder has none.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from uuid import UUID, uuid5

import orjson
from pydantic import ValidationError

from luohu_agency import register
from luohu_agency.spec import AgencySpec, RecordKind
from luohu_contract.model import Wire
from luohu_kit import strict_yaml
from luohu_kit.work import Work

_NAMESPACE = UUID("c2fd2615-902f-55f2-8809-53f4683084cd")

Seeds = list[tuple[RecordKind[Any], list[tuple[UUID, Wire]]]]


class SeedsUnreadable(Exception):
    """A seed file is wrong. The message names the file and what was expected."""


def read(spec: AgencySpec[Any]) -> Mapping[str, Seeds]:
    """All seed records of an agency, by city. Raises SeedsUnreadable."""
    folder = files(spec.package) / "seeds"
    there = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    if astray := [path.name for path in there if path.name.endswith(".yaml")]:
        raise SeedsUnreadable(f"{spec.package}/seeds/{astray[0]}: move it to the folder of its city, seeds/<city>/")
    return {city.name: _of_city(spec, city) for city in there if city.is_dir()}


def _of_city(spec: AgencySpec[Any], city: Traversable) -> Seeds:
    found: dict[str, list[tuple[UUID, Wire]]] = {kind.name: [] for kind in spec.records}
    paths = [path for path in city.iterdir() if path.name.endswith(".yaml")]
    for path in sorted(paths, key=lambda path: path.name):
        try:
            _collect(spec, parse(path.read_text(encoding="utf-8")), found)
        except SeedsUnreadable as error:
            raise SeedsUnreadable(f"{spec.package}/seeds/{city.name}/{path.name}: {error}") from None
    return [(kind, found[kind.name]) for kind in spec.records]


def parse(text: str) -> Any:
    """One YAML document, strictly. Raises SeedsUnreadable."""
    try:
        return strict_yaml.read(text)[0]
    except strict_yaml.NotStrict as error:
        raise SeedsUnreadable(str(error)) from None


def _collect(spec: AgencySpec[Any], document: Any, found: dict[str, list[tuple[UUID, Wire]]]) -> None:
    known = ", ".join(found)
    if not isinstance(document, dict):
        raise SeedsUnreadable(f"a seed file is a mapping from record kinds ({known}) to lists of records")
    for name, records in document.items():
        kind = spec.record_kind(str(name))
        if kind is None:
            raise SeedsUnreadable(f"there is no record kind {name!r}; this agency has {known}")
        if not isinstance(records, list):
            raise SeedsUnreadable(f"{name}: expected a list of records")
        found[kind.name] += [_record(spec, kind, record, number) for number, record in enumerate(records, 1)]


def _record(spec: AgencySpec[Any], kind: RecordKind[Any], fields: Any, number: int) -> tuple[UUID, Wire]:
    try:
        value: Wire = kind.model.model_validate(fields)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise SeedsUnreadable(f"{kind.name} number {number}, {where}: {fault['msg']}") from None
    return record_id(spec.name, kind.name, value), value


def record_id(agency: str, kind: str, value: Wire) -> UUID:
    """The same record has the same id in every world, so that examples and tests can name it."""
    content = orjson.dumps(value.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS).decode()
    return uuid5(_NAMESPACE, f"{agency}/{kind}/{content}")


class AgencySeeder:
    """Loads the seeds of its city into a new world; they are read once, when the service starts."""

    def __init__(self, spec: AgencySpec[Any]) -> None:
        self._seeds = read(spec)

    async def __call__(self, work: Work) -> None:
        """In the transaction that makes the world."""
        for kind, records in self._seeds.get(work.world.programme, ()):
            await register.load(work, kind, records)


__all__: Sequence[str] = ["AgencySeeder", "SeedsUnreadable", "parse", "read", "record_id"]
