"""`luohu score`: points from facts, without a city that runs."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luohu_cli.failure import Failure

if TYPE_CHECKING:
    from luohu_scoring import Score, TableScore


def score(
    file: Annotated[str, typer.Argument(help="NDJSON: one facts document a line; `-` is standard input.")] = "",
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of a facts document.")] = False,
    table: Annotated[bool, typer.Option("--table", help="With --schema: of a city that has a point table.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print each score with its steps, for people.")] = False,
    year: Annotated[int | None, typer.Option(help="Score all as of this round, whatever the documents say.")] = None,
) -> None:
    """Score people: one line of JSON for each line of facts, each by the policy of its city and year.

    Stops at the first line that is wrong, and names it.
    """
    from luohu_scoring import Facts, TableFacts, explain_either

    if schema:
        print(json.dumps((TableFacts if table else Facts).json_schema(), ensure_ascii=False, indent=2))
        return
    if not file:
        raise Failure("give a file of facts, `-` for standard input, or --schema to see what a line holds")
    for number, line in _lines(file):
        result = _scored(file, number, line, year)
        print(explain_either(result) if explain else json.dumps(result.document(), ensure_ascii=False))


def _lines(file: str) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their numbers from 1."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"{file} cannot be read as UTF-8 text: {error}") from None
    # By line feeds alone: JSON may hold other separators, such as U+2028, inside of a text.
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _scored(file: str, number: int, line: str, year: int | None) -> "Score | TableScore":
    from luohu_scoring import FactsInvalid, PolicyInvalid, PolicyMissing, score_document
    from luohu_scoring.facts import parse

    try:
        document = parse(line)
        if year is not None and isinstance(document, dict):
            document["year"] = year
        return score_document(document)
    except (FactsInvalid, PolicyMissing, PolicyInvalid) as error:
        raise Failure(f"{file}:{number}: {error}") from None
