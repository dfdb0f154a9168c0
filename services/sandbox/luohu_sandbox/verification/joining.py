"""Questions at the asker and at the agency: what one side knows, the other does, or a message carries it. Pure.

Both sides come in the order of their ids, so two pages are all that is in memory.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from luohu_kit.invariants import Wrong


@dataclass(frozen=True, slots=True)
class Side:
    """A question as one side has it."""

    id: str
    state: str
    verdict: str | None  #: its id
    carried: bool  #: the outbox has the message that tells the other side
    about: str  #: item, attempt, part, kind

    @classmethod
    def of(cls, row: Any) -> "Side":
        """A row of the view `asked` or `held`."""
        return cls(*row)


async def joined(asked: AsyncIterator[Side], held: AsyncIterator[Side], agency: str) -> AsyncIterator[Wrong]:
    """The questions on which the two sides disagree."""
    here, there = await anext(asked, None), await anext(held, None)
    while here is not None or there is not None:
        if there is None or (here is not None and here.id < there.id):
            assert here is not None  # noqa: S101 - one of them is there
            if wrong := never_arrived(here, agency):
                yield Wrong(here.id, wrong)
            here = await anext(asked, None)
        elif here is None or there.id < here.id:
            yield Wrong(there.id, f"is {there.state} at {agency}, and declaration never asked it")
            there = await anext(held, None)
        else:
            if wrong := disagreement(here, there, agency):
                yield Wrong(here.id, wrong)
            here, there = await anext(asked, None), await anext(held, None)


def never_arrived(asked: Side, agency: str) -> str:
    """What is wrong with a question that the agency does not have; empty when nothing is."""
    if asked.state == "answered":
        return f"is answered, and {agency} does not know it"
    if asked.state == "open" and not asked.carried:
        return f"is open, {agency} does not know it, and no message carries it there: it would wait for ever"
    return ""


def disagreement(asked: Side, held: Side, agency: str) -> str:
    """What is wrong with a question that both sides have; empty when nothing is."""
    if asked.about != held.about:
        return f"is about {asked.about} here and about {held.about} at {agency}"
    if asked.state == "answered" and held.state != "decided":
        return f"is answered, and {agency} has not decided it ({held.state})"
    if asked.state == "answered" and asked.verdict != held.verdict:
        return f"has the verdict {asked.verdict}, and {agency} gave {held.verdict}"
    if asked.state == "open" and held.state == "decided" and not held.carried:
        return f"is decided by {agency}, open here, and no message carries the verdict: it would wait for ever"
    return ""
