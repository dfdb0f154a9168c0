"""Calls between services: signed requests, with the world and the trace on every hop."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import orjson

from luohu_contract.model import Wire
from luohu_contract.signing import sign
from luohu_kit.clock import machine_now
from luohu_kit.settings import Settings

JSON = "application/json"


class NoSharedSecret(Exception):
    """Two services that share no secret cannot speak to one another."""


class Peer:
    """Another service, as this one reaches it."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, name: str) -> None:
        self._settings = settings
        self._http = http
        self.name = name

    async def send(
        self,
        method: str,
        path: str,
        *,
        world: str,
        body: Wire | Mapping[str, Any] | bytes | None = None,
        message_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        url: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - handed to the transport
    ) -> httpx.Response:
        """One signed request. Raises httpx.TransportError when there was no answer; any status is an answer.

        A request without a body is signed over its method and path, so that it cannot be used for another.
        """
        content = encode(body)
        signed = content if content is not None else f"{method} {path}".encode()
        everything = {**self.headers(world, signed, message_id), **(headers or {})}
        if content is not None:
            everything["Content-Type"] = JSON
        return await self._http.request(
            method,
            url or self._settings.url_of(self.name) + path,
            content=content,
            headers=everything,
            timeout=timeout or self._settings.peer_timeout_seconds,
        )

    def headers(self, world: str, signed: bytes, message_id: str | None = None) -> dict[str, str]:
        """The headers that say who asks, in which world, and prove it."""
        secrets = self._settings.secrets_between(self._settings.service, self.name)
        if not secrets:
            raise NoSharedSecret(
                f"LUOHU_PEER_SECRETS holds no secret for {self._settings.service}->{self.name}; "
                "both services need the same one"
            )
        return {
            **sign(secrets[0], message_id or f"msg_{uuid4().hex}", signed, machine_now()),
            "Luohu-From": self._settings.service,
            "Luohu-World": world,
        }


def encode(body: Wire | Mapping[str, Any] | bytes | None) -> bytes | None:
    """The bytes of a body, just as they are signed and sent."""
    if body is None or isinstance(body, bytes):
        return body
    if isinstance(body, Wire):
        return body.model_dump_json().encode()
    return orjson.dumps(body)
