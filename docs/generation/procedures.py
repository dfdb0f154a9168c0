"""The procedures of every city, and what they can name."""

from collections.abc import Callable, Iterable

import yaml

from generation.tables import table
from luohu_declaration.areas import casework  # noqa: F401 - with it everything that procedures can name is there
from luohu_declaration.domain.casework.drawing import as_mermaid, taken_by
from luohu_declaration.domain.casework.procedure import Clause, Procedure
from luohu_declaration.usecases.casework.naming import CONDITIONS, EFFECTS, TOLD
from luohu_declaration.usecases.casework.programme import load_procedures
from luohu_scoring.programmes import programmes


def procedures() -> str:
    """Conditions and effects, and the procedures of every city."""
    head = (
        "# Procedures\n\nHow cases go in cities that work by `policies/<city>/procedures.yaml`; what that means is told"
        " in [How an application goes](../explanations/casework.md), and how to write one in"
        " [Add a city](../guides/add-a-city.md). A world lists its own at `GET /v1/programme`.\n\n"
    )
    heads = ("name", "holds when, or does", "is told", "of")
    named = (
        f"## {title}\n\n{about}\n\n" + table(heads, sorted(map(_named, known.values()), key=_those_of_all_first)) + "\n"
        for title, about, known in (
            ("Conditions", "In `needs` and `when`. A step that is refused says what is `lacking`.", CONDITIONS),
            ("Effects", "In `does`: what follows in the same transaction.", EFFECTS),
        )
    )
    cities = (
        f"## {programme.title.zh} (`{city}`)\n\n" + "\n".join(map(_procedure, load_procedures(city).values()))
        for city, programme in programmes().items()
        if load_procedures(city)
    )
    return head + "".join(named) + "\n".join(cities)


def _named(function: Callable[..., object]) -> tuple[str, ...]:
    """One row: an effect or a condition, what it is told, and the city that alone has it."""
    package = function.__module__.rpartition("usecases.cities.")[2]
    whose = f"`{package}`" if package in programmes() else "all"
    return f"`{function.__name__}`", function.__doc__ or "", TOLD[function].says, whose


def _those_of_all_first(row: tuple[str, ...]) -> tuple[bool, str, str]:
    return row[-1] != "all", row[-1], row[0]


def _procedure(procedure: Procedure) -> str:
    """One procedure: drawn, its steps, what is asked."""
    opening = f"Opened by {_who(procedure.opened_by)}."
    for word, clauses in (("Needs", procedure.needs), ("Does", procedure.does)):
        opening += f" {word} {_clauses(clauses)}." if clauses else ""
    if procedure.rechecks_in:
        opening += f" Rechecks while it is {', '.join(f'`{each}`' for each in procedure.rechecks_in)}."
    if procedure.checks:
        opening += " Judged besides the table: " + ", ".join(f"`{name}`" for name in procedure.checks) + "."
    if procedure.documents:
        papers = (f"`{each.name}` {each.title.zh} (since `{each.since}`)" for each in procedure.documents.values())
        opening += f" Papers: {', '.join(papers)}."
    steps = (
        (
            f"`{step.name}`",
            step.title.zh,
            step.title.en,
            taken_by(step),
            _clauses((*step.needs, *step.when)),
            _clauses(step.does),
            ", ".join(f"`{name}`" for name in step.asks) + (" a form" if step.form else ""),
        )
        for step in procedure.steps.values()
    )
    fields = (
        (
            f"`{spec.name}`",
            spec.kind,
            spec.title.zh,
            spec.title.en,
            "yes" if spec.required else "no",
            ", ".join(f"`{each}`" for each in spec.choices),
        )
        for spec in procedure.fields.values()
    )
    return (
        f"### `{procedure.kind}`: {procedure.title.zh}, {procedure.title.en}\n\n{opening}\n\n"
        f"```mermaid\n{as_mermaid(procedure)}```\n\n"
        + table(("step", "", "", "taken by", "conditions", "effects", "says"), steps)
        + ("\n" + table(("field", "kind", "", "", "has to be given", "one of"), fields) if procedure.fields else "")
    )


def _who(actors: Iterable[str]) -> str:
    return ", ".join(f"`{actor}`" for actor in sorted(actors))


def _clauses(clauses: Iterable[Clause]) -> str:
    return ", ".join(
        f"`{each.name}`" if each.argument is None else f"`{each.name}: {_flow(each.argument)}`" for each in clauses
    )


def _flow(argument: object) -> str:
    text = yaml.safe_dump(argument, default_flow_style=True, sort_keys=False, width=10_000, allow_unicode=True)
    return text.removesuffix("...\n").strip()
