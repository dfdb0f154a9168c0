"""Verdicts that are told beforehand: they win over pace and rule, count once, and are used in their order."""

import asyncio
from datetime import timedelta
from typing import Any

from luohu_contract.message import Question
from luohu_library_cards.desk import Desk, question, recheck
from luohu_library_cards.verdicts import POISON, TORN
from luohu_testbed.city import NOON
from luohu_testbed.waiting import until

MISMATCH = {"outcome": "invalid", "reason": "overseas.document_mismatch"}
PATH = "/_luohu/expectations"


async def tell(desk: Desk, **wish: Any) -> str:
    answer = await desk.signed("POST", PATH, {"verdict": {"outcome": "invalid"}, **wish}, by="sandbox")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def uses(desk: Desk) -> list[tuple[int, bool]]:
    told = (await desk.signed("GET", PATH, by="sandbox")).json()["items"]
    return [(one["used"], one["used_up"]) for one in told]


async def said(desk: Desk, asked: Question) -> tuple[str, str | None]:
    verdict = await desk.verdict(asked)
    return verdict["outcome"], verdict["reason"]


async def test_expectations_answer_in_their_order_until_they_are_used_up(desk: Desk) -> None:
    await tell(desk)
    await tell(desk, verdict=MISMATCH, times=2)
    asked = [question() for _ in range(4)]
    for one in asked:
        await desk.ask(one)
    assert [await said(desk, one) for one in asked] == [
        ("invalid", "overseas.not_found"),
        ("invalid", "overseas.document_mismatch"),
        ("invalid", "overseas.document_mismatch"),
        ("valid", None),
    ]
    assert await uses(desk) == [(1, True), (2, True)]
    [first, second] = (await desk.signed("GET", PATH, by="sandbox")).json()["items"]
    assert first["items"] == [str(asked[0].item_id)]
    assert second["items"] == sorted(str(one.item_id) for one in asked[1:3])
    assert (first["agency"], first["kinds"]) == ("library-cards", ["overseas_education"])
    other = question()
    await desk.ask(other, world="other")
    assert await said(desk, other) == ("invalid", "overseas.not_found")  # by the register: the other world has no cards


async def test_a_repeated_question_counts_once_and_a_batch_takes_no_more_than_there_is(desk: Desk) -> None:
    await tell(desk, times=3)
    asked = [question() for _ in range(5)]
    for _ in range(2):
        await desk.ask(*asked)
    assert (
        sorted([await said(desk, one) for one in asked])
        == [("invalid", "overseas.not_found")] * 3 + [("valid", None)] * 2
    )
    assert await uses(desk) == [(3, True)]
    await tell(desk, times=10)
    many = [question() for _ in range(40)]
    await asyncio.gather(*(desk.ask(*many[start : start + 2]) for start in range(0, 40, 2)))
    outcomes = [(await said(desk, one))[0] for one in many]
    assert outcomes.count("invalid") == 10
    assert (await uses(desk))[1] == (10, True)


async def test_an_expectation_wins_over_pace_and_rule_and_waits_on_the_worlds_clock(desk: Desk) -> None:
    await desk.signed("PUT", "/_luohu/paces", {"pace": "operator"}, by="sandbox")
    await tell(desk, match={"claim": {"certificate_number": TORN}}, verdict={"outcome": "valid"})
    await tell(desk, match={"claim": {"certificate_number": POISON}}, verdict=MISMATCH, delay="P14D")
    torn, poison, neither = question(TORN), question(POISON), question()
    await desk.ask(torn, poison, neither)
    verdict = await desk.verdict(torn)
    assert (verdict["outcome"], verdict["decided_by"]) == ("valid", "register")
    assert verdict["findings"] == {"kind": "overseas_education", "level": "master", "issued_on": "2020-12-31"}
    await desk.state(neither, "with_operator")
    waiting = await desk.status(poison)
    assert (waiting["state"], waiting["due_at"][:19]) == ("waiting", "2021-07-19T12:00:00")
    await desk.turn_clock(NOON + timedelta(days=14))
    assert await said(desk, poison) == ("invalid", "overseas.document_mismatch")
    assert await uses(desk) == [(1, True), (1, True)]


async def test_a_match_looks_at_everything_that_it_names(desk: Desk) -> None:
    first = question("99-0002")
    again = recheck(first)
    await tell(desk, match={"question_kind": "recheck", "item": str(first.item_id)}, verdict={"outcome": "valid"})
    await tell(desk, match={"id_number": "99010119850615001x"}, times=9)
    await tell(desk, match={"claim": {"certificate_number": "99-0009", "level": "doctor"}}, times=9)
    await desk.ask(first)
    assert await said(desk, first) == ("invalid", "overseas.document_mismatch")
    await desk.ask(again)
    verdict = await desk.verdict(again)
    assert (verdict["outcome"], verdict["decided_by"], verdict["kind"]) == ("valid", "operator", "recheck")
    assert await uses(desk) == [(1, True), (0, False), (0, False)]


async def test_what_was_told_is_taken_back_one_by_one_or_as_a_whole(desk: Desk) -> None:
    first, *_ = [await tell(desk) for _ in range(3)]
    answer = await desk.signed("DELETE", f"{PATH}/{first}", by="sandbox")
    assert answer.json() == {"expectations": 1}
    assert (await desk.signed("DELETE", f"{PATH}/{first}", by="sandbox")).json() == {"expectations": 0}
    assert await uses(desk) == [(0, False)] * 2
    assert (await desk.signed("DELETE", PATH, by="sandbox")).json() == {"expectations": 2}
    asked = question()
    await desk.ask(asked)
    assert await said(desk, asked) == ("valid", None)
    refused = await desk.signed("POST", PATH, {"verdict": {**MISMATCH, "reason": "tax.year_invalid"}}, by="sandbox")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/verdict/reason")
    assert (await desk.signed("POST", PATH, {"verdict": MISMATCH})).status_code == 401
    assert await until(lambda: uses(desk), []) == []
