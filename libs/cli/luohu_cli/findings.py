"""Findings of the conformance kit as people read them: what holds in a line, what does not with why it matters."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from luohu_conformance.check import Finding, Result
from luohu_conformance.report import Report

_MARKS = {Result.HOLDS: ("✓", "green"), Result.BROKEN: ("✗", "bold red"), Result.UNTOLD: ("?", "yellow")}


class Printed:
    """Prints on standard output as the findings come."""

    def __init__(self, *, quiet: bool) -> None:
        """quiet: say nothing until the end, for a report that is printed otherwise."""
        self._console = Console(quiet=quiet, highlight=False)

    def begun(self, where: str) -> None:
        """Where the kit listens."""
        self._console.print(Text(f"{where}\n", style="dim"))

    def finding(self, finding: Finding) -> None:
        """One finding."""
        mark, style = _MARKS[finding.result]
        head = Text.assemble((f"{mark} ", style), (f"{finding.id}  ", style), finding.sentence)
        self._console.print(head, soft_wrap=True)
        self._beneath(finding.seen, "dim" if finding.result is Result.HOLDS else style)
        if finding.result is Result.BROKEN:
            self._beneath(finding.why, "dim")

    def summary(self, report: Report) -> None:
        """The numbers."""
        counts = ", ".join(_counted(report, result) for result in Result if report.of(result))
        style = "green" if report.conforms else "bold red"
        self._console.print(Text(f"\n{report.service} at {report.url}: {len(report.findings)} checks: {counts}", style))

    def _beneath(self, text: str, style: str) -> None:
        self._console.print(Padding(Text(text, style), (0, 0, 0, 4)))


def _counted(report: Report, result: Result) -> str:
    number = len(report.of(result))
    plural = {Result.HOLDS: "hold", Result.BROKEN: "do not hold"}
    return f"{number} {result.value if number == 1 else plural.get(result, result.value)}"
