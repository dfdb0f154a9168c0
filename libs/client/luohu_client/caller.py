"""Somebody who has signed in to a world, and asks in their own name."""

import time
from typing import Any

import httpx

from luohu_client.line import Line

PERSONA_GRANT = "urn:luohu:grant:persona"
MARGIN = 60.0  #: seconds before its end at which a token is not used any more


class Caller:
    """A persona, a person of the population, a member of staff or an employer, with a bearer token.

    `token` is there once they have signed in, which the first request does.
    """

    def __init__(self, line: Line, world: str, name: str) -> None:
        self.name = name
        self._line = line
        self.world = world  #: its name
        self._token = ""
        self._good_until = 0.0

    @property
    def token(self) -> str:
        """The bearer token, for requests that are not made with this client: a front end under test."""
        if not self._token:
            raise RuntimeError(f"{self.name} has not signed in yet: await sign_in() first")
        return self._token

    async def sign_in(self) -> str:
        """A token that is good for a minute at least; a new one only where that is needed. Raises Problem."""
        if time.monotonic() > self._good_until:
            form = {"grant_type": PERSONA_GRANT, "persona": self.name, "world": self.world}
            told = (await self._line.ask("POST", "/identity/token", form=form)).json()
            self._token = str(told["access_token"])
            self._good_until = time.monotonic() + float(told["expires_in"]) - MARGIN
        return self._token

    async def authorisation(self) -> dict[str, str]:
        """The header that says who asks."""
        return {"Authorization": f"Bearer {await self.sign_in()}"}

    async def ask(self, method: str, path: str, *, scenario: str | None = None, **options: Any) -> httpx.Response:
        """Any request at the gateway, in their name; options are those of `Line.ask`.

        scenario: what is to become of this one request (docs/reference/scenarios.md). Raises Problem, Unanswered.
        """
        headers = {**(options.pop("headers", None) or {}), **await self.authorisation()}
        if scenario is not None:
            headers["Luohu-Scenario"] = scenario
        return await self._line.ask(method, path, headers=headers, **options)
