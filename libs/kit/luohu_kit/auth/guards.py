"""The three guards of routes: `allow` roles, `signed` by services, `public`."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from fastapi import Request
from structlog.contextvars import bind_contextvars

from luohu_contract.sealing import check
from luohu_contract.signing import SignatureInvalid
from luohu_kit.auth.keys import Keys, KeysUnavailable
from luohu_kit.auth.token import Caller, Role, TokenRefused
from luohu_kit.causality import WORLD_TIME, heard
from luohu_kit.clock import machine_now
from luohu_kit.generation import GENERATION, meant
from luohu_kit.journal.hop import witnessed
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime

D = TypeVar("D", bound=Callable[..., Any])

_WORLD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Guard:
    """What guards a route: for the architecture test, and for whoever lists who may do what."""

    kind: str  #: allow, signed, public, scrape
    names: tuple[str, ...] = ()  #: roles, or services
    any_agency: bool = False  #: operators of other agencies are let in as well


@dataclass(frozen=True, slots=True)
class Peer:
    """A service that proved who it is."""

    name: str
    world: str
    message_id: str


def allow(*roles: Role, any_agency: bool = False) -> Callable[[Request], Awaitable[Caller]]:
    """The caller, if the token is good and names one of the roles.

    any_agency: let operators of other agencies in as well; else an operator is one of this service.
    Problems: 401 token-missing, token-invalid, token-expired; 403 role-not-allowed, agency-mismatch, world-mismatch.
    """
    names = ", ".join(roles)

    async def caller_with_role(request: Request) -> Caller:
        caller = await _caller(request)
        if (hop := witnessed()) is not None:
            hop.world, hop.subject, hop.role, hop.caller = caller.world, caller.subject, caller.role, caller
        if caller.role not in roles:
            detail = f"This is for {names}; the token is of the role {caller.role}."
            raise Problem("role-not-allowed", detail, roles=list(roles))
        runtime = _runtime(request)
        if caller.role is Role.OPERATOR and not any_agency and caller.agency != runtime.settings.service:
            raise Problem(
                "agency-mismatch",
                f"The token is of an operator of {caller.agency}; this is {runtime.settings.service}.",
            )
        asked = request.headers.get("luohu-world")
        if asked is not None and asked != caller.world:
            raise Problem(
                "world-mismatch", f"The token is of the world {caller.world!r}, the header names {asked[:60]!r}."
            )
        bind_contextvars(world=caller.world)
        return caller

    return _marked(caller_with_role, Guard("allow", tuple(roles), any_agency))


def public() -> Callable[[Request], Awaitable[str]]:
    """Open to everybody; gives the world that the header names, else that of a token, should there be one, else `main`.

    Problems: 401 token-invalid, token-expired, for a token that would have told the world.
    """

    async def world_of_public_route(request: Request) -> str:
        if "luohu-world" in request.headers or not _bearer(request):
            world = _world(request)
        else:
            # Nobody who is signed in to one world is told of another without asking for it.
            world = (await _caller(request)).world
        bind_contextvars(world=world)
        return world

    return _marked(world_of_public_route, Guard("public"))


def signed(*senders: str) -> Callable[[Request], Awaitable[Peer]]:
    """The service that signed the whole request (`luohu_contract.sealing`), if it is one of the senders.

    Problem: 401 signature-invalid.
    """

    async def peer_that_signed(request: Request) -> Peer:
        settings = _runtime(request).settings
        sender = request.headers.get("luohu-from", "")
        if sender not in senders:
            raise Problem(
                "signature-invalid", f"Luohu-From names the service that asks; here it is one of: {', '.join(senders)}."
            )
        try:
            check(
                settings.secrets_between(sender, settings.service),
                method=request.method,
                target=_target(request),
                headers=request.headers.items(),
                body=await request.body(),
            )
        except SignatureInvalid as error:
            raise Problem("signature-invalid", str(error)) from None
        world = _world(request)
        bind_contextvars(world=world, peer=sender)
        heard(request.headers.get(WORLD_TIME))
        meant(world, request.headers.get(GENERATION))
        return Peer(sender, world, request.headers.get("webhook-id", ""))

    return _marked(peer_that_signed, Guard("signed", senders))


def _marked(dependency: D, guard: Guard) -> D:
    dependency.guard = guard  # type: ignore[attr-defined]
    return dependency


def _runtime(request: Request) -> Runtime:
    return cast(Runtime, request.app.state.runtime)


def _target(request: Request) -> str:
    """Path and query as they came."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return (path.partition(b"?")[0] + (b"?" + query if query else b"")).decode("latin-1")


def _world(request: Request) -> str:
    name = request.headers.get("luohu-world", "main")
    if not _WORLD.fullmatch(name):
        raise Problem("malformed-request", "Luohu-World is 1 to 40 small letters, digits and hyphens, such as main.")
    return name


def _bearer(request: Request) -> str:
    """The token of a request; empty without one."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


async def _caller(request: Request) -> Caller:
    runtime = _runtime(request)
    text = _bearer(request)
    if not text:
        raise Problem(
            "token-missing",
            "This route wants Authorization: Bearer <token>. In a sandbox, `luohu token PERSONA` prints one.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    try:
        return await _keys(runtime).caller(text, machine_now())
    except KeysUnavailable as error:
        raise Problem("service-unavailable", str(error)) from None
    except TokenRefused as error:
        raise Problem(error.slug, str(error), headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}) from None


def _keys(runtime: Runtime) -> Keys:
    keys = runtime.state.get("keys")
    if keys is None:
        keys = runtime.state["keys"] = Keys(runtime.settings, runtime.http)
    return cast(Keys, keys)
