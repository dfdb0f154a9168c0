"""The one place through which every request to another service goes: it notes the hop."""

from collections.abc import Awaitable, Callable

import httpx

from luohu_kit.journal.buffer import Journal
from luohu_kit.journal.hop import Hop

Transmit = Callable[[], Awaitable[httpx.Response]]  #: sends the request, signed anew each time


class Carrier:
    """How one process brings its requests to their receivers."""

    def __init__(self, service: str, journal: Journal) -> None:
        self._journal = journal
        self.service = service

    async def carry(self, hop: Hop, transmit: Transmit) -> httpx.Response:
        """Send the request that the hop describes. Raises httpx.TransportError when there was no answer."""
        try:
            answer = await transmit()
        except BaseException as error:
            hop.failed(error)
            self._journal.note(hop)
            raise
        hop.answered(answer.status_code, answer.content)
        self._journal.note(hop)
        return answer
