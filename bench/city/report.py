"""The report of a run, as tables."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from bench.city.outcome import BESIDE_THE_SERVICES, MIB, Outcome
from bench.city.phases import Phase

_LARGEST = 4  #: processes that have a column of their own


def show(outcome: Outcome, console: Console) -> None:
    """Print all of it."""
    console.print(_summary(outcome))
    console.print(_phases(outcome))
    console.print(_flatness(outcome))
    console.print(_memory(outcome))
    for check in outcome.violated:
        console.print(f"violated: {check['check']}: {check['count']}", style="red", markup=False)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", show_edge=False)
    table.add_column(columns[0], no_wrap=True)
    for column in columns[1:]:
        table.add_column(column, justify="right")
    return table


def _summary(outcome: Outcome) -> Table:
    table = _table(f"The year of {outcome.people:,} people, seed {outcome.seed}", "", "figure")
    for name, figure in _figures(outcome):
        table.add_row(name, figure)
    return table


def _figures(outcome: Outcome) -> Iterator[tuple[str, str]]:
    filing, year = outcome.filing, outcome.year
    cpu = sum(outcome.cpu(of_the_year=True).values())
    yield "from the first filing to the published list", f"{year:.1f} s"
    yield "declarations a second, until the last verdict", f"{outcome.people / filing:.1f}"
    yield "declarations a second, over the whole year", f"{outcome.people / year:.1f}"
    yield f"verifications a second ({outcome.verifications:,} verdicts)", f"{outcome.verifications / filing:.1f}"
    yield "CPU for each declaration, all processes, the year", f"{cpu * 1000 / outcome.people:.2f} ms"
    p50, p99 = outcome.loop(0.5), outcome.loop(0.99)
    if p50 is not None and p99 is not None:
        yield f"the loop, median ({len(outcome.loops)} waited for their verdicts)", f"{p50:.0f} ms"
        yield "the loop, 99th percentile", f"{p99:.0f} ms"
    yield "rechecks that bots decided", f"{outcome.rechecks:,}"
    yield "spouse records that the window decided", f"{outcome.reviews:,}"
    yield "submitted", f"{outcome.submitted:,}"
    yield "ranked, admitted", f"{outcome.published.ranked:,}, {outcome.published.admitted:,}"
    yield "cut-off", outcome.published.cut_off or "none"
    yield "requests of the generator, sent away", f"{outcome.requests:,}, {outcome.sent_away:,}"
    yield (
        "added to the database, to its log (WAL)",
        ", ".join(f"{size / MIB:.0f} MiB" for size in outcome.disk.values()),
    )
    yield "luohu verify", f"{'clean' if outcome.clean else 'NOT CLEAN'}, {outcome.checks} checks"


def _phases(outcome: Outcome) -> Table:
    largest = list(outcome.cpu(of_the_year=True))[:_LARGEST]
    table = _table(
        "Where the time goes: seconds, and seconds of CPU", "phase", "count", "seconds", "CPU", *largest, "others"
    )
    for phase in outcome.phases:
        name, style = (phase.name, "") if phase.of_the_year else (f"({phase.name})", "dim")
        table.add_row(*_row(name, [phase], largest), style=style)
    year = [phase for phase in outcome.phases if phase.of_the_year]
    table.add_section()
    table.add_row(*_row("the year", year, largest), style="bold")
    table.caption = "In brackets: what comes before and after the year, and does not count."
    return table


def _row(name: str, phases: Sequence[Phase], largest: Sequence[str]) -> list[str]:
    cpu = {process: sum(phase.cpu.get(process, 0.0) for phase in phases) for each in phases for process in each.cpu}
    shown = [cpu.get(process, 0.0) for process in largest]
    total = sum(cpu.values())
    count = f"{phases[0].count:,}" if len(phases) == 1 else ""
    figures = [sum(phase.seconds for phase in phases), total, *shown, total - sum(shown)]
    return [name, count, *(f"{figure:.1f}" for figure in figures)]


def _flatness(outcome: Outcome) -> Table:
    first, middle, last = (outcome.slices[place] for place in (0, len(outcome.slices) // 2, -1))
    table = _table(
        "CPU for each declaration while all file, in ms", "declarations", "all", *BESIDE_THE_SERVICES, "services"
    )
    for each in (first, middle, last):
        beside = [each.cpu.get(name, 0.0) for name in BESIDE_THE_SERVICES]
        total = sum(each.cpu.values())
        figures = [total, *beside, total - sum(beside)]
        span = f"{each.upto - each.declarations + 1:,} to {each.upto:,}"
        table.add_row(span, *(f"{seconds * 1000 / each.declarations:.2f}" for seconds in figures))
    return table


def _memory(outcome: Outcome) -> Table:
    table = _table("Memory at its peak (PSS: what processes share is counted once)", "process", "MiB")
    for name, size in sorted(outcome.peaks.items(), key=lambda pair: -pair[1]):
        table.add_row(name, f"{size / MIB:.0f}")
    table.add_section()
    table.caption = "postgres and generator: at the end"
    table.add_row("all services at one moment", f"{outcome.services_peak / MIB:.0f}", style="bold")
    return table
