"""Generations: which rows of a world somebody means. A reset, or a return to a snapshot, begins the next one.

Services replace their rows one after another, so that old rows of one can stand beside new rows of another for some
milliseconds. Whatever a service sends to another on behalf of its rows names their generation in a header, and whoever
is sent it enters the world only in the same one: what is late of the old rows never meets the new, and what is early
of the new waits until they are there. A request without the header, as of an agency that is not built on the kit, is
not asked for it; nor is one that no service signed, whatever headers it has.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import token_hex

GENERATION = "Luohu-World-Generation"  #: header of requests between services
FIRST = "first"  #: of a world that was never brought to another state, and of the one of production

#: The world that was entered last by what runs here, and the generation that it was in.
_entered: ContextVar[tuple[str, str] | None] = ContextVar("luohu_entered", default=None)
#: What the request that is being answered is for.
_meant: ContextVar[tuple[str, str] | None] = ContextVar("luohu_meant", default=None)


def new_generation() -> str:
    """One that no world had before: a name that was free in between does not bring old messages back."""
    return token_hex(8)


def entered(world: str, generation: str) -> None:
    """A unit of work began; what is asked of others from here on is asked for it."""
    _entered.set((world, generation))


def told(world: str, generation: str | None = None) -> dict[str, str]:
    """The header of a request to another service: of a message's rows, else of the work that goes on here."""
    if generation is None:
        last = _entered.get()
        if last is None or last[0] != world:
            return {}
        generation = last[1]
    return {GENERATION: generation}


@contextmanager
def answering() -> Iterator[None]:
    """Inside of the block a request is answered; any generation will do until `meant` names one."""
    before, meant = _entered.set(None), _meant.set(None)
    try:
        yield
    finally:
        _meant.reset(meant)
        _entered.reset(before)


def meant(world: str, generation: str | None) -> None:
    """The request that is answered here is for rows of this generation. For requests that a service has signed."""
    if generation:
        _meant.set((world, generation))


def is_meant(world: str, generation: str) -> bool:
    """Whether what runs here may see rows of a world in this generation."""
    meant = _meant.get()
    return meant is None or meant[0] != world or meant[1] == generation
