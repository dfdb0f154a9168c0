"""Conditions and effects by the names that procedures call them.

A function becomes one by `@condition` or `@effect`, under its own name. Those of a single city stand in its package in
`usecases/cities`; a name is given once in the house.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.domain.casework.procedure import Clause, Procedure, names
from luohu_declaration.usecases.casework.sight import Sight

#: What is lacking; nothing where the condition holds. The second argument is what the procedure says beside the name.
Condition = Callable[[Sight, Any], Awaitable[Sequence[Lacking]]]
#: What follows of a step, in its transaction; the third argument is who took it.
Effect = Callable[[Sight, Any, str], Awaitable[None]]

CONDITIONS: dict[str, Condition] = {}
EFFECTS: dict[str, Effect] = {}


class NameUnknown(LookupError):
    """A procedure names a condition or an effect that is nowhere."""

    def __init__(self, city: str, unknown: set[str], known: Mapping[str, object]) -> None:
        super().__init__(
            f"the procedures of {city} name {', '.join(sorted(unknown))}, and there is no such thing; there are "
            f"{', '.join(sorted(known))}"
        )


def condition(function: Condition) -> Condition:
    """Let procedures name it in `needs` and `when`."""
    _keep(CONDITIONS, function)
    return function


def effect(function: Effect) -> Effect:
    """Let procedures name it in `does`."""
    _keep(EFFECTS, function)
    return function


def _keep(known: dict[str, Any], function: Any) -> None:
    if function.__name__ in known:
        raise ValueError(f"there are two of the name {function.__name__}")
    known[function.__name__] = function


async def lacking(sight: Sight, clauses: Sequence[Clause]) -> list[Lacking]:
    """Everything that is not so yet."""
    found: list[Lacking] = []
    for clause in clauses:
        found += await CONDITIONS[clause.name](sight, clause.argument)
    return found


async def follow(sight: Sight, clauses: Sequence[Clause], actor: str) -> None:
    """Do what follows, in the order of the procedure."""
    for clause in clauses:
        await EFFECTS[clause.name](sight, clause.argument, actor)


def check_names(city: str, procedures: Mapping[str, Procedure]) -> None:
    """Refuse procedures that name what is not there. Raises NameUnknown."""
    wanted, done = names(procedures)
    if unknown := wanted - CONDITIONS.keys():
        raise NameUnknown(city, unknown, CONDITIONS)
    if unknown := done - EFFECTS.keys():
        raise NameUnknown(city, unknown, EFFECTS)
