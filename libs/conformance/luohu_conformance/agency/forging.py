"""Requests that nobody at the declaration service signed."""

from luohu_conformance.agency.bench import PATH, Bench
from luohu_conformance.check import Broken, Suite
from luohu_conformance.reading import must_refuse
from luohu_conformance.speaking import FORGED, UNTIMELY, Seal

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "forged-question-refused",
    "Questions without signature, with that of another secret or of other bytes are refused 401.",
    why="Verdicts are about people, and go where the request says: only the declaration service may ask.",
)
async def forged_question(bench: Bench) -> str:
    for seal in FORGED:
        must_refuse(await bench.ask([bench.new()], seal=seal), f"a batch with {seal.value}", 401)
    return f"{len(FORGED)} forged batches refused"


@SUITE.check(
    "untimely-question-refused",
    "Questions signed ten minutes ago, or ten minutes ahead, are refused 401.",
    why="Five minutes of real time either way; else whoever once saw a request can send it for ever.",
    needs=["forged-question-refused"],
)
async def untimely_question(bench: Bench) -> str:
    for seal in UNTIMELY:
        must_refuse(await bench.ask([bench.new()], seal=seal), f"a batch with {seal.value}", 401)
    return "too old and too new, both refused"


@SUITE.check(
    "status-guarded",
    "GET /v1/verifications/{id} wants a signature over `GET ` and the path.",
    why="A request without a body is signed over its method and path. Nobody else reads what was decided about people.",
    needs=["questions-taken"],
)
async def status_guarded(bench: Bench) -> str:
    path = f"{PATH}/{bench.first[0].id}"
    for seal in (Seal.NONE, Seal.OTHER_SECRET, Seal.OTHER_BYTES):
        answer = await bench.speaker.send("GET", path, seal=seal)
        if answer.is_success:
            raise Broken(f"a GET with {seal.value} was answered {answer.status_code}")
        must_refuse(answer, f"a GET with {seal.value}", 401)
    return "three forged requests refused"
