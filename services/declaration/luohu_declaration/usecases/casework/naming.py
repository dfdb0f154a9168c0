"""Conditions and effects by the names that procedures call them.

A function becomes one by `@condition()` or `@effect()`, under its own name; `told` says what procedures tell it. Those
of a single city stand in its package in `usecases/cities`; a name is given once in the house.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from luohu_declaration.domain.casework.arguments import NOTHING, Argument
from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.domain.casework.procedure import Clause
from luohu_declaration.usecases.casework.sight import Sight

#: What is lacking; nothing where the condition holds. The second argument is what the procedure says beside the name.
Condition = Callable[[Sight, Any], Awaitable[Sequence[Lacking]]]
#: What follows of a step, in its transaction; the third argument is who took it.
Effect = Callable[[Sight, Any, str], Awaitable[None]]

CONDITIONS: dict[str, Condition] = {}
EFFECTS: dict[str, Effect] = {}


#: What each of them is told beside its name.
TOLD: dict[Condition | Effect, Argument] = {}

AnyCondition = TypeVar("AnyCondition", bound=Condition)
AnyEffect = TypeVar("AnyEffect", bound=Effect)


def condition(*, told: Argument = NOTHING) -> Callable[[AnyCondition], AnyCondition]:
    """Let procedures name it in `needs` and `when`. told: what they say beside the name."""

    def keep(function: AnyCondition) -> AnyCondition:
        _keep(CONDITIONS, function, told)
        return function

    return keep


def effect(*, told: Argument = NOTHING) -> Callable[[AnyEffect], AnyEffect]:
    """Let procedures name it in `does`. told: what they say beside the name."""

    def keep(function: AnyEffect) -> AnyEffect:
        _keep(EFFECTS, function, told)
        return function

    return keep


def _keep(known: dict[str, Any], function: Any, told: Argument) -> None:
    if function.__name__ in known:
        raise ValueError(f"there are two of the name {function.__name__}")
    known[function.__name__] = function
    TOLD[function] = told


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
