"""`luohu world`: isolated cities inside of the running one."""

from typing import Annotated

import typer

from luohu_cli import city

app = typer.Typer(help="Worlds: isolated cities inside of the running one.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The world's name.")]


@app.command("list")
def list_worlds() -> None:
    """Print every world, its round and what its clock shows."""
    with city.open_door() as door:
        worlds = door.must("GET", "/_luohu/worlds").response.json()["items"]
    for world in worlds:
        shown = f"{world['now']} ({world['mode']})"
        print(f"{world['name']:<24} {world['programme']} {world['year']}  seed {world['seed']:<6} {shown}")


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits, hyphens; made up when left out.")] = "",
    year: Annotated[int, typer.Option(help="The round.")] = 2021,
    seed: Annotated[int, typer.Option(help="What its people come from.")] = 1,
    personas: Annotated[bool, typer.Option(help="With the people of the seeds.")] = True,
    admission: Annotated[
        str, typer.Option(help="handbook, or open: everybody files at once, without employer or eligibility.")
    ] = "handbook",
) -> None:
    """Make a world and print its name."""
    body: dict[str, object] = {"year": year, "seed": seed, "personas": personas, "admission": admission}
    if name:
        body["name"] = name
    with city.open_door() as door:
        print(door.must("POST", "/_luohu/worlds", json=body).response.json()["name"])


@app.command()
def delete(name: Name) -> None:
    """Delete a world; nothing of it stays."""
    with city.open_door() as door:
        door.must("DELETE", f"/_luohu/worlds/{name}")
    print(f"{name} is gone")


@app.command()
def reset(name: Name = "main") -> None:
    """Bring a world back to how it was made."""
    with city.open_door() as door:
        door.must("POST", f"/_luohu/worlds/{name}/reset", json={})
    print(f"{name} is as it was made")
