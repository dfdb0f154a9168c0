"""The item is pending: nobody changes it, nobody sends it twice."""

from luohu_conformance.check import Suite
from luohu_conformance.declaration.bench import HOME, REASON, Bench
from luohu_conformance.reading import must_refuse

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "pending-is-locked",
    "A pending item is neither edited nor deleted: 409 item-locked.",
    why="申报须知 三.三. The verdict would be about something else than what the declaration then says.",
    needs=["question-asked"],
)
async def pending_is_locked(bench: Bench) -> str:
    before, path = await bench.applicant.item(bench.home), f"/v1/items/{bench.home}"
    version = await bench.applicant.version(bench.home)
    edited = await bench.applicant.ask("PUT", path, json={**HOME, "to": "2017-11"}, version=version)
    must_refuse(edited, "an edit", 409, slug_is="item-locked")
    must_refuse(await bench.applicant.ask("DELETE", path, version=version), "a deletion", 409, slug_is="item-locked")
    await bench.unchanged(before, "both refusals")
    return "neither edited nor deleted"


@SUITE.check(
    "pending-is-not-sent-again",
    "在线审核 of a pending item is refused 409.",
    why="There is one open question for each part of an item; a second would make the first verdict late.",
    needs=["question-asked"],
)
async def pending_is_not_sent_again(bench: Bench) -> str:
    before = await bench.applicant.item(bench.home)
    answer = await bench.applicant.ask("POST", f"/v1/items/{bench.home}/verification")
    must_refuse(answer, "在线审核 of a pending item", 409)
    await bench.unchanged(before, "the refusal")
    return "refused"


@SUITE.check(
    "no-recheck-before-a-verdict",
    "A recheck of a pending item is refused 409 as recheck-not-allowed.",
    why="Without a verdict there is nothing to dispute.",
    needs=["question-asked"],
)
async def no_recheck_yet(bench: Bench) -> str:
    body = {"disputes": REASON, "statement": "请复查", "evidence": []}
    answer = await bench.applicant.ask("POST", f"/v1/items/{bench.home}/recheck", json=body)
    must_refuse(answer, "a recheck of a pending item", 409, slug_is="recheck-not-allowed")
    return "refused"
