"""Verdicts come in: strays first, then the right one, then the same again, then another one."""

from uuid import UUID

from luohu_conformance.check import Broken, Suite, Untold
from luohu_conformance.declaration.bench import REASON, Bench, needed, on, stray
from luohu_conformance.reading import must, read
from luohu_contract.message import BATCH, Receipt, Reception

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "unknown-verdict-received",
    "A verdict on a question that nobody asked is received as `unknown`, with 200.",
    why="It is a good answer, and changes nothing. 4xx would leave it with the agency as a dead letter.",
    needs=["question-readable"],
)
async def unknown_verdict(bench: Bench) -> str:
    await bench.must_be_received(stray(bench.first), Reception.UNKNOWN)
    await bench.applicant.must_be(bench.home, "pending", "it")
    return "unknown, and nothing moved"


@SUITE.check(
    "full-delivery-received",
    f"A delivery of {BATCH} verdicts is received whole, within the time that services wait for one another.",
    why=f"VerdictDelivery: 1 to {BATCH} verdicts. In the last days of a round every delivery is a full one.",
    needs=["unknown-verdict-received"],
)
async def full_delivery(bench: Bench) -> str:
    return f"{len(await bench.received(*(stray(bench.first) for _ in range(BATCH))))} received"


@SUITE.check(
    "misfit-verdict-received",
    "A verdict that names another item than its question does is received as `unknown`, and moves neither.",
    why="A verdict fits its question by item, part and kind; one that does not is no answer to it.",
    needs=["asked-once-under-a-key"],
)
async def misfit_verdict(bench: Bench) -> str:
    await bench.must_still_be(bench.home, "pending")
    other = await bench.applicant.item(bench.other)
    await bench.must_be_received(on(bench.first, REASON, item_id=UUID(bench.other)), Reception.UNKNOWN)
    await bench.applicant.must_be(bench.home, "pending", "it")
    await bench.unchanged(other, "it")
    return "unknown, and nothing moved"


@SUITE.check(
    "verdict-of-another-agency-received",
    "A verdict that is signed by an agency which was not asked is received as `unknown`, and moves nothing.",
    why="Each agency judges its own register only; a good signature of another one does not make it the asked one.",
    needs=["question-readable"],
)
async def verdict_of_another(bench: Bench) -> str:
    pair, verdict = needed(bench.stranger), on(bench.first, REASON)
    await bench.must_still_be(bench.home, "pending")
    answer = await bench.deliver(verdict, by=pair)
    if answer.status_code == 401:
        raise Untold(f"the service knows no secret of {pair.me}, so it cannot be asked as {pair.me}")
    seen = [one.outcome for one in read(Receipt, must(answer, 200)).receptions]
    if seen != [Reception.UNKNOWN]:
        raise Broken(f"it was received as {', '.join(seen)}, not as unknown")
    await bench.applicant.must_be(bench.home, "pending", "it")
    return f"unknown, from {pair.me}"


@SUITE.check(
    "verdict-moves-the-item",
    "Of a delivery with the verdict and a stray, the one has `moved` its item, which is invalid, with the reason.",
    why="A Receipt names what became of each verdict, in their order, and is given after the commit.",
    needs=["question-readable"],
)
async def verdict_moves(bench: Bench) -> str:
    await bench.must_still_be(bench.home, "pending")
    bench.verdict = on(bench.first, REASON)
    seen, _ = await bench.received(bench.verdict, stray(bench.first))
    if seen is not Reception.MOVED:
        raise Broken(f"it was received as {seen.value}, not as moved")
    item = await bench.applicant.item(bench.home)
    reason = item.get("reason")
    shown = (item.get("status"), reason.get("code") if isinstance(reason, dict) else reason)
    if shown != ("invalid", REASON):
        raise Broken(f"the item is {shown[0]} with the reason {shown[1]}, not invalid with {REASON}")
    return f"moved, invalid, {REASON}"


@SUITE.check(
    "verdict-after-refusal-counts",
    "A verdict on a question that the agency refused to take at first moves its item all the same.",
    why="The question stays open until it has its verdict, whatever became of the requests that carried it.",
    needs=["refusal-is-no-verdict"],
)
async def verdict_after_refusal(bench: Bench) -> str:
    asked = bench.office.about(bench.other)[0][1]
    await bench.must_be_received(on(asked, REASON), Reception.MOVED)
    await bench.applicant.must_be(bench.other, "invalid", "its verdict")
    return "moved, invalid"


@SUITE.check(
    "duplicate-changes-nothing",
    "The same verdict again, twice in a delivery, is received as `duplicate` each time; the item has moved once.",
    why="Verdicts are delivered at least once. They are recorded once by their id.",
    needs=["verdict-moves-the-item"],
)
async def duplicate(bench: Bench) -> str:
    before, verdict = await bench.applicant.item(bench.home), bench.taken
    seen = await bench.received(verdict, verdict)
    if set(seen) != {Reception.DUPLICATE}:
        raise Broken(f"they were received as {', '.join(seen)}, not as duplicates")
    await bench.unchanged(before, "the duplicates")
    if (moves := await bench.applicant.moves_to(bench.home, "invalid")) != 1:
        raise Broken(f"the item's events tell of {moves} moves to invalid")
    return "duplicate twice, moved once"


@SUITE.check(
    "second-verdict-is-late",
    "Another verdict on a question that has its verdict is received as `late`, and changes nothing.",
    why="A question is decided once. Whoever changes their mind afterwards is too late.",
    needs=["verdict-moves-the-item"],
)
async def second_verdict(bench: Bench) -> str:
    before = await bench.applicant.item(bench.home)
    await bench.must_be_received(on(bench.first), Reception.LATE)
    await bench.unchanged(before, "it")
    return "late, and nothing moved"
