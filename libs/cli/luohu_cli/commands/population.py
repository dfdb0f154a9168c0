"""`luohu population`: a world's people, made up from a seed."""

import json
import sys
from typing import Annotated, Any

import httpx
import typer

from luohu_cli import city
from luohu_cli.door import Door
from luohu_cli.failure import Failure

app = typer.Typer(help="A world's people, made up from a seed.", no_args_is_help=True)
World = Annotated[str, typer.Option(help="The world.")]

PATH = "/_luohu/population"
WAIT = {"Prefer": "wait=5"}  #: shorter than the door's own time-out


@app.command()
def make(
    size: Annotated[int, typer.Option(help="How many people: 1 to 200,000.")] = 200,
    seed: Annotated[int | None, typer.Option(help="What they come from; the world's own when left out.")] = None,
    world: World = "main",
) -> None:
    """Fill a world with people; answers when all of them are in the registers."""
    with city.open_door(world) as door:
        held = door.must("POST", PATH, json={"size": size, **({} if seed is None else {"seed": seed})}).response.json()
        while held["state"] == "loading":
            _progress(held)
            held = door.must("GET", PATH, headers=WAIT).response.json()
    if held["state"] == "failed":
        raise Failure(f"{held['loaded']} of {held['size']} people are there; then {held['problem']}")
    _print(held)


@app.command()
def show(world: World = "main") -> None:
    """Print who lives in a world."""
    with city.open_door(world) as door:
        _print(door.must("GET", PATH).response.json())


@app.command()
def people(
    offset: Annotated[int, typer.Option(help="Number of the first one.")] = 0,
    limit: Annotated[int, typer.Option(help="How many: 1 to 500.")] = 20,
    world: World = "main",
) -> None:
    """Print people, what is planted with them, and how to sign in as each."""
    query = {"offset": str(offset), "limit": str(limit)}
    with city.open_door(world) as door:
        items = door.must("GET", f"{PATH}/people", params=query).response.json()["items"]
    for each in items:
        planted = ", ".join(each["planted"]) or "nothing wrong"
        print(f"{each['persona']:<16} {each['id_number']}  {each['name']}  {planted}")


@app.command()
def truth(
    offset: Annotated[int, typer.Option(help="Number of the first one.")] = 0,
    limit: Annotated[int | None, typer.Option(help="How many; all of them when left out.")] = None,
    world: World = "main",
) -> None:
    """Print what is to be expected of each, a line of JSON for each: `luohu population truth > truth.ndjson`."""
    query = {"offset": str(offset), **({} if limit is None else {"limit": str(limit)})}
    with city.open_door(world) as door:
        _stream(door, query)


def _stream(door: Door, query: dict[str, str]) -> None:
    """Line by line as it comes: the truth of a whole city does not fit into one answer's patience."""
    headers = {"Luohu-World": door.world}
    try:
        with httpx.stream(
            "GET", f"{door.url}{PATH}/truth", params=query, headers=headers, timeout=60, trust_env=False
        ) as answer:
            if not answer.is_success:
                raise Failure(str(json.loads(answer.read()).get("detail", answer.status_code)))
            for chunk in answer.iter_raw():
                sys.stdout.buffer.write(chunk)
            sys.stdout.flush()
    except httpx.HTTPError as error:
        raise Failure(f"the truth broke off: {error or type(error).__name__}") from None


def _progress(held: dict[str, Any]) -> None:
    print(f"{held['loaded']:>7} of {held['size']} people", file=sys.stderr)


def _print(held: dict[str, Any]) -> None:
    print(f"{held['world']}: {held['size']} people of seed {held['seed']}, round {held['year']}: {held['state']}")
    for service, numbers in held["counts"].items():
        print(f"  {service:<20} " + ", ".join(f"{count} {kind}" for kind, count in numbers.items()))
