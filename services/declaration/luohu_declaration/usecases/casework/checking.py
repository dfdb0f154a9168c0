"""The procedures of every city against what they name: conditions and effects, what these are told, figures, lists.

It is done before the service is up, so that a fault is found then, with its line and column, and not by an applicant.
"""

from collections.abc import Iterator, Mapping

from luohu_declaration.domain.casework.arguments import NOTHING, Ground
from luohu_declaration.domain.casework.procedure import Clause, Procedure, clauses
from luohu_declaration.domain.casework.soundness import Place
from luohu_declaration.usecases.casework.naming import CONDITIONS, EFFECTS, TOLD
from luohu_declaration.usecases.casework.programme import PROCEDURES, read_procedures
from luohu_scoring import OtherScheme, PolicyInvalid, TablePolicy, load_table
from luohu_scoring.policy import folder, years
from luohu_scoring.programmes import programmes
from luohu_scoring.scheme import Scheme

Fault = tuple[Place, str]


def check_procedures() -> None:
    """Read the procedures of every city. Raises PolicyInvalid for the first fault."""
    for city, programme in programmes().items():
        read = read_procedures(city)
        if read is not None:
            document, procedures = read
            for place, wrong in _faults(city, procedures):
                raise document.invalid(place, f"{'.'.join(map(str, place))}: {wrong}")
        elif programme.scheme is Scheme.TABLE:
            missing = folder() / city / PROCEDURES
            raise PolicyInvalid(str(missing), 1, 1, "a city of the scheme table works by cases; this file is missing")


def _faults(city: str, procedures: Mapping[str, Procedure]) -> Iterator[Fault]:
    for place, _, clause in clauses(procedures):
        known = EFFECTS if place[-2] == "does" else CONDITIONS
        if clause.name not in known:
            what = "effect" if known is EFFECTS else "condition"
            yield place, f"{clause.name} is no {what}; there are {', '.join(sorted(known))}"
    for year in years(city):
        try:
            table = load_table(city, year)
        except OtherScheme:
            yield ("city",), f"procedures work by a point table, and {city}/{year}.yaml is one of a season"
        else:
            yield from _faults_beside(procedures, table)


def _faults_beside(procedures: Mapping[str, Procedure], table: TablePolicy) -> Iterator[Fault]:
    """What does not go together with the table of a year."""
    free = [name for name, function in CONDITIONS.items() if TOLD[function].fault is NOTHING.fault]
    for place, procedure, clause in clauses(procedures):
        ground = Ground(procedures, procedure, table, free)
        if fault := _told(clause, ground, is_effect=place[-2] == "does"):
            yield (*place, clause.name), f"{clause.name}: {fault}"
    for kind, procedure in procedures.items():
        here: Place = ("procedures", kind)
        for name in procedure.checks:
            if name in table.indicators:
                yield (*here, "checks", name), f"{name} is an indicator of {table.city}/{table.year}.yaml already"
        for index, step in enumerate(procedure.steps.values()):
            at = (*here, "steps", index)
            if step.with_list and not any(intake.list_published for intake in table.intakes):
                yield (*at, "at"), f"no intake of {table.city}/{table.year}.yaml has a list: `list_published`"
            if step.after is not None:
                yield from _unknown_wait(at, step.after.working_days, step.after.period, table)


def _told(clause: Clause, ground: Ground, *, is_effect: bool) -> str | None:
    function = EFFECTS[clause.name] if is_effect else CONDITIONS[clause.name]
    return TOLD[function].fault(clause.argument, ground)


def _unknown_wait(at: Place, days: str | None, period: str | None, table: TablePolicy) -> Iterator[Fault]:
    for key, name, there in (("working_days", days, table.working_days), ("period", period, table.periods)):
        if name is not None and name not in there:
            section = "working_days" if key == "working_days" else "periods"
            known = f"there are {', '.join(there)}" if there else "there is none"
            yield (*at, "after", key), f"{table.city}/{table.year}.yaml has no {name} under `{section}`; {known}"
