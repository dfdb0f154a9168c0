"""The account of an employer, in cities that want one before anything can be handed in."""

import asyncio
from dataclasses import dataclass, field

from chaos.cases.course import Course


@dataclass
class Account(Course):
    """The people of an employer have one between them: whoever is first takes it on, one at a time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take_on(self) -> None:
        """Open it, or take the next step of it. Raises Problem, Unanswered."""
        if not self.case:
            await self.open()
        else:
            await self.go_on(await self.state())
