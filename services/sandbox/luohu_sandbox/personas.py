"""The people of the seeds who have a story, read strictly from `stories/<city>/*.yaml`: who they are, what they do.

What the steps mean stands at the head of `stories/beijing/loop.yaml`.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from luohu_contract.model import Wire
from luohu_kit.strict_yaml import NotStrict, line_of, read
from luohu_sandbox.case_steps import Text
from luohu_sandbox.story_steps import Step

FOLDER = "stories"


class PersonasUnreadable(Exception):
    """The file is wrong. The message names the place and what was expected there."""


class PersonaUnknown(Exception):
    """There is no persona of this name."""

    def __init__(self, name: str) -> None:
        known = ", ".join(persona.name for persona in everybody())
        super().__init__(f"There is no persona {name[:60]!r}; there are {known}.")


class Told(Wire):
    """Somebody of the seeds, and what is shown with them, as a file has it."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    title: Text
    title_zh: Text
    story: Text
    shows: Text  #: the outcome, in a line
    steps: tuple[Step, ...] = Field(min_length=1)


class Persona(Told):
    """Somebody of the seeds of one city."""

    programme: str  #: the city; the file says it by its folder

    def view(self) -> dict[str, Any]:
        """As the file has it, and the city."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


_ALL = TypeAdapter(tuple[Told, ...])


def parse(text: str, source: str, programme: str) -> tuple[Persona, ...]:
    """All personas of a text about a city. Raises PersonasUnreadable, which names the source, the line and the key."""
    try:
        document, node = read(text)
    except NotStrict as error:
        raise PersonasUnreadable(f"{source}: {error}") from None
    try:
        told = _ALL.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        line = line_of(node, first["loc"])
        raise PersonasUnreadable(f"{source}:{line}: {place}: {first['msg']}") from None
    names = [each.name for each in told]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PersonasUnreadable(f"{source}: {', '.join(twice)} comes twice")
    return tuple(Persona(programme=programme, **dict(each)) for each in told)


@cache
def everybody() -> tuple[Persona, ...]:
    """All personas that ship, city by city. Raises PersonasUnreadable."""
    told: dict[str, Persona] = {}
    for city in _sorted(files("luohu_sandbox") / FOLDER):
        for source in _sorted(city):
            for persona in parse(source.read_text(encoding="utf-8"), source.name, city.name):
                if persona.name in told:
                    raise PersonasUnreadable(f"{source.name}: {persona.name} is told in another file already")
                told[persona.name] = persona
    return tuple(told.values())


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda each: each.name)


def named(name: str) -> Persona:
    """One of them. Raises PersonaUnknown."""
    for persona in everybody():
        if persona.name == name:
            return persona
    raise PersonaUnknown(name)
