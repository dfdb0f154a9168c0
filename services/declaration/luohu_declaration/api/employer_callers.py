"""Employers as their tokens name them: by unified social credit code."""

from typing import Annotated

from fastapi import Depends

from luohu_kit.auth import Caller, Role, allow
from luohu_kit.problems import Problem

Employed = Annotated[Caller, Depends(allow(Role.EMPLOYER))]
EmployerReader = Annotated[Caller, Depends(allow(Role.EMPLOYER, Role.WINDOW, Role.ADMINISTRATOR))]


def own_uscc(caller: Caller, wanted: str | None = None) -> str:
    """The credit code of an employer's token. Problem 403 when it has none, or not the one that is wanted."""
    if not caller.uscc:
        raise Problem("employer-mismatch", "The token names no unified social credit code (claim uscc).")
    if wanted is not None and wanted != caller.uscc:
        raise Problem(
            "employer-mismatch",
            f"The token is of the employer {caller.uscc}, and the request is about another one.",
            errors=({"pointer": "#/uscc", "detail": f"give {caller.uscc}"},),
        )
    return caller.uscc


def uscc_of(caller: Caller) -> str | None:
    """Which employers a reader sees: an employer itself, staff everybody."""
    return own_uscc(caller) if caller.role is Role.EMPLOYER else None
