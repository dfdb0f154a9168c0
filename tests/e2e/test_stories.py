"""Every story of the handbook, driven through the running city as its persona tells it.

Those of Tianjin and Shanghai are all played together in one world (test_full_cycle_*.py); one is played alone.
"""

import json

import pytest

from luohu_cli.city import persona_named
from luohu_cli.door import Door
from luohu_cli.story import Story
from luohu_sandbox.personas import everybody
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

STORIES = [persona.name for persona in everybody() if persona.programme == "beijing"]
OF_CASES = ["on-the-line"]

#: The worked examples of the handbook that must be among the stories.
WORKED_EXAMPLES = {
    "divorced-and-remarried",
    "certificate-changed-twice",
    "spouse-certificate-mismatch",
    "lease-needs-check",
    "huairou-home-not-found",
    "chaoyang-home-sold",
    "wrong-sex-in-degree-record",
}


@pytest.fixture(scope="module")
def listed(city: RealCity) -> dict[str, dict[str, object]]:
    with city.door() as door:
        items = door.must("GET", "/_luohu/personas").response.json()["items"]
    return {persona["name"]: persona for persona in items}


def test_the_handbooks_worked_examples_are_among_the_personas(listed: dict[str, object]) -> None:
    assert WORKED_EXAMPLES <= set(listed) == {persona.name for persona in everybody()}
    assert set(OF_CASES) <= set(listed)


@pytest.mark.parametrize("name", STORIES)
def test_the_story_comes_out_as_told(name: str, listed: dict[str, dict[str, object]], door: Door, world: str) -> None:
    steps = list(Story(door, listed[name], world).play())
    assert len(steps) == 2 + len(listed[name]["steps"])  # type: ignore[arg-type]
    assert all(step.exchanges for step in steps)


@pytest.mark.parametrize("name", OF_CASES)
def test_the_story_of_a_case_comes_out_as_told(name: str, city: RealCity) -> None:
    played = city("demo", name, "--json")
    assert played.returncode == 0, played.stderr
    steps = json.loads(played.stdout)["steps"]
    with city.door() as door:
        told = persona_named(door, name)["steps"]
    assert [steps[0]["title"], len(steps)] == ["sign in", 1 + len(told)]
