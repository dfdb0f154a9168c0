"""Who is insured by an employer: what the declaration service asks before somebody may be associated with it.

An applicant must be insured in the account of the employer (DOMAIN 3.4).
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Select, func, or_, select

from luohu_contract.employers import Insured, Payroll
from luohu_contract.months import Month
from luohu_contract.numbers import NumberInvalid, normalise_identity_number, parse_uscc
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.clock import BEIJING
from luohu_kit.problems import Problem
from luohu_social_insurance.records import accounts, contributions

FromDeclaration = Annotated[Peer, Depends(signed("declaration"))]

router = APIRouter(prefix="/v1/payroll", tags=["payroll"])


@router.get("/{uscc}", summary="Who is insured by an employer in a month")
async def read_payroll(
    rt: Rt,
    peer: FromDeclaration,
    uscc: str,
    *,
    month: Annotated[Month | None, Query(description="yyyy-mm; the month now when left out")] = None,
    id_number: Annotated[str | None, Query(max_length=30, description="only this person")] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Payroll:
    """By id number. Those with an account count, whatever its status; an employer that nobody knows insures nobody.

    Months that were paid back count like any others: the person was insured in them.
    """
    try:
        employer = parse_uscc(uscc)
    except NumberInvalid as error:
        raise Problem("not-found", str(error)) from None
    async with rt.begin(peer.world) as work:
        current = Month.of(work.now.astimezone(BEIJING).date())
        asked = month or current
        insured = _insured(employer, asked, max(current, asked), id_number)
        total = await work.scalar(select(func.count()).select_from(insured.subquery()))
        rows = await work.rows(insured.order_by(contributions.c.id_number).offset(offset).limit(limit))
    items = tuple(Insured(id_number=row.id_number, name=row.name, last=Month.parse(row.last)) for row in rows)
    return Payroll(uscc=employer, month=asked, items=items, total=int(total), offset=offset, limit=limit)


def _insured(employer: str, month: Month, runs_to: Month, id_number: str | None) -> Select[tuple[str, str, str]]:
    """One row for each person. Months are compared as they are written: yyyy-mm sorts as it should."""
    table = contributions
    found = (
        select(table.c.id_number, accounts.c.name, func.max(func.coalesce(table.c.last, str(runs_to))).label("last"))
        .join(accounts, accounts.c.id_number == table.c.id_number)
        .where(table.c.employer == employer, table.c.first <= str(month))
        .where(or_(table.c.last.is_(None), table.c.last >= str(month)))
        .group_by(table.c.id_number, accounts.c.name)
    )
    return found if id_number is None else found.where(table.c.id_number == normalise_identity_number(id_number))
