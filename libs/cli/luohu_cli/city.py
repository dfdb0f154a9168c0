"""The gateway's control plane and identity, as commands need them."""

from collections.abc import Mapping, Sequence
from typing import Any

from luohu_cli import configured, state
from luohu_cli.door import Door, Exchange
from luohu_cli.failure import Failure
from luohu_kit.settings import Settings

PERSONA_GRANT = "urn:luohu:grant:persona"


def running_settings() -> Settings:
    """The settings of this command, with the address of the city that runs on its data folder, where one does."""
    settings = configured.settings()
    city = state.running(settings.data_dir)
    if city is None:
        return settings
    replicas = max((process.replica for process in city.processes), default=0)
    here = {"host": city.host, "port_base": city.port_base, "replicas": replicas or 1}
    return settings.model_copy(update=here)


def door(settings: Settings, world: str = "", deadline: float = 30.0) -> Door:
    """A client at the gateway of these settings."""
    return Door(configured.reachable(settings, "gateway"), world, deadline=deadline)


def open_door(world: str = "") -> Door:
    """A client at the gateway, for a command that needs a city that is up: it does not wait for one."""
    return door(running_settings(), world, deadline=5.0)


def gateway() -> str:
    """Where the gateway of the running city is."""
    return configured.reachable(running_settings(), "gateway")


def token_of(door: Door, persona: str, world: str) -> tuple[str, Exchange]:
    """A bearer token of a persona or a member of staff, and the exchange that gave it."""
    form = {"grant_type": PERSONA_GRANT, "persona": persona, "world": world}
    exchange = door.must("POST", "/identity/token", form=form)
    return str(exchange.response.json()["access_token"]), exchange


def personas(door: Door) -> Sequence[Mapping[str, Any]]:
    """Everybody of the seeds who has a story, with its steps."""
    listed: Sequence[Mapping[str, Any]] = door.must("GET", "/_luohu/personas").response.json()["items"]
    return listed


def persona_named(door: Door, name: str) -> Mapping[str, Any]:
    """One persona. Raises Failure that names those there are."""
    listed = personas(door)
    for persona in listed:
        if persona["name"] == name:
            return persona
    raise Failure(f"there is no persona {name!r} with a story; there are {', '.join(p['name'] for p in listed)}")
