"""2017 in Shanghai, with everybody of the seeds: from the employers' accounts to notices that expire, and renewals.

What everybody does is their story (luohu_sandbox/stories/shanghai); what they stand for is said by the seeds of the
identity service.
"""

from collections.abc import Iterator
from datetime import datetime

import pytest
from rich.console import Console

from luohu_casework.played import Played, played
from luohu_cli import verifying
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

WORLD = "shanghai-whole-cycle"
EMPLOYERS = {"employer:91993115MA0LUH508Y", "employer:91993104MA0LUH516U"}
ACCOUNT = "account"
DAYS = ("2017-05-15", "2018-03-12", "2018-05-15")
APPROVED, RENEWED, OVER = (datetime.fromisoformat(f"{day}T00:00:00+08:00") for day in DAYS)

#: Where everybody's application ends, and what they stand for: what was refused or ended early has an estimate alone.
ENDS = {
    "at-the-standard": ("approved", "120"),
    "titled-at-48": ("approved", "130"),
    "average-base": ("approved", "148"),
    "upgraded-study": ("approved", "126"),
    "married-into-the-city": ("approved", "186"),
    "file-incomplete": ("rejected", "123"),
    "seriously-convicted": ("rejected", "132"),
    "below-the-standard": ("filled", "102"),
    "detained-once": ("filled", "98"),
    "false-material-once": ("filled", "0"),
}
NOTICES = [name for name, (status, _) in ENDS.items() if status == "approved"] + ["file-incomplete"]


@pytest.fixture(scope="module")
def town(city: RealCity) -> Iterator[Played]:
    with played(city.url, "shanghai-2017", WORLD) as town:
        yield town


def test_points_are_given_hold_as_long_as_the_permit_and_are_renewed(town: Played) -> None:
    open_accounts(town)
    town.come_to(APPROVED)
    for name, (status, points) in ENDS.items():
        stands, total = town.ends(name)
        assert (stands, total) == (status, points if stands == "approved" else total), name
        assert points in town.players[name].stands_for
    assert town.ends("file-incomplete", "again") == ("approved", "123")
    assert [town.status(name, "notice") for name in NOTICES] == ["printed"] * len(NOTICES)

    town.come_to(RENEWED)
    assert (town.ends("average-base", "renewal"), town.ends("upgraded-study", "renewal")) == (
        ("endorsed", "148"),
        ("endorsed", "126"),
    )
    history = town.ask("window", "GET", f"{town.path('upgraded-study', 'renewal')}/events")["items"]
    assert "send_back" in [each["event"] for each in history]
    town.come_to(OVER)
    assert [town.status(name, "notice") for name in NOTICES] == ["expired"] * len(NOTICES)
    assert [town.status(name, "renewed") for name in ("average-base", "upgraded-study")] == ["ready"] * 2
    report = verifying.verify(town.door.url, WORLD, Console(quiet=True))
    assert report.clean, report.of(verifying.INVARIANT)


def open_accounts(town: Played) -> None:
    """The first of each employer's people tells how its account is opened; for the others it is open."""
    opened = set()
    for player in town.players.values():
        steps = player.chapters[town.now]
        about = [step for step in steps if ACCOUNT in _names(step)]
        employer = about[0]["case"]["who"]
        if employer not in opened:
            assert [step.status for step in player.story.go_on(about)] == ["registered", "papers_handed_in", "open"]
        opened.add(employer)
        player.chapters[town.now] = [step for step in steps if step not in about]
    assert opened == EMPLOYERS


def _names(step: dict[str, object]) -> set[object]:
    return {name for facts in step.values() if isinstance(facts, dict) for name in (facts.get("as"), facts.get("case"))}
