"""One item's way through the city, out of the journal: who asked whom, what was said, what was broken on purpose."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from luohu_kit.journal import Match
from luohu_kit.journal.hop import GATEWAY
from luohu_kit.journal.reading import MOST, HopView
from luohu_sandbox.journal import Ledger

QUESTIONS = "verifications"  #: the topic whose messages name a question and its item
SOMEBODY = "somebody"  #: who has shown no token

_UUID = re.compile(r"([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class JourneyUnknown(Exception):
    """Nothing in the journal of the world is about the item."""

    def __init__(self, item: str, world: str) -> None:
        super().__init__(f"No hop in the journal of the world {world} is about the item {item}.")
        self.remedy = "Look whether the id is right, and whether Luohu-World names the item's world."


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow of the diagram and, where there was one, the arrow back."""

    world_at: datetime
    sender: str
    receiver: str
    says: str
    answer: str | None  #: None: there was none
    fault: str | None
    times: int = 1  #: the same again, with nothing in between


async def hops_of(ledger: Ledger, world: str, item: str, *, partial: bool = False) -> list[HopView]:
    """Every hop that is about an item or one of its questions, in order. Raises JourneyUnknown, and as `find` does.

    partial: what services that do not answer have noted is left out.
    """
    if not item.strip():
        raise JourneyUnknown(item, world)  # blanks are no id, and match everything
    found = {hop.id: hop for hop in (await ledger.find(world, Match(item=item), limit=MOST, partial=partial)).hops}
    for question in sorted(set(questions_in(found.values(), item))):
        further = await ledger.find(world, Match(id=question), limit=MOST, partial=partial)
        found.update({hop.id: hop for hop in further.hops})
    if not found:
        raise JourneyUnknown(item, world)
    return sorted(found.values(), key=lambda hop: (hop.at, hop.service, hop.seq))


def questions_in(hops: Iterable[HopView], item: str) -> Iterator[str]:
    """The questions that were asked about an item."""
    for hop in hops:
        if hop.topic == QUESTIONS:
            yield from (one for group in hop.concerns if item in group for one in group if one != item)


def steps_of(hops: Sequence[HopView], item: str) -> list[Step]:
    """The hops as arrows; the same question asked again and again is one arrow."""
    steps: list[Step] = []
    for hop in hops:
        step = Step(
            world_at=hop.world_at,
            sender=(hop.caller.role if hop.caller and hop.caller.role else SOMEBODY)
            if hop.sender == GATEWAY
            else hop.sender,
            receiver=hop.receiver,
            says=says(hop, item),
            answer=answered(hop, item),
            fault=hop.fault,
        )
        if steps and replace(step, world_at=steps[-1].world_at, times=steps[-1].times) == steps[-1]:
            steps[-1] = replace(steps[-1], times=steps[-1].times + 1)
        else:
            steps.append(step)
    return steps


def says(hop: HopView, item: str) -> str:
    """What is asked, in a few words."""
    if hop.topic is None:
        path = hop.path.replace(item, "{item}")
        return f"{hop.method} {_UUID.sub(lambda found: found[1] + '…', path)}"
    told = _message(hop, item)
    if "outcome" in told:
        reason = f" ({told['reason']})" if told.get("reason") else ""
        return f"{hop.topic}: {told['outcome']}{reason}, attempt {told.get('attempt')}"
    if "attempt" in told:
        return f"{hop.topic}: {told.get('kind')}, attempt {told['attempt']}"
    return hop.topic


def answered(hop: HopView, item: str) -> str | None:
    """What is answered, in a few words; None for no answer."""
    if hop.status is None:
        return None
    words = [str(hop.status)]
    body = hop.response if isinstance(hop.response, dict) else {}
    if isinstance(body.get("type"), str) and hop.status >= 400:
        words.append(body["type"].removeprefix("/problems/"))
    elif body.get("id") == item and isinstance(body.get("status"), str):
        words.append(body["status"])
    elif outcome := _reception(hop, item):
        words.append(outcome)
    return " ".join(words)


def _message(hop: HopView, item: str) -> Mapping[str, Any]:
    """What the request says about the item; nothing, where the journal has only its beginning."""
    return next((one for one in _mappings(hop.request) if one.get("item_id") == item), {})


def _reception(hop: HopView, item: str) -> str | None:
    verdict = _message(hop, item).get("id")
    found = (one for one in _mappings(hop.response) if verdict is not None and one.get("id") == verdict)
    outcome = next(found, {}).get("outcome")
    return outcome if isinstance(outcome, str) else None


def _mappings(body: Any) -> Iterator[Mapping[str, Any]]:
    """All objects in a body, the outer ones first."""
    if isinstance(body, dict):
        yield body
        for inner in body.values():
            yield from _mappings(inner)
    elif isinstance(body, list):
        for inner in body:
            yield from _mappings(inner)
