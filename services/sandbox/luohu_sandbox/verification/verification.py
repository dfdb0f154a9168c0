"""All checks of a world at one moment, as lines: what there is to do, each finding as it comes, the sum at the end."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from typing import Any

import orjson

from luohu_kit.invariants import Finding, Kind
from luohu_kit.invariants.check import MOST_FINDINGS, Found
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.verification.joining import Side, joined
from luohu_sandbox.verification.moments import Moment, Moments

ASKER = "declaration"
BOTH_SIDES = "question-on-both-sides"

#: A check over several services, or over what a whole world keeps: run once for each service at a moment.
Joint = Callable[[Moments, Moment, str], AsyncIterator[Found]]


async def _both_sides(moments: Moments, moment: Moment, service: str) -> AsyncIterator[Found]:
    """Every question at an agency is known to its asker, and every one that was asked is known to its agency."""
    if "held" not in moment.kept[service].views:
        return
    asked = _sides(moments, moment, ASKER, "asked", about=service)
    held = _sides(moments, moment, service, "held", about=ASKER)
    named: list[Finding] = []
    count = 0
    async for wrong in joined(asked, held, service):
        count += 1
        if len(named) < MOST_FINDINGS:
            named.append(Finding(id=wrong.id, wrong=wrong.what))
    yield Found(
        check=BOTH_SIDES,
        service=service,
        kind=Kind.INVARIANT,
        promise="What asker and agency know of a question is the same, or a message carries the difference.",
        table="question, agency.verification",
        remedy="Dispatch the question again: POST /declaration/v1/waiting/{id}/dispatch.",
        count=count,
        findings=tuple(named),
    )


async def _sides(moments: Moments, moment: Moment, service: str, view: str, *, about: str) -> AsyncIterator[Side]:
    after: str | None = None
    while rows := (await moments.rows(moment, service, view, about, after)).rows:
        for row in rows:
            yield Side.of(row)
        after = str(rows[-1][0])


#: Whoever has a further check over a whole world adds it here: it is run for each service that keeps the world.
JOINTS: list[Joint] = [_both_sides]


class Verification:
    """Runs the checks."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments

    async def run(self, world: str) -> AsyncGenerator[bytes, None]:
        """Lines of JSON: `{world, checks}`, then for each check what it found, then `{violated, waiting}`.

        Raises what `Moments.kept` raises before the first line; later a service that fails ends it with a line
        `{failed}`, and there is no sum.
        """
        violated = waiting = 0
        async with self._moments.kept(world) as moment:
            number = sum(len(kept.checks) for kept in moment.kept.values()) + len(JOINTS) * len(moment.kept)
            yield _line({"world": world, "checks": number})
            try:
                async for found in self._all(moment):
                    violated += found.count * (found.kind is Kind.INVARIANT)
                    waiting += found.count * (found.kind is Kind.WAITING)
                    yield _line(found.model_dump(mode="json"))
            except ServicesFailed as error:
                yield _line({"failed": str(error)})
                return
        yield _line({"violated": violated, "waiting": waiting})

    async def _all(self, moment: Moment) -> AsyncIterator[Found]:
        for service in moment.kept:
            async with aclosing(self._moments.found(moment, service)) as found_there:
                async for found in found_there:
                    yield found
            for joint in JOINTS:
                async for found in joint(self._moments, moment, service):
                    yield found


def _line(told: Mapping[str, Any]) -> bytes:
    return orjson.dumps(told) + b"\n"
