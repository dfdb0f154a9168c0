"""`luohu dead`: messages that their receiver refused for good, looked at, sent again, or given up with a reason."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

import typer

from luohu_cli import city, configured
from luohu_cli.door import Door
from luohu_cli.failure import Failure
from luohu_contract.directory import AGENCIES

app = typer.Typer(help="Dead letters: messages that were refused for good.", no_args_is_help=True)

SENDERS = ("declaration", *(agency.name for agency in AGENCIES))

Service = Annotated[str, typer.Argument(help="The service that sent them, such as `declaration`.")]
Letter = Annotated[str, typer.Argument(help="The message's id; leave it out with --to.")]
To = Annotated[str, typer.Option("--to", help="All that this destination has refused.")]
World = Annotated[str, typer.Option(help="The world.")]
Token = Annotated[str, typer.Option(help="A token of an operator or administrator; a sandbox makes one.")]


@app.command("list")
def list_letters(
    service: Annotated[str, typer.Argument(help="A service; all that send anything when left out.")] = "",
    world: World = "main",
    token: Token = "",
) -> None:
    """Print the dead letters, one a line: service, id, topic, destination, what was said."""
    names = (_sender(service),) if service else SENDERS
    with city.open_door() as door:
        bearer = token or _administrator(door, world)
        for name in names:
            for letter in _all(door, name, bearer):
                said = " ".join(letter["refusal"].split())[:120]
                print(f"{name}  {letter['message_id']}  {letter['topic']} -> {letter['destination']}  {said}")


@app.command()
def show(service: Service, letter: Letter, world: World = "main", token: Token = "") -> None:
    """Print one of them with what it says; id numbers are masked."""
    from rich.console import Console

    with city.open_door() as door:
        found = door.must("GET", f"{_path(service)}/{quote(letter)}", token=token or _administrator(door, world))
    Console().print_json(data=found.response.json(), ensure_ascii=False)


@app.command()
def retry(service: Service, letter: Letter = "", to: To = "", world: World = "main", token: Token = "") -> None:
    """Send one again, or everything that a destination had refused."""
    _worked("sent again", service, "retry", letter, to, {}, world, token)


@app.command()
def discard(
    service: Service,
    reason: Annotated[str, typer.Option(help="Why; this is kept.")],
    letter: Letter = "",
    to: To = "",
    world: World = "main",
    token: Token = "",
) -> None:
    """Give one up, or everything that a destination had refused. Who did and why is kept."""
    _worked("given up", service, "discard", letter, to, {"reason": reason}, world, token)


def _worked(
    done: str, service: str, act: str, letter: str, to: str, facts: Mapping[str, str], world: str, token: str
) -> None:
    if bool(letter) == bool(to):
        raise Failure("name one letter by its id, or all that a destination refused with --to")
    path = f"{_path(service)}/{quote(letter)}/{act}" if letter else f"{_path(service)}/{act}"
    body = {**facts, "destination": to} if to else {**facts}
    with city.open_door() as door:
        bearer = token or _administrator(door, world)
        count = door.must("POST", path, token=bearer, json=body or None).response.json()["messages"]
    print(f"{count} {done}")


def _sender(service: str) -> str:
    configured.known(service)
    if service not in SENDERS:
        raise Failure(f"{service} sends no messages; those who do are {', '.join(SENDERS)}")
    return service


def _path(service: str) -> str:
    """Where a service's dead letters are at the gateway."""
    mount = "" if _sender(service) == "declaration" else f"/agencies/{service}"
    return f"{mount}/v1/dead-letters"


def _administrator(door: Door, world: str) -> str:
    return city.token_of(door, "administrator", world)[0]


def _all(door: Door, service: str, token: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    while True:
        params = {"offset": str(len(found)), "limit": "200"}
        page = door.must("GET", _path(service), token=token, params=params).response.json()
        found += page["items"]
        if not page["items"] or len(found) >= page["total"]:
            return found
