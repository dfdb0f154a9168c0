"""Webhooks of employers, and subscribers that are slow, away or forgotten in the middle."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luohu_declaration.domain.webhook import Owner, UrlRefused, check_url
from luohu_declaration.storage import deliveries
from luohu_declaration.storage.webhooks import Subscriber
from luohu_declaration.usecases import subscribe
from luohu_declaration.usecases.deliver import flights_of
from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter
from luohu_filing.enrolment import BY_HAND, CONTACT, SCHOOL, Enrolment
from luohu_testbed.subscriber import Receiver
from luohu_testbed.waiting import until

WAIT = {"Prefer": "wait=20"}


async def test_employers_hear_of_themselves_and_of_who_asks_them(enrolment: Enrolment) -> None:
    network = enrolment.counter.network
    school, institute, person = (Receiver().attach(network) for _ in range(3))
    who, clerk, me = enrolment.employer(SCHOOL), enrolment.employer(BY_HAND), enrolment.person()
    for caller, receiver, kinds in (
        (who, school, None),
        (clerk, institute, ["association.requested"]),
        (me, person, ["association.approved"]),
    ):
        await enrolment.ask(caller, "POST", "/v1/webhooks", 201, json={"url": receiver.url, "kinds": kinds})
    await enrolment.register()
    await until(school.kinds, ["employer.registered", "employer.found_eligible"])
    contact = {**CONTACT, "name": "林红"}
    [own] = (await enrolment.get(who, "/v1/employers"))["items"]
    await enrolment.ask(who, "PUT", f"/v1/employers/{own['id']}/contact", 200, json=contact)
    await until(lambda: school.kinds()[2:], ["employer.contact_changed"])
    assert school.told[0].message["data"]["employer_id"] == own["id"]

    employer = await enrolment.own(BY_HAND)
    declaration = await enrolment.open()
    code = {"unit_code": employer["unit_code"]}
    await enrolment.ask(me, "POST", f"{declaration}/association", 202, json=code)
    [asked] = (await enrolment.get(clerk, f"{employer['links']['associations']}?status=pending"))["items"]
    await enrolment.ask(clerk, "POST", asked["links"]["decision"], 200, json={"decision": "approve"})
    await until(person.kinds, ["association.approved"])
    await until(institute.kinds, ["association.requested"])
    data = person.told[0].message["data"]
    assert (data["employer_id"], data["from"], data["to"]) == (employer["id"], "pending", "approved")
    assert "王伟" not in person.told[0].body.decode()
    assert len(school.told) == 3

    nameless = enrolment.counter.issuer.staff("employer", world=enrolment.world)
    assert await enrolment.refused(nameless, "GET", "/v1/webhooks") == (403, "employer-mismatch")
    assert (await enrolment.ask(enrolment.staff(), "GET", "/v1/webhooks")).status_code == 403


async def webhook(counter: Counter, url: str, *kinds: str, **wish: Any) -> dict[str, Any]:
    found: dict[str, Any] = (
        await counter.must("POST", "/v1/webhooks", 201, json={"url": url, "kinds": kinds or None}, **wish)
    ).json()
    return found


async def test_one_message_at_a_time_in_order_and_a_slow_subscriber_holds_up_nobody(counter: Counter) -> None:
    arrived: list[str] = []
    go_on = asyncio.Event()

    async def slowly(request: Request) -> Response:
        arrived.append((await request.json())["type"])
        await go_on.wait()
        return Response(status_code=204)

    counter.network.attach("localhost", Starlette(routes=[Route("/", slowly, methods=["POST"])]))
    quick = Receiver().attach(counter.network)
    await webhook(counter, "http://localhost/")
    await webhook(counter, quick.url, "item.filed", "item.deleted")
    home = await counter.file(await counter.open(), "residences", own_home())
    await counter.must("DELETE", f"/v1/items/{home}", 204, headers={"If-Match": '"1"'})
    await until(quick.kinds, ["item.filed", "item.deleted"])
    assert arrived == ["declaration.opened"]  # the others wait for it
    runtime = counter.running.runtime
    await until(lambda: len(flights_of(runtime)), 1)
    go_on.set()
    await until(lambda: arrived, ["declaration.opened", "item.filed", "item.deleted"])
    await until(lambda: len(flights_of(runtime)), 0)


async def test_what_a_dead_process_was_sending_is_sent_again_and_its_result_counts_once(counter: Counter) -> None:
    receiver = Receiver().attach(counter.network)
    made = await webhook(counter, receiver.url, "item.filed")
    runtime, who = counter.running.runtime, Subscriber(Owner.APPLICANT, "person-1")
    async with runtime.begin("main") as work:
        sent = await subscribe.ping(work, made["id"], who)
        [claimed] = await deliveries.claim(work, timedelta(seconds=0.5), 10)  # and nobody sends it
        assert claimed.id == sent.id
        assert await deliveries.claim(work, timedelta(seconds=0.5), 10) == []
        await work.commit()
    await until(receiver.kinds, ["ping"])
    path = f"{made['links']['deliveries']}/{sent.id}"
    found = (await counter.must("GET", path, 200, headers=WAIT)).json()
    assert (found["state"], found["attempts"]) == ("delivered", 2)
    async with runtime.begin("main") as work:
        late = await deliveries.attempted(work, claimed, deliveries.DeliveryEvent.GAVE_UP, None, 500, "too late")
        await work.commit()
    assert not late


async def test_a_webhook_that_is_taken_away_is_told_nothing_more(counter: Counter) -> None:
    receiver = Receiver(answers=[503]).attach(counter.network)
    key = {"Idempotency-Key": '"subscribe-once"'}
    made = await webhook(counter, receiver.url, "item.filed", headers=key)
    assert await webhook(counter, receiver.url, "item.filed", headers=key) == made
    declaration = await counter.open()
    await counter.file(declaration, "residences", own_home())
    await until(receiver.kinds, ["item.filed"])
    await counter.must("DELETE", made["links"]["self"], 204)
    await counter.file(declaration, "tax", {"authorised": True})
    assert (await counter.must("GET", "/v1/webhooks", 200)).json() == {"items": []}
    await until(lambda: len(flights_of(counter.running.runtime)), 0)
    assert receiver.kinds() == ["item.filed"]


def test_production_sends_only_where_its_settings_say() -> None:
    origins = ["https://Hooks.example.org", "http://10.0.0.9:8080/"]
    for url in ("https://hooks.example.org/a?b=c", "https://hooks.example.org:443/", "http://10.0.0.9:8080"):
        check_url(url, origins, loopback=False)
    for url in (
        "http://127.0.0.1/",
        "https://hooks.example.org:8443/",
        "http://hooks.example.org/",
        "http://10.0.0.9/",
    ):
        with pytest.raises(UrlRefused):
            check_url(url, origins, loopback=False)
    for url in ("http://localhost:9000", "http://127.9.9.9/x", "https://[::1]:9000/"):
        check_url(url, (), loopback=True)
