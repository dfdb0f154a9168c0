"""The item is filed again, old verdicts come in, a verdict is lost on its way."""

import asyncio

from luohu_conformance.check import Broken, Suite
from luohu_conformance.declaration.bench import HOME, REASON, Bench, on
from luohu_conformance.reading import must, must_be_problems
from luohu_contract.message import QuestionKind, Reception

SUITE: Suite[Bench] = Suite()

_STEP = 0.1  #: seconds between two looks at an item


@SUITE.check(
    "edited-item-is-asked-anew",
    "An edited item is a draft again; sent again, it is a new question in a later attempt.",
    why="What was found is about what was entered. A new id, because the agency answers an old one as before.",
    needs=["recheck-settles"],
)
async def asked_anew(bench: Bench) -> str:
    path, edited = f"/v1/items/{bench.home}", {**HOME, "to": "2017-10"}
    must(await bench.applicant.ask("PUT", path, json=edited, version=await bench.applicant.version(bench.home)), 200)
    await bench.applicant.must_be(bench.home, "draft", "an edit")
    must(await bench.applicant.ask("POST", f"{path}/verification"), 202)
    before, asked = bench.last, await bench.next_question(bench.home, bench.questions)
    bench.questions.append(asked)
    if asked.kind is not QuestionKind.VERIFICATION or asked.attempt <= before.attempt:
        raise Broken(f"it is a {asked.kind.value} of attempt {asked.attempt}, the one before was {before.attempt}")
    return f"attempt {asked.attempt}"


@SUITE.check(
    "old-verdict-is-late",
    "A verdict on an earlier attempt is received as `late`; the item stays pending.",
    why="Verdicts carry the attempt, so that one that was on its way while the item was edited cannot decide it.",
    needs=["edited-item-is-asked-anew"],
)
async def old_verdict(bench: Bench) -> str:
    before = await bench.applicant.item(bench.home)
    await bench.must_be_received(on(bench.first, REASON), Reception.LATE)
    await bench.must_be_received(on(bench.last, REASON, attempt=bench.first.attempt), Reception.LATE)
    await bench.unchanged(before, "old verdicts")
    return "late by its question, late by its attempt"


@SUITE.check(
    "lost-verdict-is-fetched",
    "A verdict that never comes is fetched: the service asks the agency about overdue questions, and records it.",
    why="Nothing is stuck. GET /v1/verifications/{id} at the agency, signed over `GET ` and the path.",
    needs=["edited-item-is-asked-anew"],
)
async def lost_verdict(bench: Bench) -> str:
    await bench.must_still_be(bench.home, "pending")
    bench.office.decided[bench.last.id] = on(bench.last)
    looked = await bench.office.watch.until(lambda: bench.office.looks.count(bench.last.id), bench.patience)
    if not looked:
        raise Broken(f"the agency was not asked, with a good signature, within {bench.patience:g} s of patience")
    for _ in range(int(bench.patience / _STEP)):
        if await bench.applicant.status(bench.home) != "pending":
            break
        await asyncio.sleep(_STEP)
    await bench.applicant.must_be(bench.home, "valid", "the agency told the verdict")
    return "asked, and recorded"


@SUITE.check(
    "refusals-are-problems",
    "Every refusal is a problem document (RFC 9457): type, title, status and detail, as application/problem+json.",
    why="Programs switch on the end of `type`; people read title and detail.",
)
async def refusals_are_problems(bench: Bench) -> str:
    return must_be_problems([*bench.applicant.refusals, *bench.speaker.refusals])
