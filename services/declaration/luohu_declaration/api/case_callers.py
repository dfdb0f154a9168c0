"""Who acts on cases, by the words that procedures use, and which cases they see."""

from typing import Annotated

from fastapi import Depends

from luohu_declaration.api.employer_callers import own_uscc
from luohu_declaration.storage.cases import Whose
from luohu_declaration.usecases.casework.programme import procedures_of
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.problems import Problem
from luohu_kit.work import Work

_ALL = (Role.EMPLOYER, Role.APPLICANT, Role.WINDOW, Role.ADMINISTRATOR, Role.OPERATOR)

#: Everybody who may take a step of some procedure; the procedure says who takes which.
Actor = Annotated[Caller, Depends(allow(*_ALL, any_agency=True))]
#: Who hands in: an employer, or a person.
HandsIn = Annotated[Caller, Depends(allow(Role.EMPLOYER, Role.APPLICANT))]


def acts_as(caller: Caller) -> str:
    """The caller by the word of a procedure: `employer`, `window`, `operator:talent-centre`."""
    return f"operator:{caller.agency}" if caller.role is Role.OPERATOR else caller.role.value


def named(caller: Caller) -> str:
    """Who acted, as the history keeps it: the role, and of staff the person."""
    if caller.role in (Role.APPLICANT, Role.EMPLOYER):
        return caller.role.value
    return f"{acts_as(caller)}:{caller.subject}"


def whose(caller: Caller, work: Work) -> Whose:
    """Which cases the caller sees: an employer and a person their own, an agency's operators those in whose procedure
    they have a step, window and bureau all.
    """
    if caller.role is Role.EMPLOYER:
        return Whose(employer=own_uscc(caller))
    if caller.role is Role.APPLICANT:
        return Whose(id_number=caller.id_number or "-")
    if caller.role is Role.OPERATOR:
        me, known = acts_as(caller), procedures_of(work.world).values()
        return Whose(kinds=tuple(each.kind for each in known if me in each.actors))
    return Whose()


def require_actor(caller: Caller, by: frozenset[str], what: str) -> None:
    """Refuse whoever does not take such a step. Problem 403."""
    if acts_as(caller) not in by:
        takers = ", ".join(sorted(by))
        raise Problem(
            "role-not-allowed", f"{what} is for {takers}; the token is of {acts_as(caller)}.", roles=sorted(by)
        )
