"""`luohu token`."""

from typing import Annotated

import typer

from luohu_cli import city


def token(
    persona: Annotated[str, typer.Argument(help="A persona, or a member of staff.")],
    world: Annotated[str, typer.Option(help="The world that the token is for.")] = "main",
) -> None:
    """Print a bearer token of somebody in the city, for curl and for tests."""
    with city.open_door() as door:
        print(city.token_of(door, persona, world)[0])
