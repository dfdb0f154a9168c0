"""The mailbox of what the city sends by SMS: pages, marks, and a stream that goes on where it was left."""

import asyncio
import json
import time
from typing import Any
from uuid import uuid4

import pytest

from luohu_declaration.usecases.notify import notify
from luohu_filing.counter import Counter
from luohu_testbed.issuer import APPLICANT
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

WANG = str(APPLICANT["id_number"])
OTHER = "990108198811300149"

Json = dict[str, Any]


async def tell(counter: Counter, *years: int, recipient: str = WANG) -> None:
    """A notice for each of the years."""
    async with counter.running.runtime.begin("main") as work:
        for year in years:
            await notify(work, recipient, "sanction.recorded", reason="虚假承诺", year=year)
        await work.commit()


async def mailbox(counter: Counter, query: str = "") -> Json:
    found: Json = (await counter.must("GET", f"/v1/notices{query}", 200)).json()
    return found


def years_of(page: Json) -> list[int]:
    return [each["parameters"]["year"] for each in page["items"]]


async def listen(counter: Counter, query: str, **headers: str) -> list[Json]:
    """The notices of a stream that ends by itself, each with the id of its event."""
    answer = await counter.must("GET", f"/v1/notices/events?{query}", 200, headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [dict(line.split(": ", 1) for line in event.split("\n")) for event in answer.text.split("\n\n")[1:-1]]
    return [{**json.loads(event["data"]), "event_id": event["id"], "event": event["event"]} for event in events]


async def test_a_mailbox_is_read_page_by_page_oldest_first(counter: Counter) -> None:
    await tell(counter, 2018, 2019, 2020)
    first = await mailbox(counter, "?limit=2")
    assert (years_of(first), first["unread"]) == ([2018, 2019], 3)
    rest = await mailbox(counter, f"?after={first['after']}")
    assert years_of(rest) == [2020]
    nothing = await mailbox(counter, f"?after={rest['after']}")
    assert (nothing["items"], nothing["after"]) == ([], rest["after"])


async def test_what_was_marked_as_read_is_left_out_when_only_new_ones_are_wanted(counter: Counter) -> None:
    await tell(counter, 2018, 2019)
    first = (await mailbox(counter))["items"][0]
    for _ in range(2):
        marked = (await counter.must("POST", first["links"]["read"], 200)).json()
        assert (marked["id"], marked["read_at"] is not None) == (first["id"], True)
    left = await mailbox(counter, "?unread=true")
    assert (years_of(left), left["unread"]) == ([2019], 1)
    assert years_of(await mailbox(counter)) == [2018, 2019]


async def test_the_mailbox_of_somebody_else_is_closed(counter: Counter) -> None:
    await tell(counter, 2018)
    await tell(counter, 2019, recipient=OTHER)
    assert years_of(await mailbox(counter)) == [2018]
    mine = (await mailbox(counter))["items"][0]["links"]["read"]
    for path in (mine, f"/v1/notices/{uuid4()}/read"):
        answer = await counter.client.post(path, headers=counter.stranger())
        assert (answer.status_code, slug_of(answer)) == (404, "not-found")
    assert (await mailbox(counter))["unread"] == 1
    clerk = await counter.client.get("/v1/notices", headers=counter.window())
    assert (clerk.status_code, slug_of(clerk)) == (403, "role-not-allowed")


async def test_a_stream_tells_what_is_there_and_ends_after_so_many(counter: Counter) -> None:
    await tell(counter, 2018, 2019)
    told = await listen(counter, "limit=2")
    assert [(each["parameters"]["year"], each["event"]) for each in told] == [
        (2018, "sanction.recorded"),
        (2019, "sanction.recorded"),
    ]
    assert [each["event_id"] for each in told] == [str(each["seq"]) for each in told]


@pytest.mark.parametrize("by_header", [True, False])
async def test_a_listener_that_comes_back_goes_on_where_it_was(counter: Counter, by_header: bool) -> None:
    await tell(counter, 2018, 2019, 2020)
    seen = (await listen(counter, "limit=1"))[0]["event_id"]
    headers = {"Last-Event-ID": seen} if by_header else {}
    told = await listen(counter, "limit=2" if by_header else f"limit=2&after={seen}", **headers)
    assert [each["parameters"]["year"] for each in told] == [2019, 2020]


async def test_a_listener_hears_what_comes_later(counter: Counter) -> None:
    listening = asyncio.create_task(listen(counter, "limit=1"))
    await until(lambda: counter.running.runtime.hub.is_watched("main", f"notices:{WANG}"))
    await tell(counter, 2021, recipient=OTHER)
    await tell(counter, 2020)
    (heard,) = await listening
    assert heard["parameters"]["year"] == 2020


@pytest.mark.parametrize("nonsense", ["yesterday", "-1", "1.5", "9" * 30])
async def test_a_place_in_the_stream_that_makes_no_sense_is_refused(counter: Counter, nonsense: str) -> None:
    headers = {**counter.person(), "Last-Event-ID": nonsense}
    answer = await counter.client.get("/v1/notices/events", headers=headers)
    assert (answer.status_code, slug_of(answer)) == (400, "malformed-request")


async def test_a_stream_ends_with_the_token(counter: Counter) -> None:
    headers = counter.person(exp=int(time.time()) + 1)
    answer = await counter.client.get("/v1/notices/events", headers=headers)
    assert answer.text.endswith(": the token has expired\n\n")
