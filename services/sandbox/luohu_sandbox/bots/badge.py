"""The tokens with which bots work: those of operator 99 of each agency, got as everybody gets one."""

import asyncio
from dataclasses import dataclass

import httpx

from luohu_kit.runtime import Runtime

NUMBER = 99  #: of the operators of a sandbox, who are 1 to 99 at each agency
PERSONA_GRANT = "urn:luohu:grant:persona"
LIVES = 3600  #: seconds that a token is asked for
_EARLY = 300  #: seconds before its end at which another one is got


class Away(Exception):
    """Somebody whom a bot needs does not answer, or not as they should. It tries again."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Who a bot is at one agency in one world."""

    token: str
    subject: str
    until: float  #: on the loop's clock


class Badges:
    """The tokens of one process."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt
        self._known: dict[tuple[str, str], Badge] = {}

    async def of(self, world: str, agency: str) -> Badge:
        """The badge for an agency. Raises Away."""
        known = self._known.get((world, agency))
        now = asyncio.get_running_loop().time()
        if known is None or known.until < now:
            known = self._known[world, agency] = await self._got(world, agency, now)
        return known

    def refused(self, world: str, agency: str) -> None:
        """Get another one next time."""
        self._known.pop((world, agency), None)

    async def _got(self, world: str, agency: str, now: float) -> Badge:
        persona = f"operator:{agency}:{NUMBER}"
        form = {"grant_type": PERSONA_GRANT, "persona": persona, "world": world, "expires_in": str(LIVES)}
        token = (await self._ask("POST", "/token", data=form)).json()["access_token"]
        who = await self._ask("GET", "/userinfo", headers={"Authorization": f"Bearer {token}"})
        return Badge(token, who.json()["sub"], now + LIVES - _EARLY)

    async def _ask(self, method: str, path: str, **options: object) -> httpx.Response:
        # Named as a service, so that nobody takes the request for one from outside.
        headers = {"Luohu-From": self._rt.settings.service, **options.pop("headers", {})}  # type: ignore[dict-item]
        url = self._rt.settings.url_of("identity") + path
        try:
            answer = await self._rt.http.request(method, url, headers=headers, **options)  # type: ignore[arg-type]
        except httpx.TransportError as error:
            raise Away(f"identity does not answer ({type(error).__name__})") from error
        if not answer.is_success:
            raise Away(f"identity answers HTTP {answer.status_code}")
        return answer
