"""The journal of a world: every request between the services of the city, and every one from outside, with its answer.

A hop is noted once: by the sender when a service asks another, by the receiver when the gateway lets somebody in. It is
gathered in memory and written a moment later, off the path of the request, so that it costs the request next to
nothing; whoever reads the journal has what was gathered written first. Of the control plane's own requests
those from outside are hops that change a world: a replay needs them.
"""

from luohu_kit.journal.buffer import Journal
from luohu_kit.journal.hop import Hop, concern, of_world, witnessed
from luohu_kit.journal.match import Match

__all__ = ["Hop", "Journal", "Match", "concern", "of_world", "witnessed"]
