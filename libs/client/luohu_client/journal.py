"""The journal of a world: every hop between its services and from outside."""

from typing import Any
from uuid import UUID

from luohu_client.line import Line
from luohu_client.views import Hop

WAIT = 10.0  #: seconds of real time
MARGIN = 10.0  #: seconds that an answer may take beyond what it waits


class Journal:
    """Matches are those of docs/guides/look-at-every-hop.md: `topic="verdicts"`, `item=…`, `status="2xx"`, `fault="*"`.

    A match on `from` or `to` is written `sender=` or `receiver=`. Everything raises Problem.
    """

    def __init__(self, line: Line, world: str) -> None:
        self._line = line
        self._headers = {"Luohu-World": world}

    async def find(self, *, limit: int = 100, newest_first: bool = False, **match: Any) -> list[Hop]:
        """Hops that match, oldest first."""
        told = await self._ask("find", {"match": _match(match), "limit": limit, "newest_first": newest_first})
        return [Hop.model_validate(each) for each in told["items"]]

    async def count(self, **match: Any) -> int:
        """How many match."""
        return int((await self._ask("count", {"match": _match(match)}))["count"])

    async def wait(self, count: int = 1, *, within: float = WAIT, **match: Any) -> int:
        """How many match, once there are `count`, or after `within` seconds (60 at the most) of real time."""
        wish = {"match": _match(match), "count": count, "timeout": f"PT{within:.3f}S"}
        return int((await self._ask("wait", wish, timeout=within + MARGIN))["count"])

    async def journey(self, item: UUID | str, form: str = "text") -> str:
        """One item's way through the city, drawn. form: `text`, `mermaid`, or `json` with every hop whole."""
        path = f"/_luohu/journal/trace/{item}"
        return (await self._line.ask("GET", path, params={"format": form}, headers=self._headers)).text.rstrip("\n")

    async def _ask(self, verb: str, body: Any, **options: Any) -> Any:
        path = f"/_luohu/journal/{verb}"
        return (await self._line.ask("POST", path, json=body, headers=self._headers, repeatable=True, **options)).json()


def _match(given: dict[str, Any]) -> dict[str, Any]:
    names = {"sender": "from", "receiver": "to"}
    return {names.get(name, name): value for name, value in given.items()}
