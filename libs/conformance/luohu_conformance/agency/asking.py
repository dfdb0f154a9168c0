"""Questions go in: acknowledged, repeated, refused one by one."""

import asyncio
import json
from uuid import uuid4

from luohu_conformance.agency.bench import PATH, Bench
from luohu_conformance.check import Broken, Suite, Untold
from luohu_conformance.reading import Json, must, must_refuse, object_of, read
from luohu_conformance.samples import question
from luohu_contract.message import Acknowledgement, Question, RefusedQuestion, VerificationRequest

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "questions-taken",
    "A signed batch of questions is answered 202, and every one of them is acknowledged by its id.",
    why="POST /v1/verifications answers an Acknowledgement after the questions are stored. Without it the declaration "
    "service sends them again for ever.",
)
async def questions_taken(bench: Bench) -> str:
    bench.first = [question(case) for case in bench.cases]
    return await bench.taken(bench.first)


@SUITE.check(
    "repeat-accepted",
    "The same questions sent again, and at the same moment, are accepted again.",
    why="Every message comes at least once: a 202 that was lost on the way is followed by the same request.",
    needs=["questions-taken"],
)
async def repeat_accepted(bench: Bench) -> str:
    # The last of them is new, so that the requests meet while it is being stored.
    batch = [*bench.first, bench.new()]
    await asyncio.gather(*(bench.taken(batch) for _ in range(3)))
    return f"{len(batch)} questions, three times at once, accepted each time"


@SUITE.check(
    "conflict-refused",
    "A question under an id that had other content before is refused by its id as question-conflict, with 202.",
    why="The id of a question is what makes repeating it harmless; answering another claim under it would be a verdict "
    "on something that nobody asked.",
    needs=["questions-taken"],
)
async def conflict_refused(bench: Bench) -> str:
    asked = bench.first[0]
    changed = asked.model_copy(update={"attempt": asked.attempt + 1})
    return _refused(await bench.acknowledged([changed]), changed, "question-conflict")


@SUITE.check(
    "bad-one-spoils-nothing",
    "A claim that is not judged here is refused as claim-not-answered-here; the rest of its batch is taken.",
    why="Acknowledgement.refused: a question that the agency cannot take does not touch the others of its batch.",
    needs=["questions-taken"],
)
async def bad_one_spoils_nothing(bench: Bench) -> str:
    good, bad = bench.new(), bench.foreign()
    if bad is None:
        raise Untold("the agency judges every kind of claim that there is")
    answer = await bench.acknowledged([good, bad])
    if good.id not in answer.accepted:
        raise Broken("the good question of the batch was not accepted")
    return _refused(answer, bad, "claim-not-answered-here")


@SUITE.check(
    "unknown-kind-refused",
    "A question about a kind of claim that nobody knows is refused: by a status of 4xx, or by its id.",
    why="Nothing that cannot be judged may be accepted: an accepted question waits for its verdict for ever.",
    needs=["questions-taken"],
)
async def unknown_kind_refused(bench: Bench) -> str:
    asked = bench.new()
    body = object_of(_request(bench, asked).model_dump_json().encode())
    body["questions"][0]["claim"] = {"kind": "moon_landing", "year": 1969}
    answer = await bench.speaker.send("POST", PATH, _json(body))
    if answer.status_code == 202:
        taken = read(Acknowledgement, answer)
        if asked.id in taken.accepted or asked.id not in {refused.id for refused in taken.refused}:
            raise Broken("the question was accepted")
        return f"refused by its id: {taken.refused[0].slug}"
    must_refuse(answer, "an unknown kind of claim")
    return f"refused with {answer.status_code}"


@SUITE.check(
    "malformed-refused",
    "What is no VerificationRequest is refused with a status of 4xx, never 5xx and never 2xx.",
    why="5xx says `try again`, and the city does, for ever; 4xx puts the message before an operator.",
)
async def malformed_refused(bench: Bench) -> str:
    good = object_of(_request(bench, bench.new()).model_dump_json().encode())
    without_claim = {name: value for name, value in good["questions"][0].items() if name != "claim"}
    bodies = {
        "a body that is no JSON": b"{",
        "a list": b"[]",
        "no questions": _json({**good, "questions": []}),
        "a question without claim": _json({**good, "questions": [without_claim]}),
        "an attempt of 0": _json({**good, "questions": [{**good["questions"][0], "attempt": 0}]}),
        "an id that is none": _json({**good, "questions": [{**good["questions"][0], "id": "one"}]}),
        "no callback_url": _json({"questions": good["questions"]}),
    }
    for what, body in bodies.items():
        must_refuse(await bench.speaker.send("POST", PATH, body), what)
    return f"{len(bodies)} malformed bodies refused"


@SUITE.check(
    "status-of-unknown-is-404",
    "GET /v1/verifications/{id} of a question that was never accepted is 404.",
    why="The reconciler asks after overdue questions, and sends again what the agency does not know. Anything but 404 "
    "leaves a lost question lost.",
)
async def status_of_unknown(bench: Bench) -> str:
    answer = await bench.speaker.send("GET", f"{PATH}/{uuid4()}")
    must(answer, 404)
    return "404"


def _json(body: Json) -> bytes:
    return json.dumps(body).encode()


def _request(bench: Bench, asked: Question) -> VerificationRequest:
    return VerificationRequest(callback_url=bench.callback, questions=(asked,))


def _refused(answer: Acknowledgement, asked: Question, slug: str) -> str:
    found: RefusedQuestion | None = next((one for one in answer.refused if one.id == asked.id), None)
    if found is None:
        raise Broken("it was accepted")
    if found.slug != slug:
        raise Broken(f"it was refused as {found.slug!r}, not as {slug!r}")
    return f"refused as {slug}: {found.detail}"
