"""Who signs in by form: people by their id number, employers by their credit code, staff by their account's name.

In production employers and staff are registered by an administrator, with the mobile telephone that their codes are
sent to. A sandbox knows every valid credit code and every member of staff besides, as for personas.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import uuid4

from pydantic import AfterValidator, Field
from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert

from luohu_contract.model import Wire
from luohu_contract.numbers import NumberInvalid, mask_id, parse_resident_id, parse_uscc
from luohu_identity import employers, people, staff
from luohu_identity.records import account
from luohu_kit.settings import Mode
from luohu_kit.work import Work

NOBODYS_MOBILE = "10000000000"  #: no network has numbers that begin with 100
LONGEST = 60  #: characters of what somebody types

_NUMBER, _PERSON = "id_number:", "person:"  #: before the number of a document, and before a person's id
_WITH_NUMBER = text("SELECT id FROM person WHERE id_number = :number")


def _registrable(name: str) -> str:
    known = parse(name)
    if known is None or known.startswith(_NUMBER):
        raise ValueError(
            "an account is operator:<agency>, window or administrator, with :2 to :99 for more of them,"
            " or employer:<unified social credit code>"
        )
    return known


class NewAccount(Wire):
    """A member of staff, or an employer, who will sign in by form."""

    account: Annotated[str, Field(max_length=LONGEST), AfterValidator(_registrable)]
    name: str = Field(min_length=1, max_length=60)  #: of the person, or of the employer
    mobile: str = Field(pattern=r"^1[0-9]{10}$")  #: that codes are sent to


class AccountExists(Exception):
    """Somebody has the account already."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in."""

    name: str  #: by which `again` finds them: that of the account, or `person:` and the id
    mobile: str
    claims: dict[str, Any] = field(repr=False)


def parse(typed: str) -> str | None:
    """What somebody typed, as accounts are named: `id_number:<number>`, `employer:<USCC>`, `operator:tax:2`.

    A plain number is a person's if it can be one. None for what can be no account.
    """
    if known := staff.parse(typed.strip().lower()):
        return known
    try:
        return _NUMBER + parse_resident_id(typed).number
    except NumberInvalid:
        pass
    try:
        return employers.PREFIX + parse_uscc(re.sub(f"^{employers.PREFIX}", "", typed.strip(), flags=re.IGNORECASE))
    except NumberInvalid:
        return None


def masked(name: str) -> str:
    """The name of an account for lists: the number of a person is not to be read off them."""
    number = name.removeprefix(_NUMBER)
    return name if number == name else mask_id(number)


async def find(work: Work, name: str, mode: Mode) -> Account | None:
    """Whoever has the account of a name that `parse` gave; None when there is nobody in this world."""
    if name.startswith(_NUMBER):
        found = await work.scalar(_WITH_NUMBER, {"number": name.removeprefix(_NUMBER)})
        return None if found is None else await again(work, f"{_PERSON}{found}", mode)
    return await again(work, name, mode)


async def again(work: Work, name: str, mode: Mode) -> Account | None:
    """The same account by the name that it was found under; None when it is gone."""
    if name.startswith(_PERSON):
        who = await people.by_id(work, name.removeprefix(_PERSON))
        return None if who is None else Account(name, who.mobile, who.claims)
    row = await work.one(select(account).where(account.c.name == name))
    if row is None and mode is Mode.PRODUCTION:
        return None
    claims = employers.claims(name) or staff.claims(name)
    if row is None:
        return Account(name, NOBODYS_MOBILE, claims)
    if claims["role"] != "employer":  # an employer stays the same, whoever acts for it; of staff each is somebody else
        claims["sub"] = str(row.id)
    return Account(name, row.mobile, {**claims, "name": row.holder})


async def add(work: Work, new: NewAccount) -> None:
    """Register an account. Raises AccountExists."""
    values = {"name": new.account, "id": uuid4(), "holder": new.name, "mobile": new.mobile}
    made = await work.execute(insert(account).values(values).on_conflict_do_nothing().returning(account.c.id))
    if made.first() is None:
        raise AccountExists(f"There is an account {new.account!r} already. Remove it first, or choose another number.")


async def listed(work: Work) -> Sequence[NewAccount]:
    """Every registered account, by name."""
    rows = await work.rows(select(account).order_by(account.c.name))
    return [NewAccount(account=row.name, name=row.holder, mobile=row.mobile) for row in rows]


async def remove(work: Work, name: str) -> bool:
    """Take an account away; nobody signs in by it from now on. False when there is none."""
    removed = await work.scalar(delete(account).where(account.c.name == name).returning(account.c.id))
    return removed is not None
