"""Whether the city is at rest in a world: nothing is due, and every message has arrived, or is kept back by a fault."""

import asyncio
from collections.abc import Sequence

from luohu_sandbox.advance import FIRST_LOOK, SLOWEST_LOOK, Beat, Unsettled
from luohu_sandbox.fleet import Fleet

FAULTY_SECONDS = 2.0  #: real time after which what a fault keeps back counts as being at rest, if nothing moves

Marks = Sequence[tuple[str, int]]  #: how much has happened on each service


async def at_rest(fleet: Fleet, world: str, seconds: float) -> Marks:
    """Wait until nothing moves in the world; its marks then: the same ones later mean that nothing has happened.

    The city is looked at until two looks are alike. Raises Unsettled after so many seconds of real time.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    pause, before, since = FIRST_LOOK, None, loop.time()
    while True:
        beats = await fleet.pulses(world, {})
        seen = marks(beats)
        now = loop.time()
        held = [reason for beat in beats for reason in beat.holding]
        if seen != before:
            before, since = seen, now
        elif not held or (now - since > FAULTY_SECONDS and all(_by_a_fault(beat) for beat in beats)):
            return seen
        elif now > end:
            reached = next(beat.pulse.now for beat in beats if beat.pulse)
            raise Unsettled(reached, held, seconds)
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, SLOWEST_LOOK)


def marks(beats: Sequence[Beat]) -> Marks:
    """How much has happened on each service that answers."""
    return [(beat.service, beat.pulse.activity if beat.pulse else -1) for beat in beats]


def _by_a_fault(beat: Beat) -> bool:
    """Whether all that still moves on a service is what faults keep back."""
    return beat.pulse is not None and not beat.pulse.due and set(beat.pulse.edges) <= set(beat.pulse.faulty)
