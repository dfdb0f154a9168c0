"""A service dies once at every point at which it can: before and after each commit, before and after each message.

The points are found by passing them (see `luohu_dying`), so a use case that is new is tested without a line here. The
same people live in a world where nobody dies and in one where somebody dies at every point that they come to; both end
alike, their subscribers hear of everything, and `luohu verify` finds nothing.
"""

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from luohu_cli.door import Door, Refused
from luohu_cli.story import Step, Story
from luohu_contract.indicators import Indicator
from luohu_testbed.hooks import Hooks
from luohu_testbed.real import RealCity
from luohu_testbed.verifying import verified
from luohu_testbed.waiting import until, until_seen

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

#: Between them they file, are asked for evidence, recheck, are decided by operators; the item that they delete at last.
PEOPLE = {"huairou-home-not-found": "home", "tax-year-without-tax": "tax"}
SUBMITS = "tax-year-without-tax"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
ME = "/v1/declarations/{declaration}"
#: What they want to hear of: each happens to somebody, and none of it twice by itself.
KINDS = [
    *(
        f"item.{event}"
        for event in ("filed", "edited", "verification_asked", "found_invalid", "found_valid", "deleted")
    ),
    *(f"declaration.{event}" for event in ("submitted", "withdrawn")),
]
SAVED: dict[str, Any] = {"saved": True}
AREA = {**SAVED, "committed": False, "captcha": {"token": "$token", "answer": "$answer"}}
SUBMISSION: Sequence[Any] = (
    {"ask": {"method": "POST", "path": f"{ME}/eligibility", "status": 202}},
    {"ask": {"method": "GET", "path": f"{ME}/eligibility", "expect": {"state": "eligible"}}},
    {"ask": {"method": "PUT", "path": f"{ME}/basics", "body": {"disclosure_consent": True}}},
    {"ask": {"method": "GET", "path": f"{ME}/captcha", "keep": {"token": "token", "answer": "answer"}}},
    *(
        {
            "ask": {
                "method": "PUT",
                "path": f"{ME}/indicators/{page.value}",
                "body": AREA if page is Indicator.JOB_HOUSING_AREA else SAVED,
            }
        }
        for page in Indicator
    ),
    {"ask": {"method": "POST", "path": f"{ME}/submission", "status": 201, "expect": {"status": "submitted"}}},
)
WITHDRAWAL = {"ask": {"method": "DELETE", "path": f"{ME}/submission", "status": 204}}
WITHDRAWN = {"ask": {"method": "GET", "path": ME, "expect": {"status": "draft"}}}
#: Points that must be among those that were found: the ends of the loop, what ends an item, and a subscriber's message.
EXPECTED = (
    "declaration: luohu_declaration.api.items._verified: before the commit",
    "declaration: luohu_declaration.api.items._verified: after the commit",
    "declaration: verifications to housing-registry: before it leaves",
    "declaration: verifications to housing-registry: after it arrived",
    "declaration: verifications: after it was written down",
    "housing-registry: verdicts to declaration: before it leaves",
    "housing-registry: verdicts to declaration: after it arrived",
    "housing-registry: verdicts: after it was written down",
    "declaration: luohu_declaration.api.submissions.post: after the commit",
    "declaration: luohu_declaration.api.submissions.delete: after the commit",
    "declaration: luohu_declaration.api.items.delete: after the commit",
    "declaration: a webhook's message: before it leaves",
    "declaration: a webhook's message: after it arrived",
    "declaration: luohu_declaration.usecases.deliver._fly: before the commit",
)


@pytest.fixture
def dying(city: RealCity) -> Iterator[Path]:
    folder = city.data_dir.parent
    (folder / "died").write_text("", encoding="utf-8")
    yield folder
    (folder / "armed").unlink(missing_ok=True)


@contextmanager
def dying_in(folder: Path, world: str) -> Iterator[None]:
    (folder / "armed").write_text(world, encoding="utf-8")
    yield
    (folder / "armed").unlink()


def soon(seconds: float) -> None:
    """A pause between two attempts: whoever died is back within a moment."""
    time.sleep(min(seconds, 0.1))


def withdrawn(story: Story) -> Iterator[Step]:
    """撤回修改. Where the answer was lost and the declaration is none to be taken back, it was taken back by us."""
    try:
        yield from story.go_on([WITHDRAWAL])
    except Refused as refused:
        if not (refused.exchange.unsure and refused.slug == "course-refused"):
            raise


def lived(city: RealCity, world: str, name: str, hooks: Hooks) -> list[tuple[str, str]]:
    """Somebody's steps and how the items showed after each; in the end their subscriber has heard of everything."""
    with Door(city.url, deadline=120.0, sleep=soon) as door:
        personas = {each["name"]: each for each in door.must("GET", "/_luohu/personas").response.json()["items"]}
        story = Story(door, personas[name], world)
        wish = {"url": hooks.url, "kinds": KINDS}
        subscribed = {"ask": {"method": "POST", "path": "/v1/webhooks", "status": 201, "body": wish}}
        steps = [*story.play([subscribed, *personas[name]["steps"]])]
        if name == SUBMITS:
            steps += story.go_on(SUBMISSION)
            for _ in withdrawn(story):
                pass
            steps += story.go_on([WITHDRAWN])
        steps += story.go_on([{"delete": {"item": PEOPLE[name]}}])
        happened = story.go_on([{"ask": {"method": "GET", "path": f"{ME}/events"}}])
        listed = [answer.response.json()["items"] for step in happened for answer in step.exchanges]
        told = [f"{'item' if each['item_id'] else 'declaration'}.{each['event']}" for each in listed[-1]]
        # Whoever dies over a message to a subscriber keeps it for the whole of an exchange, five times over.
        until_seen(hooks.heard, sorted(each for each in told if each in KINDS), within=120.0)
        return [(ID.sub("*", step.title), step.status) for step in steps]


def all_lived(city: RealCity, world: str) -> list[list[tuple[str, str]]]:
    """Everybody's, side by side: where one of them is held up by a death, another comes to the next point."""
    with ExitStack() as stack:
        hooks = [stack.enter_context(Hooks()) for _ in PEOPLE]
        living = ThreadPoolExecutor(len(PEOPLE))
        found = [*living.map(lambda name, heard: lived(city, world, name, heard), PEOPLE, hooks)]
        assert not any(each.disagreed for each in hooks)
        return found


def drained(city: RealCity, world: str) -> list[dict[str, Any]]:
    """What `luohu verify` finds once nothing is on its way any more."""

    async def look() -> list[dict[str, Any]]:
        async with httpx.AsyncClient(base_url=city.url, trust_env=False, timeout=60) as client:

            async def waiting() -> list[dict[str, Any]]:
                return list((await verified(client, world))["waiting"])

            await until(waiting, [], within=30.0)
            return list((await verified(client, world))["violated"])

    return asyncio.run(look())


def test_a_death_at_every_point_changes_nothing_of_what_comes_out(city: RealCity, dying: Path) -> None:
    with ExitStack() as stack:
        worlds = [city.new_world() for _ in range(2)]
        for world in worlds:
            stack.callback(httpx.delete, f"{city.url}/_luohu/worlds/{world}", timeout=60, trust_env=False)
        undisturbed = all_lived(city, worlds[0])
        with dying_in(dying, worlds[1]):
            assert all_lived(city, worlds[1]) == undisturbed
        assert drained(city, worlds[1]) == []
        points = (dying / "died").read_text(encoding="utf-8").splitlines()
        assert len(points) == len(set(points)) >= 70, points
        assert set(EXPECTED) <= set(points), points
