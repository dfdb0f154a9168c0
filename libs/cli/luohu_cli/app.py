"""`luohu`: the command line of the city. One module in `commands` for each group of commands."""

import sys

import typer

from luohu_cli.commands import (
    audit,
    clock,
    conform,
    ddl,
    dead,
    demonstrate,
    diagnose,
    lifecycle,
    population,
    replay,
    score,
    serve,
    tokens,
    top,
    trace,
    verify,
    worlds,
)
from luohu_cli.failure import Failure

app = typer.Typer(
    name="luohu",
    help="落户: a whole city's verification network on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(lifecycle.up)
app.command()(lifecycle.down)
app.command()(lifecycle.status)
app.command()(lifecycle.logs)
app.command()(top.top)
app.command()(demonstrate.demo)
app.command()(tokens.token)
app.command()(serve.serve)
app.command()(serve.migrate)
app.command()(serve.health)
app.command()(ddl.ddl)
app.command()(diagnose.doctor)
app.command()(score.score)
app.command()(trace.trace)
app.command()(replay.replay)
app.command()(verify.verify)
app.add_typer(worlds.app, name="world")
app.add_typer(replay.app, name="log")
app.add_typer(clock.app, name="clock")
app.add_typer(population.app, name="population")
app.add_typer(conform.app, name="conform")
app.add_typer(audit.app, name="audit")
app.add_typer(dead.app, name="dead")


def main() -> None:
    """Entry point. A Failure is one line on standard error and exit status 1."""
    try:
        app()
    except Failure as failure:
        print(f"luohu: {failure}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # `luohu logs | head`
        sys.stderr.close()
        sys.exit(0)
