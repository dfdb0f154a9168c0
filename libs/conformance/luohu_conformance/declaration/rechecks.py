"""The applicant disputes the verdict: evidence goes in, more is asked for, an operator decides."""

import hashlib

from luohu_conformance.check import Broken, Suite, Untold
from luohu_conformance.clock import machine_now
from luohu_conformance.declaration.bench import REASON, Bench, on
from luohu_conformance.paper import PAPER
from luohu_conformance.reading import id_of, must, must_refuse
from luohu_conformance.speaking import FORGED
from luohu_contract.message import EvidenceRequest, QuestionKind, Reception

SUITE: Suite[Bench] = Suite()

NOTE = "请补充登记信息查询结果"


@SUITE.check(
    "recheck-asked",
    "A recheck with evidence is answered 202; its question disputes the reason, in a later attempt, with the file.",
    why="POST /v1/items/{id}/recheck. The attempt is what tells the recheck's verdict from the first one.",
    needs=["verdict-moves-the-item"],
)
async def recheck_asked(bench: Bench) -> str:
    await bench.must_still_be(bench.home, "invalid")
    path = f"/v1/declarations/{bench.declaration}/evidence"
    pdf = {"Content-Type": "application/pdf"}
    uploaded = await bench.applicant.ask("POST", path, content=PAPER, headers=pdf)
    bench.file = id_of(must(uploaded, 201))
    must(await bench.applicant.ask("POST", f"/v1/items/{bench.home}/recheck", json=_wanted(bench)), 202)
    await bench.applicant.must_be(bench.home, "recheck", "a recheck was asked for")
    asked = await bench.next_question(bench.home, bench.questions)
    bench.questions.append(asked)
    said = (asked.kind, asked.disputes, [str(ref.id) for ref in asked.evidence])
    if said != (QuestionKind.RECHECK, REASON, [bench.file]):
        raise Broken(f"the question is a {said[0].value} of {said[1]} with {len(said[2])} files")
    if asked.attempt <= bench.first.attempt:
        raise Broken(f"it is attempt {asked.attempt}, the first question was {bench.first.attempt}")
    return f"attempt {asked.attempt}, disputes {asked.disputes}"


@SUITE.check(
    "one-recheck-at-a-time",
    "A second recheck while one runs is refused 409 as recheck-open.",
    why="Two operators would decide the same thing, and one of them late.",
    needs=["recheck-asked"],
)
async def one_recheck(bench: Bench) -> str:
    answer = await bench.applicant.ask("POST", f"/v1/items/{bench.home}/recheck", json=_wanted(bench))
    must_refuse(answer, "a second recheck", 409, slug_is="recheck-open")
    return "refused"


@SUITE.check(
    "evidence-served",
    "The agency reads the file that came with its question: the very bytes that were announced.",
    why="GET /v1/questions/{question}/evidence/{id}, signed. Operators see nothing but what has the announced digest.",
    needs=["recheck-asked"],
)
async def evidence_served(bench: Bench) -> str:
    ref = bench.last.evidence[0]
    answer = must(await bench.speaker.send("GET", _file(bench)), 200)
    if (len(answer.content), hashlib.sha256(answer.content).hexdigest()) != (ref.size, ref.sha256):
        raise Broken(f"{len(answer.content)} bytes came that are not those announced ({ref.size} bytes)")
    return f"{ref.size} bytes, as announced"


@SUITE.check(
    "evidence-guarded",
    "The file is 401 without a good signature, and 404 with a question that it does not belong to.",
    why="Evidence holds identity documents: it is shown to the agency in charge, with the question in its charge.",
    needs=["evidence-served"],
)
async def evidence_guarded(bench: Bench) -> str:
    for seal in FORGED:
        answer = await bench.speaker.send("GET", _file(bench), seal=seal)
        must_refuse(answer, f"evidence with {seal.value}", 401)
    elsewhere = f"/v1/questions/{bench.first.id}/evidence/{bench.file}"
    must_refuse(await bench.speaker.send("GET", elsewhere), "evidence of another question", 404)
    return "three forged requests refused, and one for another question"


@SUITE.check(
    "request-for-more-noted",
    "An agency's request for more evidence is shown on the item, which stays in recheck; repeated, it changes nothing.",
    why="POST /v1/evidence-requests, at least once. The question stays open; the applicant reads the operator's note.",
    needs=["recheck-asked"],
)
async def request_noted(bench: Bench) -> str:
    wanted = EvidenceRequest(question_id=bench.last.id, note=NOTE, requested_at=machine_now())
    must(await bench.speaker.send("POST", "/v1/evidence-requests", wanted), 200, 202, 204)
    item = await bench.applicant.item(bench.home)
    if (item.get("status"), item.get("evidence_requested")) != ("recheck", NOTE):
        raise Broken(f"the item is {item.get('status')} and shows {item.get('evidence_requested')!r}, not the note")
    must(await bench.speaker.send("POST", "/v1/evidence-requests", wanted), 200, 202, 204)
    await bench.unchanged(item, "the second request")
    return "shown, and once"


@SUITE.check(
    "supplement-sent",
    "What the applicant then sends comes to the agency, with the question's id and the file.",
    why="POST /v1/verifications/evidence at the agency, through the same outbox as questions.",
    needs=["request-for-more-noted"],
)
async def supplement_sent(bench: Bench) -> str:
    body = {"evidence": [bench.file], "statement": "补充材料"}
    must(await bench.applicant.ask("POST", f"/v1/items/{bench.home}/evidence", json=body), 202)
    came = await bench.office.watch.until(lambda: bench.office.supplements(bench.last.id), bench.patience)
    if not came:
        raise Broken(f"nothing came to the agency within {bench.patience:g} s")
    if [str(ref.id) for ref in came[0].evidence] != [bench.file]:
        raise Broken("it came without the file")
    return "came, with the file"


@SUITE.check(
    "supplement-signed",
    "What is sent later is signed as questions are.",
    why="Standard Webhooks 1.0.0. Agencies answer 401 to all else, and the operator waits for nothing.",
    needs=["question-signed", "supplement-sent"],
)
async def supplement_signed(bench: Bench) -> str:
    for arrival in bench.office.supplied:
        if arrival.forged:
            raise Broken(arrival.forged)
    return "the signature is good"


@SUITE.check(
    "recheck-settles",
    "The recheck's verdict moves the item from recheck to valid.",
    why="A recheck is decided as a verification is; the result of the recheck is the one that counts.",
    needs=["recheck-asked"],
)
async def recheck_settles(bench: Bench) -> str:
    await bench.must_be_received(on(bench.last), Reception.MOVED)
    await bench.applicant.must_be(bench.home, "valid", "the recheck's verdict")
    return "moved, valid"


@SUITE.check(
    "nothing-to-dispute",
    "A valid result without disputable findings is not rechecked: 409 recheck-not-allowed.",
    why="The reason catalogue says what can be rechecked, and the verdict which findings; the rest is filed again.",
    needs=["recheck-settles"],
)
async def nothing_to_dispute(bench: Bench) -> str:
    answer = await bench.applicant.ask("POST", f"/v1/items/{bench.home}/recheck", json=_wanted(bench))
    must_refuse(answer, "a recheck of a valid item", 409, slug_is="recheck-not-allowed")
    return "refused"


def _wanted(bench: Bench) -> dict[str, object]:
    if not bench.file:
        raise Untold("no evidence could be uploaded")
    return {"disputes": REASON, "statement": "证号填写无误,请复查", "evidence": [bench.file]}


def _file(bench: Bench) -> str:
    return f"/v1/questions/{bench.last.id}/evidence/{bench.file}"
