"""`luohu clock`: the time of a world."""

from typing import Annotated, Any

import typer

from luohu_cli import city
from luohu_cli.door import ADVANCE_PATIENCE
from luohu_cli.failure import Failure

app = typer.Typer(help="The clock of a world.", no_args_is_help=True)
World = Annotated[str, typer.Option(help="The world.")]


@app.command()
def show(world: World = "main") -> None:
    """Print what the clock shows and how it goes."""
    with city.open_door(world) as door:
        _print(door.must("GET", "/_luohu/clock").response.json())


@app.command()
def freeze(world: World = "main") -> None:
    """Stop the clock where it is."""
    with city.open_door(world) as door:
        _print(door.must("POST", "/_luohu/clock/freeze", json={}).response.json())


@app.command()
def release(world: World = "main") -> None:
    """Let the clock run again."""
    with city.open_door(world) as door:
        _print(door.must("POST", "/_luohu/clock/release", json={}).response.json())


@app.command()
def advance(
    by: Annotated[str, typer.Option(help="An ISO 8601 duration, such as P14D or PT2H.")] = "",
    to: Annotated[str, typer.Option(help="An instant, such as 2021-08-01T00:00:00+08:00.")] = "",
    until: Annotated[str, typer.Option(help="`idle`: until nothing waits on the clock.")] = "",
    world: World = "main",
) -> None:
    """Move the clock on, doing on the way everything that falls due."""
    wanted = {name: value for name, value in {"by": by, "to": to, "until": until}.items() if value}
    if len(wanted) != 1:
        raise Failure("give one of --by, --to and --until, for example --by P14D")
    with city.open_door(world) as door:
        path = "/_luohu/clock/advance"
        answer = door.must("POST", path, json=wanted, patience=ADVANCE_PATIENCE).response.json()
    for fired in answer["fired"]:
        print(f"{fired['at']}  {fired['service']:<20} {fired['what']}  {fired['ref']}")
    _print(answer)


def _print(clock: dict[str, Any]) -> None:
    print(f"{clock['now']}  {clock['mode']}")
