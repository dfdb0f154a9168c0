"""`luohu verify`: every promise of a world, checked against the rows of all services at one moment."""

import json
from typing import Annotated

import typer
from rich.console import Console

from luohu_cli import city, verifying
from luohu_cli.verifying import INVARIANT, WAITING, CouldNotLook, Report

VIOLATED, COULD_NOT_LOOK = 1, 2  #: exit statuses beside 0


def verify(
    world: Annotated[str, typer.Option(help="Which world.")] = "main",
    every: Annotated[bool, typer.Option("--all", help="All worlds, one after the other.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check every invariant of a world: exit status 0 clean, 1 violated (the rows are named), 2 could not look."""
    console = Console(stderr=True)
    try:
        gateway = city.gateway()
        names = verifying.worlds(gateway) if every else [world]
        reports = [verifying.verify(gateway, name, console) for name in names]
    except CouldNotLook as failure:
        console.print(f"luohu: {failure}", style="red", markup=False, highlight=False)
        raise typer.Exit(COULD_NOT_LOOK) from failure
    if as_json:
        print(json.dumps({"clean": all(each.clean for each in reports), "worlds": [r.document() for r in reports]}))
    else:
        for report in reports:
            _print(report)
    if not all(report.clean for report in reports):
        raise typer.Exit(VIOLATED)


def _print(report: Report) -> None:
    console = Console(highlight=False, soft_wrap=True, markup=False)
    for found in report.of(INVARIANT):
        console.print(f"✗ {found['service']}  {found['check']}: {found['promise']}", style="bold red")
        for row in found["findings"]:
            console.print(f"    {found['table']} {row['id']} {row['wrong']}")
        if found["count"] > len(found["findings"]):
            console.print(f"    and {found['count'] - len(found['findings'])} more")
        console.print(f"    {found['remedy']}", style="dim")
    for found in report.of(WAITING):
        console.print(f"· {found['service']}  {found['check']}: {found['count']} wait; {found['remedy']}", style="dim")
    broken = report.count(INVARIANT)
    told = f"{broken} rows break an invariant" if broken else "every invariant holds"
    style = "bold red" if broken else "green"
    console.print(f"{report.world}: {report.checks} checks, {told}, {report.count(WAITING)} rows wait", style=style)
