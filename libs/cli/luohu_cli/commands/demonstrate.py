"""`luohu demo`: a persona's story, every step over real HTTP through the gateway."""

import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Annotated, Any
from urllib.parse import unquote

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.markup import escape

from luohu_cli import city
from luohu_cli.door import Door
from luohu_cli.failure import Failure
from luohu_cli.story import Step, Story
from luohu_cli.transcript import shown
from luohu_kit.settings import Settings

DEFAULT = "huairou-home-not-found"
COLOURS = {"valid": "green", "invalid": "red", "pending": "yellow", "recheck": "yellow", "draft": "cyan"}


def demo(
    name: Annotated[str, typer.Argument(help="A persona; `--list` names them.")] = DEFAULT,
    as_json: Annotated[bool, typer.Option("--json", help="Print every exchange as one JSON document.")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="Name everybody who has a story.")] = False,
    world: Annotated[str, typer.Option(help="Play in this world; in a fresh one when left out.")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Keep the fresh world afterwards.")] = False,
) -> None:
    """Play a persona's story: by default an owned home goes pending, invalid(property), recheck, valid."""
    console = Console(stderr=as_json)
    with city.door(city.running_settings()) as door:
        if list_all:
            _list(door, as_json=as_json)
            return
        persona = city.persona_named(door, name)
        with _world(door, world, persona["programme"], keep=keep) as chosen:
            steps = _play(console, door, persona, chosen, quiet=as_json)
    if as_json:
        print(json.dumps(_document(persona, chosen, steps), ensure_ascii=False, indent=2))


def _play(console: Console, door: Door, persona: Mapping[str, Any], world: str, *, quiet: bool) -> list[Step]:
    if not quiet:
        console.print(f"[bold]{escape(persona['title'])}[/] ({persona['name']}, world {world})", soft_wrap=True)
        console.print(escape(" ".join(str(persona["story"]).split())) + "\n", style="dim", highlight=False)
    steps: list[Step] = []
    began = time.monotonic()
    for step in Story(door, persona, world).play():
        steps.append(step)
        if not quiet:
            _show(console, step)
    if not quiet:
        requests = sum(len(step.exchanges) for step in steps)
        took = time.monotonic() - began
        console.print(
            f"\n{persona['shows']}\n{requests} requests in {took:.2f} s; `--json` prints them all.", style="dim"
        )
    return steps


def _show(console: Console, step: Step) -> None:
    """One line of the timeline, and under it what was asked and answered."""
    colour = COLOURS.get(step.status.split("(")[0], "white")
    print_line = partial(console.print, highlight=False, soft_wrap=True)
    print_line(
        f"[{colour}]●[/] {set_cell_size(step.title, max(30, cell_len(step.title)))} [bold {colour}]{step.status}[/]"
    )
    if step.detail:
        print_line(f"    {escape(step.detail)}", style="dim")
    for exchange in step.exchanges:
        again = f", {exchange.attempts} attempts" if exchange.attempts > 1 else ""
        path = escape(unquote(exchange.request.url.raw_path.decode()))
        took = f"{exchange.seconds * 1000:.0f} ms{again}"
        print_line(f"    {exchange.request.method} {path} → {exchange.response.status_code} ({took})", style="dim")


def _document(persona: Mapping[str, Any], world: str, steps: Sequence[Step]) -> dict[str, Any]:
    return {
        "persona": {name: persona.get(name) for name in ("name", "title", "title_zh", "story", "shows")},
        "world": world,
        "steps": [
            {
                "title": step.title,
                "status": step.status,
                "detail": step.detail,
                "exchange": [shown(exchange) for exchange in step.exchanges],
            }
            for step in steps
        ],
    }


def _list(door: Door, *, as_json: bool) -> None:
    listed = city.personas(door)
    if as_json:
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False, soft_wrap=True)
    for persona in listed:
        console.print(f"[bold]{persona['name']}[/] ({persona['programme']})")
        console.print(f"    {escape(persona['title_zh'])} · {escape(persona['title'])}")
        console.print(f"    {escape(persona['shows'])}", style="dim")
    console.print("\n`luohu demo NAME` plays one of them.")


@contextmanager
def _world(door: Door, given: str, programme: str, *, keep: bool) -> Iterator[str]:
    """The world to play in: the given one, or a fresh one of a programme that is deleted afterwards."""
    if given:
        yield given
        return
    name = f"demo-{secrets.token_hex(4)}"
    made = door.ask("POST", "/_luohu/worlds", json={"name": name, "programme": programme})
    if made.response.status_code != 201 and not (made.unsure and made.response.status_code == 409):
        raise Failure(
            f"a world for the story could not be made: HTTP {made.response.status_code}: {made.response.text}"
        )
    door.exchanges.clear()
    try:
        yield name
    finally:
        if not keep:
            with suppress(Failure):
                door.ask("DELETE", f"/_luohu/worlds/{name}")


def first_verdict(settings: Settings, console: Console) -> None:
    """The beginning of the first story, as the end of `luohu up`: an item goes from pending to its verdict."""
    with city.door(settings) as door:
        persona = city.persona_named(door, DEFAULT)
        steps = persona["steps"]
        until = next(number for number, step in enumerate(steps) if "expect" in step) + 1
        with _world(door, "", persona["programme"], keep=False) as world:
            began = time.monotonic()
            played = list(Story(door, persona, world).play(steps[:until]))
    console.print(f"\n[bold]The first verdict[/] ({persona['title']}, {time.monotonic() - began:.2f} s)")
    for step in played[2:]:
        colour = COLOURS.get(step.status.split("(")[0], "white")
        title, detail = set_cell_size(step.title, 26), escape(step.detail)
        told = f"  [{colour}]●[/] {title} [bold {colour}]{step.status:<18}[/] [dim]{detail}[/]"
        console.print(told, highlight=False, soft_wrap=True)
