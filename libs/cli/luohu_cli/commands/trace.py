"""`luohu trace`: one item's way through the city, drawn."""

from enum import StrEnum
from typing import Annotated

import typer

from luohu_cli import city


class Format(StrEnum):
    TEXT = "text"
    MERMAID = "mermaid"
    JSON = "json"


def trace(
    item: Annotated[str, typer.Argument(help="The item's id.")],
    world: Annotated[str, typer.Option(help="The item's world.")] = "main",
    form: Annotated[Format, typer.Option("--format", help="How it is drawn; json has every hop whole.")] = Format.TEXT,
) -> None:
    """Print an item's way through the city: who asked whom, what was answered, what a fault did."""
    with city.open_door(world) as door:
        drawn = door.must("GET", f"/_luohu/journal/trace/{item}", params={"format": form.value})
    print(drawn.response.text.rstrip("\n"))
