"""`luohu world`: isolated cities inside of the running one, made, kept, brought back, carried elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from luohu_cli import city, world_files

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
    programme: Annotated[
        str, typer.Option(help="tianjin-2016, or a city alone; the city of the world main when left out.")
    ] = "",
    year: Annotated[int | None, typer.Option(help="The round; the programme's usual one when left out.")] = None,
    seed: Annotated[int, typer.Option(help="What its people come from.")] = 1,
    personas: Annotated[bool, typer.Option(help="With the people of the seeds.")] = True,
    admission: Annotated[
        str, typer.Option(help="handbook, or open: everybody files at once, without employer or eligibility.")
    ] = "handbook",
) -> None:
    """Make a world and print its name."""
    body: dict[str, object] = {"seed": seed, "personas": personas, "admission": admission}
    body |= {field: value for field, value in (("name", name), ("programme", programme), ("year", year)) if value}
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


@app.command()
def snapshot(
    name: Name = "main",
    keep_as: Annotated[str, typer.Option("--as", help="The snapshot's name; made up when left out.")] = "",
) -> None:
    """Keep a world as it is now and print the snapshot's name."""
    body = {"name": keep_as} if keep_as else {}
    with city.open_door() as door:
        print(door.must("POST", f"/_luohu/worlds/{name}/snapshots", json=body).response.json()["name"])


@app.command()
def snapshots(name: Name = "main") -> None:
    """Print what is kept of a world."""
    with city.open_door() as door:
        kept = door.must("GET", f"/_luohu/worlds/{name}/snapshots").response.json()["items"]
    for one in kept:
        print(f"{one['name']:<24} {one['now']} ({one['mode']})  {one['rows']} rows")


@app.command()
def restore(name: Name, snapshot: Annotated[str, typer.Argument(help="The snapshot's name.")]) -> None:
    """Bring a world back to a snapshot, its clock included."""
    with city.open_door() as door:
        world = door.must("POST", f"/_luohu/worlds/{name}/snapshots/{snapshot}/restore").response.json()
    print(f"{name} is as it was at {world['now']}")


@app.command()
def forget(name: Name, snapshot: Annotated[str, typer.Argument(help="The snapshot's name.")]) -> None:
    """Forget a snapshot."""
    with city.open_door() as door:
        door.must("DELETE", f"/_luohu/worlds/{name}/snapshots/{snapshot}")
    print(f"{snapshot} is forgotten")


@app.command()
def digest(
    name: Name = "main",
    times: Annotated[bool, typer.Option(help="Whether instants of the world's time count.")] = True,
    services: Annotated[bool, typer.Option("--services", help="One for each service as well.")] = False,
) -> None:
    """Print a sum of a world: the same in every run of the same story, whatever ids were drawn."""
    with city.open_door() as door:
        query = {"times": str(times).lower()}
        found = door.must("GET", f"/_luohu/worlds/{name}/digest", params=query, patience=300.0).response.json()
    print(found["digest"])
    if services:
        for service, sums in found["services"].items():
            print(f"  {sums['digest']}  {service}  {sum(table['rows'] for table in sums['tables'].values())} rows")


@app.command()
def export(
    name: Name = "main",
    file: Annotated[Path | None, typer.Option(help="Where to; NAME.luohu.gz when left out.")] = None,
) -> None:
    """Write a world into one file."""
    target = file or Path(f"{name}.luohu.gz")
    size = world_files.fetch(city.gateway(), name, target)
    print(f"{target}: {size:,} bytes")


@app.command("import")
def import_world(
    file: Annotated[Path, typer.Argument(help="What `luohu world export` wrote.")],
    name: Annotated[str, typer.Option(help="Of the new world; the file's own when left out.")] = "",
) -> None:
    """Make a world of a file and print its name."""
    print(world_files.bring(city.gateway(), file, name))
