"""`luohu conform`: the loop's contract, run against somebody else's service."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luohu_cli import city, configured
from luohu_cli.failure import Failure
from luohu_contract.directory import AGENCIES, BY_NAME, Role

if TYPE_CHECKING:
    from luohu_conformance.check import Finding
    from luohu_conformance.report import Report
    from luohu_conformance.samples import Case
    from luohu_conformance.speaking import Pair
    from luohu_kit.settings import Settings

_AGENCIES = ", ".join(each.name for each in AGENCIES)
#: Variables of this command alone: what ought not to be seen on a command line.
VARIABLES = SECRET, REPLY_SECRET, TOKEN = "LUOHU_CONFORM_SECRET", "LUOHU_CONFORM_REPLY_SECRET", "LUOHU_CONFORM_TOKEN"
OFFSET = 95  #: of the kit's own port, from the first port of the range

app = typer.Typer(
    help="Whether a service of your own will live in the city: what holds of the contract, and what does not.",
    no_args_is_help=True,
)
Url = Annotated[str, typer.Option(help="Where the service is, such as http://127.0.0.1:9000.")]
World = Annotated[str, typer.Option(help="The world that requests name. It fills with questions: take a fresh one.")]
Patience = Annotated[
    float, typer.Option(min=0.1, help="Seconds that the service may take over what it does by itself.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")]
Port = Annotated[int, typer.Option(help="The kit's own port; 95 above the first of the range if 0.")]
Host = Annotated[str, typer.Option(help="What the kit listens on; not loopback where a container is to reach it.")]
Hears = Annotated[
    str,
    typer.Option(envvar=SECRET, help="Secret with which the kit signs; as in LUOHU_PEER_SECRETS if empty."),
]
Says = Annotated[
    str,
    typer.Option(
        envvar=REPLY_SECRET,
        help="Secret with which the service signs; as in LUOHU_PEER_SECRETS if empty.",
    ),
]


@app.command()
def agency(
    url: Url,
    name: Annotated[
        str, typer.Option(help="Which office of the city it is, such as tax; told by a port of ours.")
    ] = "",
    cases: Annotated[Path | None, typer.Option(help="JSON: people and claims that its registers know.")] = None,
    callback: Annotated[
        str, typer.Option(help="URL at which it reaches the kit; http://127.0.0.1:PORT/v1/verdicts.")
    ] = "",
    world: World = "main",
    secret: Hears = "",
    reply_secret: Says = "",
    port: Port = 0,
    host: Host = "127.0.0.1",
    patience: Patience = 30.0,
    as_json: AsJson = False,
) -> None:
    """Check an agency: the kit asks it as the declaration service does, and takes its verdicts down."""
    from luohu_conformance.agency import AgencyUnderTest, check_agency

    settings = city.running_settings()
    _check_url(url)
    pair = _pair(settings, "declaration", name or _name_at(settings, url), secret, reply_secret)
    service = AgencyUnderTest(
        url.rstrip("/"),
        pair,
        world=world,
        cases=_cases(cases),
        port=_port(settings, port),
        host=host,
        callback=callback,
        patience=patience,
    )
    _report(lambda told, begun: check_agency(service, told, begun), as_json, url, f"verdicts for {pair.other} go to")


@app.command()
def declaration(
    url: Url,
    token: Annotated[str, typer.Option(envvar=TOKEN, help="Bearer token of an applicant.")] = "",
    persona: Annotated[str, typer.Option(help="Instead of a token: a persona of the running city.")] = "",
    world: World = "main",
    secret: Hears = "",
    reply_secret: Says = "",
    port: Port = 0,
    host: Host = "127.0.0.1",
    patience: Patience = 30.0,
    as_json: AsJson = False,
) -> None:
    """Check a declaration service: the kit files a home, and answers for it as the housing registry."""
    from luohu_conformance.declaration import AGENCY, STRANGER, DeclarationUnderTest, check_declaration

    settings = city.running_settings()
    _check_url(url)
    service = DeclarationUnderTest(
        url.rstrip("/"),
        _pair(settings, AGENCY, "declaration", secret, reply_secret),
        token or _token(settings, persona, world),
        world=world,
        stranger=_stranger(settings, STRANGER),
        port=_port(settings, port),
        host=host,
        patience=patience,
    )
    _report(lambda told, begun: check_declaration(service, told, begun), as_json, url, f"{AGENCY} is at")


def _check_url(url: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise Failure(f"{url} is no address; give one such as http://127.0.0.1:9000")


def _pair(settings: "Settings", me: str, other: str, sends: str, receives: str) -> "Pair":
    """The secrets between whom the kit stands for and the service. Raises Failure where one is missing or malformed."""
    from luohu_conformance.speaking import Pair
    from luohu_contract.signing import check_secret

    role = BY_NAME[configured.known(other)].role
    if me == "declaration" and role is not Role.AGENCY:
        raise Failure(f"{other} is no agency; {_AGENCIES}")
    sends = sends or next(iter(settings.secrets_between(me, other)), "")
    receives = receives or next(iter(settings.secrets_between(other, me)), "")
    if not (sends and receives):
        raise Failure(f"the secrets of {me} and {other} are not known; give --secret and --reply-secret")
    try:
        return Pair(me, other, check_secret(sends), check_secret(receives))
    except ValueError as error:
        raise Failure(str(error)) from None


def _stranger(settings: "Settings", name: str) -> "Pair | None":
    try:
        return _pair(settings, name, "declaration", "", "")
    except Failure:
        return None


def _port(settings: "Settings", port: int) -> int:
    return port or settings.port_base + OFFSET


def _name_at(settings: "Settings", url: str) -> str:
    """The agency of the running city that listens at a URL. Raises Failure."""
    for each in AGENCIES:
        if url.rstrip("/") == settings.url_of(each.name):
            return each.name
    raise Failure(f"give --name, the office in whose place it stands: {_AGENCIES}")


def _cases(file: Path | None) -> "tuple[Case, ...]":
    """The cases of a file. Raises Failure that names the field that is wrong."""
    from pydantic import ValidationError

    from luohu_conformance.samples import Cases

    if file is None:
        return ()
    try:
        return Cases.model_validate_json(file.read_bytes()).cases
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise Failure(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _token(settings: "Settings", persona: str, world: str) -> str:
    if not persona:
        raise Failure("give --token of an applicant, or --persona of the running city")
    with city.door(settings, world, deadline=5.0) as door:
        return city.token_of(door, persona, world)[0]


_Check = Callable[[Callable[["Finding"], None], Callable[[str], None]], Coroutine[Any, Any, "Report"]]


def _report(check: _Check, as_json: bool, url: str, where: str) -> None:
    """Make the checks, print what came of them, and end with 1 when something does not hold."""
    import httpx

    from luohu_cli.findings import Printed
    from luohu_conformance.check import NotReady
    from luohu_conformance.listening import AddressTaken

    printed = Printed(quiet=as_json)
    try:
        report = asyncio.run(check(printed.finding, lambda home: printed.begun(f"{where} {home}")))
    except (httpx.RequestError, httpx.InvalidURL):
        raise Failure(f"nobody answers at {url}") from None
    except (AddressTaken, NotReady) as error:
        raise Failure(str(error)) from None
    if as_json:
        print(json.dumps(report.document(), ensure_ascii=False, indent=2))
    else:
        printed.summary(report)
    raise typer.Exit(0 if report.conforms else 1)
