"""One stop of a discrete-event run on one service: set the clock, do what is due, answer when at rest."""

from pydantic import Field

from luohu_contract.model import Wire
from luohu_kit.clock import ClockState
from luohu_kit.pulse import Pulse, is_at_rest, pulse
from luohu_kit.runtime import Runtime
from luohu_kit.wake import COMMITS
from luohu_kit.worlds import set_clock

LONGEST = 2.0  #: seconds of real time; whoever asks can ask again
_MOMENT = 0.01  #: seconds between two looks, should other replicas do the work


class TickWanted(Wire):
    """Where the clock is to stand, and the last event that the asker knows of."""

    clock: ClockState
    since: int = Field(ge=0, lt=2**62)
    patience: float = Field(default=1.0, ge=0, le=LONGEST)  #: seconds of real time to wait for rest


async def tick(rt: Runtime, name: str, wanted: TickWanted) -> Pulse:
    """Set the world's clock, then wait until nothing is due and every message has arrived; the pulse at the end.

    A service that does not come to rest in time answers all the same: the pulse says what holds it up. Raises
    UnknownWorld.
    """
    due = await set_clock(rt, name, wanted.clock)
    if not due:
        seen = await pulse(rt, name, wanted.since)
        if seen.at_rest:
            return seen

    async def rest() -> bool | None:
        return await is_at_rest(rt, name) or None

    await rt.hub.until(name, COMMITS, rest, seconds=wanted.patience, poll=_MOMENT, rarest=_MOMENT)
    return await pulse(rt, name, wanted.since)
