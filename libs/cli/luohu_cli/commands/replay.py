"""`luohu log` and `luohu replay`: what was asked of a world as one file, and the same world once more."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from luohu_cli import city, world_files
from luohu_cli.failure import Failure

app = typer.Typer(help="What was asked of a world, in order.", no_args_is_help=True)


@app.callback()
def _one_of_a_group() -> None:
    """Keep `export` a command of its own, though it is the only one so far."""


@app.command()
def export(
    name: Annotated[str, typer.Argument(help="The world's name.")] = "main",
    file: Annotated[Path | None, typer.Option(help="Where to; NAME.log.gz when left out.")] = None,
) -> None:
    """Write the log of a world into one file."""
    target = file or Path(f"{name}.log.gz")
    size = world_files.fetch(city.gateway(), name, target, what="log")
    print(f"{target}: {size:,} bytes")


def replay(
    file: Annotated[Path, typer.Argument(help="What `luohu log export` wrote.")],
    keep_as: Annotated[str, typer.Option("--as", help="Of the new world; made up when left out.")] = "",
) -> None:
    """Make the world of a log once more, and say what came out differently: then the exit status is 1."""
    lines = world_files.replay(city.gateway(), file, keep_as)
    unlike = [*_watched(Console(stderr=True), lines)]
    for one in unlike:
        where = f"input {one['number']}: " if "number" in one else ""
        print(f"{where}{one['what']}: {one['then']} then, {one['now']} now")
    if unlike:
        raise Failure(f"{len(unlike)} things came out differently")


def _watched(console: Console, lines: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Show how far it is; what came out differently. Raises Failure when the replay does not come to its end."""
    columns = (TextColumn("replaying"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    ended = False
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("replay", total=None)
        for line in lines:
            if "world" in line:
                progress.update(bar, total=line["inputs"])
                _begun(console, line)
            elif "done" in line:
                progress.update(bar, completed=line["done"])
            elif "unlike" in line:
                yield line["unlike"]
            elif "failed" in line:
                raise Failure(f"the replay was given up: {line['failed']}")
            ended = "equal" in line
    if not ended:
        raise Failure("the replay broke off")


def _begun(console: Console, line: Mapping[str, Any]) -> None:
    console.print(escape(f"world {line['world']}, out of the log of {line['of']}"), highlight=False)
    if line["reports"]:
        console.print(
            f"{line['reports']} reports were made in it: they are confidential and in no log, so they will be missing",
            highlight=False,
        )
