"""Verdicts come out: signed, readable, about what was asked, again when they were not taken."""

from luohu_conformance.agency.bench import Bench
from luohu_conformance.agency.desk import Delivery
from luohu_conformance.check import Broken, Suite, Untold
from luohu_contract.message import Question, Verdict
from luohu_contract.reasons import REASONS

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "verdict-delivered",
    "A verdict on every question is posted to the callback address of its request.",
    why="Verdicts always come by callback: the 202 never carries one, and nobody polls while all is well.",
    needs=["questions-taken"],
)
async def verdict_delivered(bench: Bench) -> str:
    for asked in bench.first:
        await bench.came(asked)
    return f"{len(bench.first)} verdicts came"


@SUITE.check(
    "verdict-readable",
    "What is posted is a VerdictDelivery, its fields and none besides.",
    why="The declaration service refuses anything else with 422, and a refused message waits for an operator of yours.",
    needs=["verdict-delivered"],
)
async def verdict_readable(bench: Bench) -> str:
    deliveries = _deliveries(bench)
    for delivery in deliveries:
        if delivery.unreadable:
            raise Broken(delivery.unreadable)
    return f"{len(deliveries)} deliveries, e.g. of {len(deliveries[0].verdicts)} verdicts"


@SUITE.check(
    "verdict-signed",
    "Deliveries are signed over their raw bytes, with the secret of this pair and the real time.",
    why="Standard Webhooks 1.0.0. The declaration service answers 401 to all else, and the verdict never arrives.",
    needs=["verdict-delivered"],
)
async def verdict_signed(bench: Bench) -> str:
    for delivery in _deliveries(bench):
        if delivery.forged:
            raise Broken(delivery.forged)
    return "every signature is good"


@SUITE.check(
    "verdict-names-its-world",
    "Deliveries carry Luohu-From with the agency's name, and Luohu-World with the world of the question.",
    why="The sender's name picks the secret; without the world, the verdict goes to `main`, where nobody asked.",
    needs=["verdict-delivered"],
)
async def verdict_names_its_world(bench: Bench) -> str:
    wanted = {"luohu-from": bench.name, "luohu-world": bench.speaker.world}
    for delivery in _deliveries(bench):
        for name, value in wanted.items():
            if delivery.headers.get(name) != value:
                raise Broken(f"{name} is {delivery.headers.get(name)!r}, not {value!r}")
    return f"from {bench.name}, in {bench.speaker.world}"


@SUITE.check(
    "verdict-fits-its-question",
    "A verdict repeats item, attempt, part and kind of the question that it answers.",
    why="The declaration service takes it for `unknown` or `late` otherwise, and the item stays pending.",
    needs=["verdict-readable"],
)
async def verdict_fits(bench: Bench) -> str:
    verdicts = _verdicts(bench)
    for asked, verdict in verdicts:
        for name in ("item_id", "attempt", "part", "kind"):
            if getattr(verdict, name) != getattr(asked, name):
                raise Broken(f"{name} is {getattr(verdict, name)}, the question's is {getattr(asked, name)}")
    return f"{len(verdicts)} verdicts fit"


@SUITE.check(
    "verdict-reason-known",
    "Reasons and disputable findings are codes of the reason catalogue.",
    why="GET /v1/reasons lists them. A verdict with another reason is taken for `unknown`: nobody could say what the "
    "applicant may do about it.",
    needs=["verdict-readable"],
)
async def verdict_reason_known(bench: Bench) -> str:
    named = set()
    for _, verdict in _verdicts(bench):
        codes = {*([verdict.reason] if verdict.reason else []), *verdict.disputable}
        if strange := sorted(codes - REASONS.keys()):
            raise Broken(f"the catalogue has no {strange[0]!r}")
        named |= codes
    return f"named: {', '.join(sorted(named)) or 'none'}"


@SUITE.check(
    "verdict-findings-fit",
    "Findings are of the kind of claim that was asked about.",
    why="Findings of another kind make the verdict `unknown`; points are computed from findings alone.",
    needs=["verdict-readable"],
)
async def verdict_findings_fit(bench: Bench) -> str:
    given = [(asked, verdict.findings) for asked, verdict in _verdicts(bench) if verdict.findings is not None]
    for asked, findings in given:
        if findings.kind is not asked.claim.kind:
            raise Broken(f"findings about {findings.kind} answer a question about {asked.claim.kind}")
    if not given:
        raise Untold("no verdict had findings: give the kit cases that are true")
    return f"{len(given)} verdicts with findings"


@SUITE.check(
    "status-agrees",
    "GET /v1/verifications/{id} shows a decided question with the very verdict that was delivered.",
    why="VerificationStatus. It is where the declaration service fetches a verdict whose delivery was lost.",
    needs=["verdict-readable"],
)
async def status_agrees(bench: Bench) -> str:
    for asked in bench.first:
        status, delivered = await bench.status(asked), bench.verdicts(asked)[0]
        if status.id != asked.id or status.verdict is None:
            raise Broken(f"question {asked.id} has its verdict, but its status is {status.state.value} without one")
        if status.verdict != delivered:
            differing = [name for name in Verdict.model_fields if _differ(name, status.verdict, delivered)]
            raise Broken(f"shown and delivered verdict differ in {', '.join(differing)}")
    return f"{len(bench.first)} agree"


@SUITE.check(
    "verdict-redelivered",
    "A verdict that was answered 503 is delivered again, the same one.",
    why="Delivery is at least once: no answer and 5xx say that nothing was taken.",
    needs=["verdict-delivered"],
)
async def verdict_redelivered(bench: Bench) -> str:
    asked = bench.new()
    bench.desk.turned_away.add(str(asked.id))
    await bench.taken([asked])
    both = await bench.came(asked, times=2)
    (first, one), (_, other) = both[0], both[1]
    if first.answered != 503:
        raise Untold("the first delivery was not the one that was turned away")
    if one != other:
        raise Broken("what came the second time is not the verdict of the first time")
    return "turned away once, and came again"


def _deliveries(bench: Bench) -> list[Delivery]:
    """What came about the first batch."""
    return [delivery for asked in bench.first for delivery, _ in bench.desk.about(asked.id)]


def _verdicts(bench: Bench) -> list[tuple[Question, Verdict]]:
    return [(asked, verdict) for asked in bench.first for verdict in bench.verdicts(asked)]


def _differ(name: str, one: Verdict, other: Verdict) -> bool:
    return bool(getattr(one, name) != getattr(other, name))
