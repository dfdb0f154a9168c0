"""Who acts on a settlement: the awardee, the district window, the HR bureau, the police of the city's agency."""

from typing import Annotated

from fastapi import Depends

from luohu_declaration.usecases.settling.move_household import POLICE
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.problems import Problem

Clerk = Annotated[Caller, Depends(allow(Role.WINDOW))]
Bureau = Annotated[Caller, Depends(allow(Role.ADMINISTRATOR))]


async def _police(caller: Annotated[Caller, Depends(allow(Role.OPERATOR, any_agency=True))]) -> Caller:
    return _of_police(caller)


async def _police_or_awardee(
    caller: Annotated[Caller, Depends(allow(Role.APPLICANT, Role.OPERATOR, any_agency=True))],
) -> Caller:
    return _of_police(caller)


async def _desk(
    caller: Annotated[Caller, Depends(allow(Role.WINDOW, Role.ADMINISTRATOR, Role.OPERATOR, any_agency=True))],
) -> Caller:
    return _of_police(caller)


async def _anybody(
    caller: Annotated[
        Caller, Depends(allow(Role.APPLICANT, Role.WINDOW, Role.ADMINISTRATOR, Role.OPERATOR, any_agency=True))
    ],
) -> Caller:
    return _of_police(caller)


#: An officer of a household hall or a police station.
Police = Annotated[Caller, Depends(_police)]
PoliceOrAwardee = Annotated[Caller, Depends(_police_or_awardee)]
Desk = Annotated[Caller, Depends(_desk)]
#: Everybody who may read a settlement, an awardee only the own one.
Anybody = Annotated[Caller, Depends(_anybody)]


def actor_of(caller: Caller) -> str:
    """Who acted, as the history keeps it: the role, and of staff the person."""
    if caller.role is Role.APPLICANT:
        return caller.role.value
    return f"{POLICE if caller.role is Role.OPERATOR else caller.role.value}:{caller.subject}"


def _of_police(caller: Caller) -> Caller:
    if caller.role is Role.OPERATOR and caller.agency != POLICE:
        raise Problem(
            "agency-mismatch", f"The token is of an operator of {caller.agency}; the settlement is for {POLICE}."
        )
    return caller
