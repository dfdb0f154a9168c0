"""Any one service may be killed in the middle of the story: it comes back, and the story ends as it should."""

import pytest

from luohu_cli.door import Door
from luohu_cli.story import Step, Story
from luohu_contract.directory import SERVICES
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

PERSONA = "huairou-home-not-found"
VICTIMS = [*(service.name for service in SERVICES), "postgresql"]


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_kill_right_after_the_questions_were_asked_loses_nothing(
    victim: str, city: RealCity, door: Door, world: str
) -> None:
    persona = next(p for p in door.must("GET", "/_luohu/personas").response.json()["items"] if p["name"] == PERSONA)
    seen: list[Step] = []
    for step in Story(door, persona, world).play():
        seen.append(step)
        if step.status in ("pending", "recheck") and "look" not in step.title:
            city.kill(victim)
    assert seen[-1].status == "valid"
    assert [step.status for step in seen if step.title.startswith("look")] == ["invalid(property)", "recheck", "valid"]
