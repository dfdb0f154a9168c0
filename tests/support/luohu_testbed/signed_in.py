"""Signing in by form at one running identity service: the code that its database has, and what a front end gets."""

from collections.abc import Awaitable

import httpx

from luohu_identity.sign_in import one_time
from luohu_testbed.identity_desk import Identity
from luohu_testbed.signing_in import PERSON, Visitor, told_in


async def code_in(identity: Identity, world: str = "main") -> str:
    """The newest one-time code of a world, as its sandbox shows it."""
    async with identity.running.runtime.begin(world) as work:
        return str((await one_time.readable(work, identity.running.settings, None, 1))[0]["sms_code"])


async def signed_in(identity: Identity, visitor: Visitor, account: str = PERSON, **changed: str | None) -> str:
    """The code that a front end gets for somebody."""
    page = await visitor.ask_for_code(account, **changed)
    code = await code_in(identity, changed.get("world") or "main")
    return told_in(await visitor.type_code(page, account, code))["code"]


def exchange(identity: Identity, visitor: Visitor, given: str, **changed: str | None) -> Awaitable[httpx.Response]:
    """What the service answers to a front end that brings a code."""
    return identity.client.post("/token", data=visitor.form_for(**{"code": given, **changed}))


async def change(identity: Identity, statement: str, world: str = "main") -> None:
    """Change rows of a world behind the service's back: time that has gone by, people who have left."""
    async with identity.running.runtime.begin(world) as work:
        await work.execute(statement)
        await work.commit()
