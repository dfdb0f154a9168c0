"""A world kept in the middle of the loop comes back as it was: every answer, every byte, and whatever still waits."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from luohu_cli.city import persona_named, token_of
from luohu_cli.door import Door
from luohu_cli.story import Story
from luohu_contract.directory import AGENCIES
from luohu_testbed.pin import OPENAPI
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

HOME, TAX = "huairou-home-not-found", "tax-one-year-valid"
DESK = "operator:housing-registry"

#: Not what a world holds: how the services are, what comes without an end, what is drawn anew for each reader, and
#: real time that passes.
NOT_OF_A_WORLD = ("/health", "/events", "/captcha", "/v1/waiting")

Answers = dict[tuple[str, str], tuple[int, str | None, bytes]]


def readable(service: str) -> list[str]:
    """Every path of a service that is read with GET."""
    page = json.loads((OPENAPI / f"{service}.json").read_text(encoding="utf-8"))
    paths = [path for path, verbs in page["paths"].items() if "get" in verbs]
    return [path for path in paths if not path.endswith(NOT_OF_A_WORLD) or "{item_id}/events" in path]


class Reader:
    """Reads everything that somebody can read of two declarations, one item each, and a task."""

    def __init__(self, door: Door, known: dict[str, dict[str, str]]) -> None:
        self._door = door
        self.known = known

    def answers(self, world: str) -> Answers:
        """Every answer to everybody, by who asks and what."""
        found: Answers = {}
        for persona, known in self.known.items():
            token, _ = token_of(self._door, persona, world)
            for mount, service in self._places(persona):
                for path in readable(service):
                    if (target := _filled(path, known)) is not None:
                        answer = self._door.ask("GET", mount + target, token=token).response
                        found[persona, mount + target] = (
                            answer.status_code,
                            answer.headers.get("etag"),
                            answer.content,
                        )
        queue = self._door.ask(
            "POST", "/agencies/housing-registry/v1/rechecks/search", json={}, token=token_of(self._door, DESK, world)[0]
        )
        found[DESK, "queue"] = (queue.response.status_code, None, queue.response.content)
        clock = self._door.must("GET", "/_luohu/clock", headers={"Luohu-World": world}).response.json()
        found["anybody", "clock"] = (200, None, f"{clock['now']} {clock['mode']} {clock['next_due']}".encode())
        return found

    def _places(self, persona: str) -> Iterator[tuple[str, str]]:
        if persona == DESK:
            yield "/agencies/housing-registry", "housing-registry"
            return
        yield "", "declaration"
        yield from ((f"/agencies/{agency.name}", agency.name) for agency in AGENCIES)


def _filled(path: str, known: dict[str, str]) -> str | None:
    """The path with what is known in it; None when something is not."""
    for name, value in known.items():
        path = path.replace("{" + name + "}", value)
    return None if "{" in path else path


@pytest.fixture
def middle(door: Door, world: str, sign_in: Callable[[str], Any]) -> tuple[Iterator[Any], Reader]:
    """The middle of the loop: an item in an operator's queue, one that a slow agency has; and the rest of the story."""
    here = {"Luohu-World": world}
    door.must("POST", "/_luohu/clock/freeze", json={}, headers=here)
    door.must("PUT", "/_luohu/paces/tax", json={"question_kind": "verification", "pace": "P14D"}, headers=here)
    slow = sign_in(TAX)
    late = slow("POST", "/v1/declarations", json={}).json()["id"]
    taxed = slow("POST", f"/v1/declarations/{late}/tax", json={"authorised": True}).json()["id"]
    slow("POST", f"/v1/items/{taxed}/verification")
    steps = Story(door, persona_named(door, HOME), world).play()
    next(step for step in steps if step.status == "recheck")
    door.must("POST", "/_luohu/clock/freeze", json={}, headers=here)  # the story has let it run
    applicant, operator = sign_in(HOME), sign_in(DESK)
    declaration = applicant("GET", "/v1/declarations").json()["items"][0]["id"]
    home = applicant("GET", f"/v1/declarations/{declaration}").json()["items"][0]["id"]
    task = operator("POST", "/agencies/housing-registry/v1/rechecks/search", json={}).json()["items"][0]
    evidence = operator("GET", f"/agencies/housing-registry/v1/rechecks/{task['id']}").json()["context"]["evidence"][0][
        "id"
    ]
    mine = {"declaration_id": declaration, "item_id": home, "evidence_id": evidence}
    desk = {"task_id": task["id"], "evidence_id": evidence}
    return steps, Reader(door, {HOME: mine, TAX: {"declaration_id": late, "item_id": taxed}, DESK: desk})


def test_every_answer_comes_back_and_the_story_goes_on_from_there(
    middle: tuple[Iterator[Any], Reader], door: Door, world: str, sign_in: Callable[[str], Any]
) -> None:
    steps, reader = middle
    before = reader.answers(world)
    assert sum(status == 200 for status, _, _ in before.values()) > 40
    assert any(content.startswith(b"%PDF") for _, _, content in before.values())
    door.must("POST", f"/_luohu/worlds/{world}/snapshots", json={"name": "middle"})
    assert reader.answers(world) == before

    _live_on(door, world, sign_in)
    after = reader.answers(world)
    assert {key for key, answer in before.items() if after[key] != answer} >= {(DESK, "queue"), ("anybody", "clock")}

    door.must("POST", f"/_luohu/worlds/{world}/snapshots/middle/restore")
    assert reader.answers(world) == before
    assert [step.status for step in steps][-1] == "valid"
    fired = door.must("POST", "/_luohu/clock/advance", json={"by": "P14D"}, headers={"Luohu-World": world})
    assert [(one["service"], one["what"]) for one in fired.response.json()["fired"]] == [("tax", "judge")]


def _live_on(door: Door, world: str, sign_in: Callable[[str], Any]) -> None:
    """Do what cannot be undone: decide, delete, correct a register, let time pass."""
    operator = sign_in(DESK)
    queue = "/agencies/housing-registry/v1/rechecks"
    task = operator("POST", f"{queue}/search", json={}).json()["items"][0]["id"]
    for act, body in (("assignment", {}), ("completion", {"decision": "uphold", "note": "核对无误"})):
        tag = operator("GET", f"{queue}/{task}").headers["etag"]
        done = operator("POST", f"{queue}/{task}/{act}", json=body, headers={"If-Match": tag})
        assert done.is_success, done.text
    here = {"Luohu-World": world}
    door.must("POST", "/_luohu/clock/advance", json={"by": "P20D"}, headers=here)
    slow = sign_in(TAX)
    slow("POST", f"/v1/declarations/{slow('GET', '/v1/declarations').json()['items'][0]['id']}/tax", json={})


def test_an_exported_world_answers_as_the_first_one_under_another_name(
    middle: tuple[Iterator[Any], Reader], city: RealCity, door: Door, world: str, tmp_path: Path
) -> None:
    steps, reader = middle
    file = tmp_path / "carried.luohu.gz"
    assert city("world", "export", world, "--file", str(file)).returncode == 0
    made = city("world", "import", str(file), "--name", f"{world}-twin")
    assert (made.returncode, made.stdout) == (0, f"{world}-twin\n")
    with ThreadPoolExecutor() as pool, city.door() as other:
        twin = pool.submit(Reader(other, reader.known).answers, f"{world}-twin")
        assert reader.answers(world) == twin.result()
    assert [step.status for step in steps][-1] == "valid"
    queue = "/agencies/housing-registry/v1/rechecks/search"
    token, _ = token_of(door, DESK, f"{world}-twin")
    assert door.must("POST", queue, json={}, token=token).response.json()["items"][0]["state"] == "created"
    door.must("DELETE", f"/_luohu/worlds/{world}-twin")


def test_on_the_command_line_a_world_is_kept_and_brought_back(city: RealCity, door: Door, world: str) -> None:
    here = {"Luohu-World": world}
    assert city("world", "snapshot", world, "--as", "first").stdout == "first\n"
    began = door.must("POST", "/_luohu/clock/freeze", json={}, headers=here).response.json()["now"]
    door.must("POST", "/_luohu/clock/advance", json={"by": "P3D"}, headers=here)
    listed = city("world", "snapshots", world).stdout
    assert listed.startswith("first ")
    back = city("world", "restore", world, "first")
    assert (back.returncode, back.stdout[: len(world)]) == (0, world)
    clock = door.must("GET", "/_luohu/clock", headers=here).response.json()
    assert (clock["mode"], clock["now"][:10]) == ("running", began[:10])
    lost = city("world", "restore", world, "second")
    assert lost.returncode == 1
    assert "snapshot" in lost.stderr
    assert city("world", "forget", world, "first").returncode == 0
    assert city("world", "snapshots", world).stdout == ""


def test_a_file_that_was_cut_short_is_refused_through_every_door(city: RealCity, world: str, tmp_path: Path) -> None:
    whole = httpx.get(f"{city.url}/_luohu/worlds/{world}/export", timeout=60, trust_env=False).content
    file = tmp_path / "half.luohu.gz"
    file.write_bytes(whole[: len(whole) // 2])
    refused = city("world", "import", str(file), "--name", f"{world}-half")
    assert refused.returncode == 1
    assert "422" in refused.stderr
    unknown = httpx.get(f"{city.url}/_luohu/worlds/{world}-half", trust_env=False, timeout=60)
    assert unknown.json()["type"] == "/problems/world-unknown"
