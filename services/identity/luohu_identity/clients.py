"""Programs with a secret of their own: registered by an administrator, in a sandbox also the documented ones."""

import asyncio
import hashlib
import hmac
import secrets
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from luohu_contract.cities import FIRST_CITY
from luohu_contract.directory import AGENCIES
from luohu_contract.model import Wire
from luohu_contract.numbers import parse_uscc
from luohu_identity import employers
from luohu_identity.records import client
from luohu_kit.auth import Role
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode

SANDBOX_SECRET = "sandbox"  # noqa: S105 - documented, and refused in production

_AGENCY_NAMES = {agency.name for agency in AGENCIES}


class NewClient(Wire):
    """A program that will ask for tokens of one role. Operators name their agency, employers their credit code;
    people never come this way.
    """

    client_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{2,59}$")
    role: Role
    agency: str | None = None
    uscc: Annotated[str, AfterValidator(parse_uscc)] | None = None

    @model_validator(mode="after")
    def _role_and_agency_fit(self) -> "NewClient":
        if self.role is Role.APPLICANT:
            raise ValueError("applicants sign in themselves; a client is for staff, employers and administrators")
        if (self.role is Role.OPERATOR) != (self.agency is not None):
            raise ValueError("an operator's client names its agency, and only an operator's")
        if (self.role is Role.EMPLOYER) != (self.uscc is not None):
            raise ValueError("an employer's client names its unified social credit code, and only an employer's")
        if self.agency is not None and self.agency not in _AGENCY_NAMES:
            raise ValueError(f"the agencies are {', '.join(sorted(_AGENCY_NAMES))}")
        return self


class ClientExists(Exception):
    """The name is taken."""


def sandbox_clients() -> list[NewClient]:
    """The clients that every sandbox has: one for each agency and each other role, all with the secret `sandbox`."""
    operators = [
        NewClient(client_id=f"sandbox-{agency.name}", role=Role.OPERATOR, agency=agency.name) for agency in AGENCIES
    ]
    window = NewClient(client_id="sandbox-window", role=Role.WINDOW)
    employer = NewClient(
        client_id="sandbox-employer", role=Role.EMPLOYER, uscc=next(iter(employers.names_in(FIRST_CITY)))
    )
    administrator = NewClient(client_id="sandbox-administrator", role=Role.ADMINISTRATOR)
    return [*operators, window, employer, administrator]


async def add(rt: Runtime, new: NewClient) -> str:
    """Register a client; its secret, which is shown this once. Raises ClientExists."""
    secret = secrets.token_urlsafe(32)
    row = await _row(new, secret)
    if rt.settings.mode is Mode.SANDBOX and new.client_id in {one.client_id for one in sandbox_clients()}:
        raise ClientExists(f"Every sandbox has a client {new.client_id!r}. Choose another client_id.")
    async with rt.everywhere() as connection:
        made = await connection.execute(
            insert(client).values(row).on_conflict_do_nothing().returning(client.c.client_id)
        )
        if made.first() is None:
            raise ClientExists(f"There is a client {new.client_id!r} already. Choose another client_id.")
        await connection.commit()
    return secret


async def authenticate(rt: Runtime, client_id: str, secret: str) -> NewClient | None:
    """The client with this name and secret, or None. Takes as long for a name that nobody has."""
    if rt.settings.mode is Mode.SANDBOX:
        known = {one.client_id: one for one in sandbox_clients()}.get(client_id)
        if known is not None:
            return known if hmac.compare_digest(secret.encode(), SANDBOX_SECRET.encode()) else None
    async with rt.everywhere() as connection:
        row = (
            await connection.execute(text("SELECT * FROM client WHERE client_id = :id"), {"id": client_id})
        ).one_or_none()
    wanted = row.secret_hash if row else "0" * 64
    given = await asyncio.to_thread(_hash, secret, row.salt if row else "0" * 32)
    if row is None or not hmac.compare_digest(given, wanted):
        return None
    return NewClient(client_id=row.client_id, role=Role(row.role), agency=row.agency, uscc=row.uscc)


async def first_administrator(rt: Runtime) -> None:
    """Production: the administrator's client of the settings is there from the start, with the secret that they say."""
    secret = rt.settings.admin_client_secret
    if rt.settings.mode is not Mode.PRODUCTION or not secret:
        return
    if await authenticate(rt, "administrator", secret) is None:
        row = await _row(NewClient(client_id="administrator", role=Role.ADMINISTRATOR), secret)
        async with rt.everywhere() as connection:
            statement = insert(client).values(row).on_conflict_do_update(index_elements=["client_id"], set_=row)
            await connection.execute(statement)
            await connection.commit()


async def _row(new: NewClient, secret: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    return {**new.model_dump(), "salt": salt, "secret_hash": await asyncio.to_thread(_hash, secret, salt)}


def _hash(secret: str, salt: str) -> str:
    return hashlib.scrypt(secret.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=32).hex()
