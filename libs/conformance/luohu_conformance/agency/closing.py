"""What is told at the end, from everything that was seen."""

from uuid import UUID

from luohu_conformance.agency.bench import Bench
from luohu_conformance.check import Broken, Suite
from luohu_conformance.reading import must_be_problems
from luohu_contract.message import BATCH

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "full-batch-taken",
    f"A batch of {BATCH} questions is accepted whole, within the time that services wait for one another.",
    why=f"VerificationRequest: 1 to {BATCH} questions. In the last days of a round every request is a full one.",
    needs=["questions-taken"],
)
async def full_batch_taken(bench: Bench) -> str:
    return await bench.taken([bench.new() for _ in range(BATCH)])


@SUITE.check(
    "one-verdict-each",
    "A question has one verdict with one id, however often it was asked and the verdict delivered.",
    why="A verdict is recorded once by its id. A second id on the same question is a second decision, which is `late`.",
    needs=["verdict-readable"],
)
async def one_verdict_each(bench: Bench) -> str:
    ids: dict[UUID, set[UUID]] = {}
    for delivery in bench.desk.deliveries:
        for verdict in delivery.read:
            ids.setdefault(verdict.question_id, set()).add(verdict.id)
    for asked in bench.first:
        if shown := (await bench.status(asked)).verdict:
            ids.setdefault(asked.id, set()).add(shown.id)
    for question, verdicts in ids.items():
        if len(verdicts) > 1:
            raise Broken(f"question {question} has {len(verdicts)} verdicts")
    return f"{len(ids)} questions looked at"


@SUITE.check(
    "refusals-are-problems",
    "Every refusal is a problem document (RFC 9457): type, title, status and detail, as application/problem+json.",
    why="An operator of the declaration service reads it beside the message that you refused.",
)
async def refusals_are_problems(bench: Bench) -> str:
    return must_be_problems(bench.speaker.refusals)
