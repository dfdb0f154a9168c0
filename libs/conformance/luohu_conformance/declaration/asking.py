"""The item is sent: a question arrives at the agency, signed, whole, again where it was turned away."""

from uuid import uuid4

import httpx

from luohu_conformance.check import Broken, Suite
from luohu_conformance.declaration.bench import HOME, Bench
from luohu_conformance.declaration.office import Arrival
from luohu_conformance.reading import must, shown, value
from luohu_contract.claim import OwnHomeClaim
from luohu_contract.message import QuestionKind, VerificationRequest

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "question-asked",
    "在线审核 is answered 202, the item is pending, and its question comes to the agency.",
    why="POST /v1/items/{id}/verification. Status and message are one transaction: neither is there without the other.",
    needs=["item-filed"],
)
async def question_asked(bench: Bench) -> str:
    # The first request is turned away, so that it can be seen to come again.
    bench.office.refuses.append(503)
    must(await bench.applicant.ask("POST", f"/v1/items/{bench.home}/verification"), 202)
    await bench.applicant.must_be(bench.home, "pending", "it was sent")
    if not await bench.office.watch.until(lambda: bench.office.mentions(bench.home), bench.patience):
        raise Broken(f"nothing about the item came to the agency within {bench.patience:g} s")
    return "pending, and asked"


@SUITE.check(
    "question-readable",
    "What comes to the agency is a VerificationRequest, its fields and none besides.",
    why="Agencies refuse anything else with 422, and a refused message waits for an operator of yours.",
    needs=["question-asked"],
)
async def question_readable(bench: Bench) -> str:
    for batch in _batches(bench):
        if batch.unreadable:
            raise Broken(batch.unreadable)
    bench.questions.append(bench.office.about(bench.home)[0][1])
    return f"question {bench.first.id}"


@SUITE.check(
    "question-signed",
    "Requests to the agency are signed over their raw bytes, with the secret of this pair and the real time.",
    why="Standard Webhooks 1.0.0. Agencies answer 401 to all else, and the item stays pending.",
    needs=["question-asked"],
)
async def question_signed(bench: Bench) -> str:
    for batch in _batches(bench):
        if batch.forged:
            raise Broken(batch.forged)
    return "every signature is good"


@SUITE.check(
    "question-names-its-world",
    "Requests carry Luohu-From: declaration, and Luohu-World with the world of the applicant's token.",
    why="The sender's name picks the secret; without the world, the agency looks into the registers of `main`.",
    needs=["question-asked"],
)
async def question_names_its_world(bench: Bench) -> str:
    wanted = {"luohu-from": bench.speaker.pair.other, "luohu-world": bench.speaker.world}
    for batch in _batches(bench):
        for name, told in wanted.items():
            if batch.headers.get(name) != told:
                raise Broken(f"{name} is {batch.headers.get(name)!r}, not {told!r}")
    return f"from {bench.speaker.pair.other}, in {bench.speaker.world}"


@SUITE.check(
    "question-says-what-was-filed",
    "The question is a verification of the item, about an own home, with what the applicant entered.",
    why="The agency compares the claim with its register letter by letter: what you change, it does not find.",
    needs=["question-readable"],
)
async def question_says(bench: Bench) -> str:
    asked = bench.first
    if asked.kind is not QuestionKind.VERIFICATION or not isinstance(asked.claim, OwnHomeClaim):
        raise Broken(f"it is a {asked.kind.value} about {asked.claim.kind.value}")
    period = asked.claim.period
    said = {
        "certificate_format": asked.claim.certificate_format.value,
        "certificate_number": asked.claim.certificate_number,
        "district": asked.claim.district,
        "from": str(period.first),
        "to": str(period.last),
    }
    for name, entered in said.items():
        if entered != HOME[name]:
            raise Broken(f"{name} is {entered!r}, the applicant entered {HOME[name]!r}")
    return f"attempt {asked.attempt}, {asked.claim.certificate_number}"


@SUITE.check(
    "callback-at-home",
    "The callback address lies at the address under which the service is known.",
    why="Agencies post verdicts to the asker alone and refuse other callback addresses as callback-not-allowed.",
    needs=["question-readable"],
)
async def callback_at_home(bench: Bench) -> str:
    home, callback = httpx.URL(bench.speaker.url), httpx.URL(bench.callback())
    if (home.scheme, home.host, home.port) != (callback.scheme, callback.host, callback.port):
        raise Broken(f"it is {callback}, and not at {home}")
    return str(callback)


@SUITE.check(
    "question-redelivered",
    "A question that was answered 503 comes again, the same one under the same id.",
    why="A failure of the network is no verdict: no answer and 5xx say that nothing was taken.",
    needs=["question-readable"],
)
async def question_redelivered(bench: Bench) -> str:
    came = await bench.office.watch.until(
        lambda: about if len(about := bench.office.about(bench.home)) > 1 else [], bench.patience
    )
    if not came:
        raise Broken(f"it did not come a second time within {bench.patience:g} s")
    if (again := came[1][1]) != bench.first:
        raise Broken("under its id came other content" if again.id == bench.first.id else "it came under another id")
    return "turned away once, and came again"


@SUITE.check(
    "asked-once-under-a-key",
    "在线审核 asked again under the same Idempotency-Key is answered as the first time, and sends nothing more.",
    why="A second question is a second attempt: it makes the verdict on the first one late.",
    needs=["filed-once-under-a-key", "question-readable"],
)
async def asked_once(bench: Bench) -> str:
    key, path = str(uuid4()), f"/v1/items/{bench.other}/verification"
    # An agency that refuses a request says nothing about the claim: this is looked at by the next check.
    bench.office.refuses.append(422)
    first = must(await bench.applicant.ask("POST", path, key=key), 202)
    again = await bench.applicant.ask("POST", path, key=key)
    if again.status_code != 202 or value(again, "attempt") != value(first, "attempt"):
        raise Broken(f"the second time it was answered {shown(again)}, not as the first time")
    await bench.next_question(bench.other)
    if len(ids := {question.id for _, question in bench.office.about(bench.other)}) > 1:
        raise Broken(f"{len(ids)} questions came")
    return "answered the same twice, asked once"


@SUITE.check(
    "refusal-is-no-verdict",
    "An item whose question the agency refused or did not take stays pending.",
    why="An item is only ever invalid because an agency said so. A 4xx is listed for an operator, at GET /v1/waiting.",
    needs=["asked-once-under-a-key"],
)
async def refusal_is_no_verdict(bench: Bench) -> str:
    # As long as it takes the refusal to have been read: four looks, each of them a request and an answer.
    for _ in range(4):
        await bench.applicant.must_be(bench.home, "pending", "a 503 of the agency")
        await bench.applicant.must_be(bench.other, "pending", "a 422 of the agency")
    return "pending after a 503, and after a 422"


def _batches(bench: Bench) -> list[Arrival[VerificationRequest]]:
    return bench.office.mentions(bench.home)
