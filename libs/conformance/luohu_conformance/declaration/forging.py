"""Deliveries that no agency signed, or that are none."""

import json

from luohu_conformance.check import Suite
from luohu_conformance.declaration.bench import REASON, Bench, on, stray
from luohu_conformance.reading import must_refuse
from luohu_conformance.speaking import FORGED, UNTIMELY, Seal

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "forged-verdict-refused",
    "Verdicts without signature, with that of another secret or of other bytes are refused 401.",
    why="POST /v1/verdicts decides about people: whoever can reach it could make their own home valid.",
    needs=["question-readable"],
)
async def forged_verdict(bench: Bench) -> str:
    return await _refused(bench, FORGED)


@SUITE.check(
    "untimely-verdict-refused",
    "Verdicts signed ten minutes ago, or ten minutes ahead, are refused 401.",
    why="Five minutes of real time either way; else whoever once saw a delivery can send it for ever.",
    needs=["forged-verdict-refused"],
)
async def untimely_verdict(bench: Bench) -> str:
    return await _refused(bench, UNTIMELY)


@SUITE.check(
    "malformed-delivery-refused",
    "What is no VerdictDelivery is refused with a status of 4xx, never 5xx and never 2xx.",
    why="5xx says `try again`, and agencies do, for ever; 2xx says that you have it.",
    needs=["question-readable"],
)
async def malformed_delivery(bench: Bench) -> str:
    verdict = on(bench.first, REASON).model_dump(mode="json")
    bodies = {
        "a body that is no JSON": b"{",
        "a list": b"[]",
        "no verdicts": _delivery(),
        "a verdict without question": _delivery({**verdict, "question_id": None}),
        "an invalid verdict without reason": _delivery({**verdict, "reason": None}),
        "an outcome that is none": _delivery({**verdict, "outcome": "perhaps"}),
    }
    for what, body in bodies.items():
        must_refuse(await bench.speaker.send("POST", bench.callback(), body), what)
    await bench.applicant.must_be(bench.home, "pending", "malformed deliveries")
    return f"{len(bodies)} malformed bodies refused"


async def _refused(bench: Bench, seals: tuple[Seal, ...]) -> str:
    for seal in seals:
        # Of a question that nobody asked: where it is not refused, it spoils nothing for the checks that follow.
        must_refuse(await bench.deliver(stray(bench.first), seal=seal), f"a verdict with {seal.value}", 401)
    return f"{len(seals)} refused"


def _delivery(*verdicts: object) -> bytes:
    body = {"type": "verdicts.decided", "timestamp": "2021-07-05T12:00:00+08:00", "data": {"verdicts": verdicts}}
    return json.dumps(body).encode()
