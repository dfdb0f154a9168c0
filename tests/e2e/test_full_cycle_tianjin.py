"""2016 in Tianjin: both halves of the year, with everybody of the seeds, from the roster to the household register.

What everybody does is their story (luohu_sandbox/stories/tianjin); what they stand for is said by the seeds of the
identity service. The city of the end-to-end tests has one place in the second half (conftest.py), and its list a tie.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

import httpx
import pytest
from rich.console import Console

from luohu_casework.played import Played, played
from luohu_cli import verifying
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

WORLD = "tianjin-whole-year"
SOFTWARE = "employer:91991201MA0LUH401N"
JUNE, JULY, DECEMBER = (datetime.fromisoformat(f"2016-{day}T00:00:00+08:00") for day in ("06-16", "07-05", "12-16"))

#: Where everybody is in June and in December, and with how many points.
ENDS = {
    "on-the-line": ("registered", "registered", "146"),
    "own-home-and-title": (None, "on_list", "154"),
    "marriage-disputed": (None, "on_list", "154"),
    "scarce-technician": ("on_list", "lapsed", "182"),
    "model-worker-with-patent": ("registered", "registered", "238"),
    "senior-technical-class": ("not_on_list", "not_on_list", "142"),
    "birth-policy-breach": ("vetoed", "vetoed", None),
    "below-the-guide": ("rejected", "rejected", None),
    "insurance-interrupted": ("rejected", "rejected", None),
}
IN_WORDS = {"birth-policy-breach": "vetoed", "insurance-interrupted": "not eligible", "below-the-guide": "88"}


@pytest.fixture(scope="module")
def town(city: RealCity) -> Iterator[Played]:
    with played(city.url, "tianjin-2016", WORLD) as town:
        yield town


def test_a_year_goes_from_the_rosters_to_the_household_register(town: Played) -> None:
    hand_in_rosters(town)
    town.come_to(JUNE)
    for name, (june, _, points) in ENDS.items():
        if june is not None:
            assert town.ends(name)[0] == june, name
        assert IN_WORDS.get(name, points) in town.players[name].stands_for  # type: ignore[operator]
    assert listed(town, "first_half") == [("238", 1), ("182", 2), ("146", 3)]

    town.come_to(JULY)
    once_more = second_application_of(town, "senior-technical-class")
    town.come_to(DECEMBER)
    for name, (_, december, points) in ENDS.items():
        status, total = town.ends(name)
        assert (status, total if points else None) == (december, points), name
    assert listed(town, "second_half") == [("154", 1), ("154", 1)]
    assert town.ask("window", "GET", once_more)["status"] == "not_on_list"
    report = verifying.verify(town.door.url, WORLD, Console(quiet=True))
    assert report.clean, report.of(verifying.INVARIANT)


def hand_in_rosters(town: Played) -> None:
    """Every employer hands in all its people of the first half at once, and each story goes on with its case."""
    rosters = defaultdict(list)
    for player in town.players.values():
        first = player.chapters.get(town.now, [{}])[0]
        if "case" in first:
            rosters[first["case"]["who"]].append(player)
    assert sorted(map(len, rosters.values())) == [3, 4]
    for employer, people in rosters.items():
        wanted = [player.chapters[town.now].pop(0)["case"] for player in people]
        rows = [{"person": each["person"], "form": each["form"]} for each in wanted]
        made = town.ask(employer, "POST", "/v1/rosters", {"kind": "application", "people": rows})
        for player, case in zip(people, made["items"], strict=True):
            player.story.cases.know("application", case["id"], employer)


def second_application_of(town: Played, name: str) -> str:
    """Who was not on the list of June applies once more; the path of the new case, with all its proofs handed in."""
    before = town.ask(SOFTWARE, "GET", town.players[name].story.cases.path_of("application"))
    wanted = {each: before[each] for each in ("kind", "person", "form")}
    path = "/v1/cases/" + town.ask(SOFTWARE, "POST", "/v1/cases", wanted)["id"]
    story = town.players[name].story
    story.cases.know("again", path.rsplit("/", 1)[-1], SOFTWARE)
    steps = [
        {"look": {"case": "again", "decided": True}},
        {"take": {"case": "again", "who": "window", "step": "accept"}},
        {"deliver": {"case": "again", "records": ["education/human_resources", "skill/human_resources"]}},
        {"look": {"case": "again", "decided": True, "total": "142"}},
        {"take": {"case": "again", "step": "hand_in_proofs"}},
    ]
    assert [step.status for step in story.go_on(steps)][-1] == "scored"
    return path


def listed(town: Played, intake: str) -> list[tuple[str, int]]:
    """Points and ranks of the list of an intake, as it is published."""
    answer = httpx.get(
        f"{town.door.url}/v1/intakes/{intake}/list", headers={"Luohu-World": WORLD}, timeout=60, trust_env=False
    )
    assert answer.status_code == 200, answer.text
    return [(each["total"], each["rank"]) for each in answer.json()["items"]]
