"""Nothing is ever stuck unseen: overdue questions are looked after, refused ones are listed and sent again."""

from typing import Any

from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter, answer, home_found
from luohu_testbed.waiting import until


async def listed(counter: Counter) -> list[dict[str, Any]]:
    """What waits, as the window sees it."""
    response = await counter.client.get("/v1/waiting", headers=counter.window())
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def filed(counter: Counter) -> str:
    return await counter.file(await counter.open(), "residences", own_home())


async def test_a_verdict_that_got_lost_is_fetched(counter: Counter) -> None:
    home = await filed(counter)
    [question] = await counter.verify(home)
    registry = counter.agencies["housing-registry"]
    registry.verdicts[question.id] = answer(question, findings=home_found())
    settled = await counter.must("GET", f"/v1/items/{home}", 200, headers={"Prefer": "wait=20"})
    assert settled.json()["status"] == "valid"
    assert await counter.decide(registry.verdicts[question.id]) == ["duplicate"]
    assert await listed(counter) == []


async def test_a_question_that_the_agency_lost_is_sent_again(counter: Counter) -> None:
    home = await filed(counter)
    [question] = await counter.verify(home)
    registry = counter.agencies["housing-registry"]
    registry.questions.clear()
    await until(lambda: len(registry.about(home)), 1)
    assert registry.about(home) == [question]


async def test_a_question_that_waits_for_an_operator_is_listed_as_such(counter: Counter) -> None:
    home = await filed(counter)
    await counter.verify(home)

    async def state() -> str | None:
        [waiting] = await listed(counter)
        seen: str | None = waiting["agency_state"]
        return seen

    await until(state, "with_operator")
    [waiting] = await listed(counter)
    assert (waiting["agency"], waiting["item_id"], waiting["state"]) == ("housing-registry", home, "delivered")
    assert (waiting["age"], waiting["last_problem"]) == ("PT0S", None)
    assert waiting["checks"] >= 1
    assert waiting["person"] == {"name": "王伟", "id_number": "990*************12"}


async def test_an_agency_that_is_away_gets_the_question_when_it_is_back(counter: Counter) -> None:
    counter.agencies["housing-registry"].deaf = True
    home = await filed(counter)
    await counter.must("POST", f"/v1/items/{home}/verification", 202)

    async def problem() -> bool:
        [waiting] = await listed(counter)
        return waiting["state"] == "queued" and "503" in (waiting["last_problem"] or "")

    await until(problem)
    counter.agencies["housing-registry"].deaf = False
    await until(lambda: len(counter.agencies["housing-registry"].about(home)), 1)


async def test_a_refused_question_is_listed_until_staff_send_it_again(counter: Counter) -> None:
    registry = counter.agencies["housing-registry"]
    registry.refuses = "claim-not-answered-here"
    home = await filed(counter)
    await counter.must("POST", f"/v1/items/{home}/verification", 202)

    async def state() -> str:
        [waiting] = await listed(counter)
        return str(waiting["state"])

    await until(state, "refused")
    [waiting] = await listed(counter)
    assert "claim-not-answered-here" in waiting["last_problem"]

    registry.refuses = ""
    path = waiting["links"]["dispatch"]
    sent = await counter.client.post(path, headers=counter.window())
    assert (sent.status_code, sent.json()["sent"]) == (202, True)
    await until(lambda: len(registry.about(home)), 1)
    [question] = registry.about(home)
    assert await counter.decide(answer(question, findings=home_found())) == ["moved"]
    decided = await counter.client.post(path, headers=counter.window())
    assert (decided.status_code, decided.json()["type"]) == (409, "/problems/question-decided")


async def test_only_staff_see_what_waits(counter: Counter) -> None:
    assert (await counter.client.get("/v1/waiting", headers=counter.person())).status_code == 403
    administrator = counter.issuer.staff("administrator")
    assert (await counter.client.get("/v1/waiting", headers=administrator)).status_code == 200
