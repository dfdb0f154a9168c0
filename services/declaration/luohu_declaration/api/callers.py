"""Who may do what here, and the applicant as the token names them."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends

from luohu_contract.claim import Person
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.problems import Problem

Applicant = Annotated[Caller, Depends(allow(Role.APPLICANT))]
Reader = Annotated[Caller, Depends(allow(Role.APPLICANT, Role.WINDOW, Role.ADMINISTRATOR))]
Staff = Annotated[Caller, Depends(allow(Role.WINDOW, Role.ADMINISTRATOR))]


async def overdue(rt: Rt) -> timedelta:
    """Real time after which an unanswered question is looked after."""
    return timedelta(seconds=rt.settings.overdue_seconds)


Overdue = Annotated[timedelta, Depends(overdue)]


def owner(caller: Caller) -> str | None:
    """Whose declarations a reader sees: an applicant only their own, staff everybody's."""
    return caller.subject if caller.role is Role.APPLICANT else None


def person_of(caller: Caller) -> Person:
    """The applicant as the identity card names them. Problem 403 when the sign-in did not prove who it is."""
    if not caller.name or not caller.id_number or caller.acr not in (None, "L3"):
        raise Problem(
            "assurance-too-low",
            "The declaration wants a sign-in of level L3, which proves name and id number; "
            f"this one is {caller.acr or 'without them'}.",
        )
    return Person(name=caller.name, id_number=caller.id_number, birth_date=caller.birth_date, sex=caller.sex)
