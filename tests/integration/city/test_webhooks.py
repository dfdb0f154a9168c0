"""Webhooks: whoever subscribes is told of their own things, signed, and again and again on the world's clock."""

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError

from luohu_declaration.domain.webhook import MOST, SCHEDULE
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of
from luohu_testbed.subscriber import Receiver
from luohu_testbed.waiting import until

WAIT = {"Prefer": "wait=20"}


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


@pytest.fixture
def receiver(city: City) -> Iterator[Receiver]:
    """A subscriber that is there."""
    receiver = Receiver().attach(city.network)
    yield receiver
    city.network.detach(receiver.host)


async def subscribe(somebody: Applicant, receiver: Receiver, *kinds: str) -> dict[str, Any]:
    """A new webhook, with its secret."""
    wish = {"url": receiver.url, **({"kinds": kinds} if kinds else {})}
    made = await somebody.ask("POST", "/v1/webhooks", json=wish)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def deliveries(somebody: Applicant, webhook: dict[str, Any]) -> list[dict[str, Any]]:
    """Its messages, the oldest first."""
    found = (await somebody.ask("GET", webhook["links"]["deliveries"])).json()["items"]
    return list(reversed(found))


async def advance(control: Any, by: str) -> list[tuple[str, str]]:
    """What webhooks fired on the way, and when."""
    done = await control("POST", "/clock/advance", {"by": by})
    return [(each["at"], each["ref"]) for each in done["fired"] if each["what"] == "webhooks"]


async def test_every_event_of_an_item_is_told_once_and_signed(
    somebody: Applicant, receiver: Receiver, control: Any
) -> None:
    webhook = await subscribe(somebody, receiver)
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item)
    expected = ["declaration.opened", "item.filed", "item.verification_asked", "item.found_valid"]
    await until(receiver.kinds, expected)

    events = (await somebody.ask("GET", f"/v1/declarations/{somebody.declaration}/events")).json()["items"]
    real = datetime.now(UTC)
    for told, event in zip(receiver.told, events, strict=True):
        told.check(webhook["secret"])
        assert abs(datetime.fromtimestamp(int(told.headers["webhook-timestamp"]), UTC) - real) < timedelta(minutes=2)
        message = told.message
        assert (message["timestamp"], message["world"]) == (event["at"], somebody.world)  # the world's time
        assert message["data"] == {
            "declaration_id": somebody.declaration,
            **{name: event[name] for name in ("seq", "at", "event", "from", "to", "detail", "actor")},
            **({"item_id": item} if event["item_id"] else {}),
        }
    listed = await deliveries(somebody, webhook)
    assert [one["id"] for one in listed] == [told.headers["webhook-id"] for told in receiver.told]
    assert {(one["state"], one["attempts"], one["last_status"]) for one in listed} == {("delivered", 1, 204)}

    match = {"from": "declaration", "to": "webhooks", "item": item}
    hops = (await control("POST", "/journal/find", {"match": match}))["items"]
    assert [(hop["path"], hop["status"]) for hop in hops] == [("/hooks", 204)] * 3
    journey = await control("GET", f"/journal/trace/{item}?format=json")
    assert "webhooks" in str(journey)
    assert webhook["secret"] not in str(await control("GET", "/journal?limit=200"))


async def test_a_retry_schedule_of_days_passes_in_one_advance(
    somebody: Applicant, receiver: Receiver, control: Any
) -> None:
    receiver.answers = [503]
    webhook = await subscribe(somebody, receiver, "declaration.opened")
    await somebody.file()
    await until(lambda: len(receiver.told), 1)
    [waiting] = await deliveries(somebody, webhook)

    async def noted() -> int:
        [one] = await deliveries(somebody, webhook)
        return int(one["attempts"]) if one["last_status"] else 0

    await until(noted, 1)
    fired = await advance(control, "P7D")
    due = datetime.fromisoformat(waiting["at"])
    expected = []
    for wait in SCHEDULE:
        due = wait.after(due)
        expected.append((due, f"declaration.opened {waiting['id']}"))
    assert [(datetime.fromisoformat(at), ref) for at, ref in fired] == expected
    assert len(receiver.told) == len(SCHEDULE) + 1
    assert len({(told.headers["webhook-id"], told.body) for told in receiver.told}) == 1  # always the same message
    dead = (await somebody.ask("GET", waiting["links"]["self"])).json()
    assert (dead["state"], dead["last_status"], dead["next_attempt_at"]) == ("dead", 503, None)
    assert [one["event"] for one in dead["log"]] == ["failed"] * 7 + ["gave_up"]

    receiver.answers = [200]
    again = await somebody.ask("POST", waiting["links"]["redelivery"])
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    sent = (await somebody.ask("GET", waiting["links"]["self"], headers=WAIT)).json()
    assert (sent["state"], sent["attempts"]) == ("delivered", 1)
    assert [one["event"] for one in sent["log"]][-2:] == ["redelivery_asked", "succeeded"]
    assert receiver.told[-1].body == receiver.told[0].body


async def test_a_subscriber_that_comes_back_is_told_after_the_outage_of_the_edge(
    somebody: Applicant, receiver: Receiver, control: Any
) -> None:
    webhook = await subscribe(somebody, receiver, "item.filed")
    now = datetime.fromisoformat((await control("GET", "/clock"))["now"])
    edge = "/faults/declaration->webhooks"
    await control("PUT", edge, {"outage": {"to": (now + timedelta(hours=1)).isoformat()}})
    await somebody.file()
    [first] = await deliveries(somebody, webhook)
    tried = (await somebody.ask("GET", first["links"]["self"], headers=WAIT)).json()
    assert (tried["state"], tried["last_status"]) == ("pending", None)
    assert "outage" in tried["last_error"]
    await advance(control, "P1D")
    [after] = await deliveries(somebody, webhook)
    assert (after["state"], after["attempts"], len(receiver.told)) == ("delivered", 5, 1)

    await control("PUT", edge, {"unsigned": True, "fail_first": 1})
    ping = (await somebody.ask("POST", webhook["links"]["ping"])).json()
    await somebody.ask("GET", ping["links"]["self"], headers=WAIT)
    assert "webhook-signature" not in receiver.told[-1].headers
    await control("PUT", edge, {"corrupt_signature": True, "fail_first": 1})
    ping = (await somebody.ask("POST", webhook["links"]["ping"])).json()
    await somebody.ask("GET", ping["links"]["self"], headers=WAIT)
    with pytest.raises(WebhookVerificationError):
        receiver.told[-1].check(webhook["secret"])
    refused = await control("PUT", edge, {"hold": "P1D"}, status=422)
    assert refused["errors"][0]["pointer"] == "#/hold"


async def test_two_secrets_live_for_a_day(somebody: Applicant, receiver: Receiver, control: Any) -> None:
    webhook = await subscribe(somebody, receiver)
    rotated = (await somebody.ask("POST", webhook["links"]["rotation"])).json()
    old, new = webhook["secret"], rotated["secret"]
    assert old != new
    assert "secret" not in (await somebody.ask("GET", webhook["links"]["self"])).json()

    async def ping() -> None:
        sent = (await somebody.ask("POST", webhook["links"]["ping"])).json()
        assert (await somebody.ask("GET", sent["links"]["self"], headers=WAIT)).json()["state"] == "delivered"

    await ping()
    for secret in (old, new):
        receiver.told[-1].check(secret)
    await control("POST", "/clock/advance", {"by": "P1D"})
    await ping()
    receiver.told[-1].check(new)
    with pytest.raises(WebhookVerificationError):
        receiver.told[-1].check(old)


async def test_nobody_hears_of_others_or_takes_what_is_not_theirs(
    somebody: Applicant, receiver: Receiver, city: City
) -> None:
    other = await applicant(city, somebody.world, "tax-penalty")
    elsewhere = Receiver().attach(city.network)
    mine, theirs = await subscribe(somebody, receiver), await subscribe(other, elsewhere, "item.filed")
    await somebody.file()
    await until(receiver.kinds, ["declaration.opened", "item.filed"])
    await other.file()
    await until(elsewhere.kinds, ["item.filed"])
    assert len(receiver.told) == 2
    one, _ = await deliveries(somebody, mine)
    stolen = one["links"]["self"].replace(mine["id"], theirs["id"])
    for method, path in (
        ("GET", mine["links"]["self"]),
        ("DELETE", mine["links"]["self"]),
        ("GET", mine["links"]["deliveries"]),
        ("POST", mine["links"]["rotation"]),
        ("POST", mine["links"]["ping"]),
        ("GET", one["links"]["self"]),
        ("POST", one["links"]["redelivery"]),
        ("GET", stolen),
        ("POST", f"{stolen}/redelivery"),
    ):
        assert slug_of(await other.ask(method, path)) == "not-found", (method, path)
    assert [each["id"] for each in (await other.ask("GET", "/v1/webhooks")).json()["items"]] == [theirs["id"]]
    assert (await other.ask("DELETE", theirs["links"]["self"])).status_code == 204
    assert (await other.ask("GET", theirs["links"]["deliveries"])).status_code == 404
    city.network.detach(elsewhere.host)


async def test_what_cannot_be_sent_to_or_told_is_refused(somebody: Applicant, receiver: Receiver) -> None:
    for url in (
        "https://example.org/hooks",
        "http://127.0.0.1.example.org/",
        "http://127.0.0.1@example.org/",
        "http://example.org\\@127.0.0.1/",
        "ftp://127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://169.254.169.254/",
        "//127.0.0.1/",
    ):
        refused = await somebody.ask("POST", "/v1/webhooks", json={"url": url})
        assert slug_of(refused) == "webhook-url-refused", url
        assert refused.json()["errors"][0]["pointer"] == "#/url"
    wrong = {"url": receiver.url, "kinds": ["item.filed", "employer.registered"]}
    refused = await somebody.ask("POST", "/v1/webhooks", json=wrong)
    assert slug_of(refused) == "validation-failed"
    assert refused.json()["errors"][0]["pointer"] == "#/kinds/1"
    for _ in range(MOST):
        last = await subscribe(somebody, receiver, "item.filed")
    refused = await somebody.ask("POST", "/v1/webhooks", json={"url": receiver.url})
    assert slug_of(refused) == "webhook-limit"
    await somebody.ask("DELETE", last["links"]["self"])
    receiver.answers = [307, 204]
    webhook = await subscribe(somebody, receiver)
    sent = (await somebody.ask("POST", webhook["links"]["ping"])).json()
    tried = (await somebody.ask("GET", sent["links"]["self"], headers=WAIT)).json()
    assert (tried["state"], tried["last_status"], len(receiver.told)) == ("pending", 307, 1)  # nobody followed it


async def test_a_world_takes_its_webhooks_back_and_away(
    somebody: Applicant, receiver: Receiver, city: City, control: Any
) -> None:
    receiver.answers = [503, 204]
    webhook = await subscribe(somebody, receiver, "item.filed")
    await somebody.file()
    await until(lambda: len(receiver.told), 1)
    [kept] = await deliveries(somebody, webhook)
    tried = (await somebody.ask("GET", kept["links"]["self"], headers=WAIT)).json()
    assert tried["state"] == "pending"
    made = await city.client.post(f"/_luohu/worlds/{somebody.world}/snapshots", json={"name": "before"})
    assert made.status_code == 201, made.text
    await advance(control, "PT1H")
    assert (await deliveries(somebody, webhook))[0]["state"] == "delivered"
    back = await city.client.post(f"/_luohu/worlds/{somebody.world}/snapshots/before/restore")
    assert back.status_code == 200, back.text
    assert (await deliveries(somebody, webhook))[0]["state"] == "pending"
    await advance(control, "PT1H")
    assert ((await deliveries(somebody, webhook))[0]["state"], len(receiver.told)) == ("delivered", 3)

    receiver.answers = [503]
    await somebody.ask("POST", kept["links"]["redelivery"])
    await until(lambda: len(receiver.told), 4)
    assert (await city.client.delete(f"/_luohu/worlds/{somebody.world}")).status_code == 204
    async with city.apps["declaration"].state.runtime.everywhere() as connection:
        for table in ("webhook", "webhook_delivery", "webhook_event"):
            left = await connection.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE world = '{somebody.world}'")  # noqa: S608
            assert left.scalar() == 0


async def test_secrets_leave_the_city_in_no_file_and_are_set_anew(
    city: City, somebody: Applicant, receiver: Receiver, world: str
) -> None:
    webhook = await subscribe(somebody, receiver)
    rotated = (await somebody.ask("POST", f"{webhook['links']['self']}/rotation")).json()
    file = (await city.client.get(f"/_luohu/worlds/{world}/export")).content
    written = gzip.decompress(file)
    assert b"whsec_left-out" in written
    assert not re.search(rb"whsec_(?!left-out)", written)

    copy = f"{world}-copy"
    made = await city.client.post("/_luohu/worlds/import", params={"name": copy}, content=file)
    assert made.status_code == 201, made.text
    there = await applicant(city, copy)
    receiver.told.clear()
    await there.ask("POST", f"{webhook['links']['self']}/ping")
    await until(lambda: len(receiver.told), 1)
    for secret in (webhook["secret"], rotated["secret"]):
        with pytest.raises(WebhookVerificationError):
            receiver.told[0].check(secret)
    anew = (await there.ask("POST", f"{webhook['links']['self']}/rotation")).json()
    await there.ask("POST", f"{webhook['links']['self']}/ping")
    await until(lambda: len(receiver.told), 2)
    receiver.told[1].check(anew["secret"])
    await city.client.delete(f"/_luohu/worlds/{copy}")
