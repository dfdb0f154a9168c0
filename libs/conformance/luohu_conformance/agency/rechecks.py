"""Rechecks: the applicant disputes a verdict, with evidence, and perhaps with more of it later."""

from uuid import uuid4

from luohu_conformance.agency.bench import PATH, Bench
from luohu_conformance.check import Broken, Suite, Untold
from luohu_conformance.reading import must, read
from luohu_contract.message import (
    Acknowledgement,
    EvidenceSupplement,
    EvidenceSupplements,
    Question,
    QuestionKind,
    VerificationState,
)
from luohu_contract.reasons import REASONS

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "recheck-taken",
    "A recheck of a decided item, with the applicant's words and evidence, is accepted and has a status.",
    why="A recheck is a question of kind `recheck` that names what it disputes; an operator may take weeks over it.",
    needs=["verdict-readable"],
)
async def recheck_taken(bench: Bench) -> str:
    recheck = _recheck(bench)
    await bench.taken([recheck])
    bench.recheck = recheck
    return f"accepted, {(await bench.status(recheck)).state.value}"


@SUITE.check(
    "supplement-taken",
    "Evidence that comes later joins its question; the same supplement a second time is accepted again.",
    why="POST /v1/verifications/evidence answers an Acknowledgement of the supplements' ids, and may come twice.",
    needs=["recheck-taken"],
)
async def supplement_taken(bench: Bench) -> str:
    recheck = bench.rechecked()
    if (await bench.status(recheck)).state is VerificationState.DECIDED:
        raise Untold("the recheck was decided at once, so there was no time for more evidence")
    supplement = _supplement(bench, recheck)
    for time in ("first", "second"):
        answer = await _supplied(bench, supplement)
        if supplement.id not in answer.accepted:
            raise Broken(f"it was not accepted the {time} time: {_why(answer)}")
    return "accepted twice"


@SUITE.check(
    "supplement-of-unknown-refused",
    "Evidence for a question that was never asked is refused by the supplement's id, with 202.",
    why="One supplement that cannot be taken does not touch the others of its batch.",
    needs=["recheck-taken"],
)
async def supplement_of_unknown(bench: Bench) -> str:
    supplement = _supplement(bench, bench.new())
    answer = await _supplied(bench, supplement)
    if supplement.id in answer.accepted or supplement.id not in {one.id for one in answer.refused}:
        raise Broken("it was accepted")
    return f"refused as {_why(answer)}"


@SUITE.check(
    "evidence-fetched-signed",
    "Evidence is fetched with a signature over `GET ` and the path.",
    why="GET /v1/questions/{question}/evidence/{id} at the declaration service, which shows a file to no one else.",
    needs=["recheck-taken"],
)
async def evidence_fetched(bench: Bench) -> str:
    if not bench.desk.fetches:
        raise Untold("the agency fetched no evidence: ours does when an operator opens it")
    for fetch in bench.desk.fetches:
        if fetch.forged:
            raise Broken(f"GET {fetch.path}: {fetch.forged}")
    return f"{len(bench.desk.fetches)} fetched"


def _recheck(bench: Bench) -> Question:
    """The recheck of the first item whose verdict can be disputed. Raises Untold."""
    for asked in bench.first:
        verdict = bench.verdicts(asked)[0]
        codes = [*([verdict.reason] if verdict.reason in REASONS else []), *verdict.disputable]
        if codes:
            return asked.model_copy(
                update={
                    "id": uuid4(),
                    "attempt": asked.attempt + 1,
                    "kind": QuestionKind.RECHECK,
                    "disputes": codes[0],
                    "statement": "与原件不符,请复查",
                    "evidence": (bench.desk.file,),
                }
            )
    raise Untold("no verdict named a reason or a disputable finding: give the kit cases that are not true")


def _supplement(bench: Bench, asked: Question) -> EvidenceSupplement:
    return EvidenceSupplement(id=uuid4(), question_id=asked.id, statement="补充材料", evidence=(bench.desk.file,))


async def _supplied(bench: Bench, supplement: EvidenceSupplement) -> Acknowledgement:
    body = EvidenceSupplements(supplements=(supplement,))
    return read(Acknowledgement, must(await bench.speaker.send("POST", f"{PATH}/evidence", body), 202))


def _why(answer: Acknowledgement) -> str:
    return answer.refused[0].slug if answer.refused else "neither accepted nor refused"
