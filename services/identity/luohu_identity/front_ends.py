"""Front ends that people sign in for: the city's own pages, and those that an administrator registers.

They are public clients: no secret of theirs would stay one in a browser. PKCE proves instead that whoever brings a code
is who asked for it, and nobody is ever sent to an address that is not registered letter for letter.
"""

import ipaddress
import re
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert

from luohu_contract.model import Wire
from luohu_contract.texts.sign_in import SIGN_IN
from luohu_identity.records import front_end
from luohu_kit.auth import AUDIENCE
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Settings

PAGES = "luohu-pages"  #: the gateway's own
HOME = "/city/"  #: of theirs
CALLBACK = f"{HOME}sign-in/callback"

_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+", re.ASCII)  #: with its port: it stands in the policy of the page
_TAKEN = (PAGES, AUDIENCE)  #: a token for a client of this name would be one for the whole city


def _address(uri: str) -> str:
    """An absolute address that means the same to everybody. Raises ValueError."""
    wrong = ValueError("an address is https://host/path, or http:// on loopback, without user, fragment or wildcard")
    if not uri.isascii() or not uri.isprintable() or any(each in uri for each in ' "<>\\^`{|}*#'):
        raise wrong
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        raise wrong from None
    host = parts.hostname or ""
    plain = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    if not (plain and host) or not _HOST.fullmatch(parts.netloc) or uri != parts.geturl():
        raise wrong
    return uri


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


Address = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_address)]


def _free(client_id: str) -> str:
    if client_id in _TAKEN:
        raise ValueError("this name is the city's own; choose another")
    return client_id


class FrontEnd(Wire):
    """An application that sends people to sign in, and where they may come back to."""

    client_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{2,59}$"), AfterValidator(_free)]
    name: str = Field(min_length=1, max_length=60)
    redirect_uris: tuple[Address, ...] = Field(min_length=1, max_length=20)
    post_logout_redirect_uris: tuple[Address, ...] = Field(default=(), max_length=20)


class FrontEndExists(Exception):
    """The client_id is taken."""


def own(settings: Settings) -> FrontEnd:
    """The gateway's pages, which are registered wherever there is a city."""
    origins = _names_of(settings.door_origin)
    return FrontEnd.model_construct(
        client_id=PAGES,
        name=SIGN_IN["pages"].zh,
        redirect_uris=tuple(origin + CALLBACK for origin in origins),
        post_logout_redirect_uris=tuple(origin + HOME for origin in origins),
    )


def _names_of(origin: str) -> tuple[str, ...]:
    """An origin; with its other name, where it is this machine: people type localhost and 127.0.0.1."""
    parts = urlsplit(origin)
    if parts.scheme != "http" or not _is_loopback(parts.hostname or ""):
        return (origin,)
    port = f":{parts.port}" if parts.port else ""
    return tuple(dict.fromkeys((origin, f"http://localhost{port}", f"http://127.0.0.1{port}")))


async def find(rt: Runtime, client_id: str) -> FrontEnd | None:
    """The front end of a name; None when there is none."""
    if client_id == PAGES:
        return own(rt.settings)
    async with rt.everywhere() as connection:
        rows = await connection.execute(select(front_end).where(front_end.c.client_id == client_id))
        row = rows.one_or_none()
    return None if row is None else _front_end(row)


async def add(rt: Runtime, new: FrontEnd) -> None:
    """Register one. Raises FrontEndExists."""
    values = {**new.model_dump(), "redirect_uris": list(new.redirect_uris)}
    values["post_logout_redirect_uris"] = list(new.post_logout_redirect_uris)
    statement = insert(front_end).values(values).on_conflict_do_nothing().returning(front_end.c.client_id)
    async with rt.everywhere() as connection:
        if (await connection.execute(statement)).first() is None:
            raise FrontEndExists(f"There is a front end {new.client_id!r} already. Remove it, or choose another name.")
        await connection.commit()


async def listed(rt: Runtime) -> Sequence[FrontEnd]:
    """All that are registered, by name, and the city's own first."""
    async with rt.everywhere() as connection:
        rows = (await connection.execute(select(front_end).order_by(front_end.c.client_id))).all()
    return [own(rt.settings), *map(_front_end, rows)]


async def remove(rt: Runtime, client_id: str) -> bool:
    """Take one away, and nobody is sent there any more; False when there was none."""
    statement = delete(front_end).where(front_end.c.client_id == client_id).returning(front_end.c.client_id)
    async with rt.everywhere() as connection:
        gone = (await connection.execute(statement)).first() is not None
        await connection.commit()
    return gone


def _front_end(row: Row[Any]) -> FrontEnd:
    return FrontEnd.model_construct(
        client_id=row.client_id,
        name=row.name,
        redirect_uris=tuple(row.redirect_uris),
        post_logout_redirect_uris=tuple(row.post_logout_redirect_uris),
    )
