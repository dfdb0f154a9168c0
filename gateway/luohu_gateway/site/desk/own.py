"""What values are called that only some registers have, or that only the world's programme knows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from luohu_contract.texts import DEPARTMENTS, Text
from luohu_gateway.site.cases.programme import Label, Programme, programme
from luohu_gateway.site.queues.interface import Interface
from luohu_gateway.site.queues.labels import Own, of_enumeration
from luohu_gateway.site.queues.records import kinds_of
from luohu_gateway.site.queues.shape import Shape
from luohu_gateway.site.visit import Visit
from luohu_gateway.site.wire import Away, Refused

_ENTRY = "entry"  #: the register of the departments, in the words of the programme


async def own_labels(here: Visit, interface: Interface, kinds: Iterable[str]) -> Own:
    """Labels of values by their field. kinds: of the records that are shown; what the agency has not is nothing."""
    shape, schemas, found = Shape(interface), kinds_of(interface), dict[str, Mapping[str, Text]]()
    for kind in (each for each in kinds if each in schemas):
        found |= {key: of_enumeration(name) for key, name in shape.enumerations(schemas[kind])}
        if kind == _ENTRY:
            found |= {"department": DEPARTMENTS, **await _of_the_world(here)}
    return found


async def _of_the_world(here: Visit) -> Own:
    """What the programme calls things; a desk that cannot read it works without."""
    try:
        return _of_programme(await programme(here))
    except (Away, Refused):
        return {}


def _of_programme(known: Programme) -> Own:
    """Indicators and checks by their names, and what values of theirs can be."""
    found: dict[str, dict[str, Text]] = {"indicator": {}}
    for name, title, part in _judged(known):
        found["indicator"][name] = _text(title)
        for spec in part.get("values", ()):
            choices = {value: _text(label) for value, label in spec["choices"].items()}
            found.setdefault(spec["name"], {}).update(choices)
    return found


def _judged(known: Programme) -> Iterator[tuple[str, Label, Mapping[str, Any]]]:
    for kind in known.procedures:
        yield from known.judged(kind)


def _text(label: Label) -> Text:
    return Text(label["zh"], label["en"])
