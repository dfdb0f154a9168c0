"""People of a population live in the running city, and what comes of their items is what the truth says."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from luohu_cli.door import Door
from luohu_cli.failure import Failure
from luohu_cli.story import Story
from luohu_population.steps import at_first, put_right
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

Json = dict[str, Any]
SIZE = 900
MOST = 32  #: people who are played
SIDE_BY_SIDE = 4
COMMITMENTS = dict.fromkeys(
    ("notes_read", "integrity_statement", "integrity_commitment", "no_criminal_record_commitment"), True
)
READ = "/v1/declarations/{declaration}/eligibility"


@pytest.fixture(scope="module")
def town(city: RealCity) -> Iterator[str]:
    """A world where everybody files at once, with its people, made on the command line."""
    name = "populated"
    made = city("world", "create", name, "--programme", "beijing-2021", "--admission", "open", "--no-personas")
    assert made.returncode == 0, made.stderr
    filled = city("population", "make", "--size", str(SIZE), "--seed", "1", "--world", name)
    assert filled.returncode == 0, filled.stderr
    assert f"{SIZE} people of seed 1" in filled.stdout
    yield name
    httpx.delete(f"{city.url}/_luohu/worlds/{name}", timeout=60, trust_env=False)


@pytest.fixture(scope="module")
def truths(city: RealCity, town: str) -> Sequence[Json]:
    told = city("population", "truth", "--world", town)
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def some(truths: Sequence[Json]) -> Iterator[Json]:
    """One person for each defect that is there, and then whoever has another one."""
    seen: set[str] = set()
    count = 0
    for truth in truths:
        if truth["eligible"] and not seen.issuperset(truth["planted"]) and count < MOST:
            seen.update(truth["planted"])
            count += 1
            yield truth


def play(city: RealCity, town: str, truth: Json) -> str | None:
    """What went wrong with a person; None when everything came out."""
    person = truth["person"]["persona"]
    try:
        with city.door() as door:
            story = Story(door, {"name": person}, town)
            list(story.play([*at_first(truth), *put_right(truth), *_points(truth)]))
    except (AssertionError, Failure, KeyError) as wrong:
        return f"{person} ({', '.join(truth['planted'])}): {type(wrong).__name__}: {wrong}"
    return None


def _points(truth: Json) -> Iterator[Json]:
    """The city reads its records, then says what the declaration would give.

    The area waits for a page that is not saved here.
    """
    yield {"ask": {"method": "POST", "path": READ, "status": 202}}
    yield {"ask": {"method": "GET", "path": READ, "expect": {"state": "eligible"}}}
    penalties = {"pick": {"kind": "tax_penalties"}, "expect": {"status": "valid"}}
    yield {"ask": {"method": "GET", "path": "/v1/declarations/{declaration}", **penalties}}
    points = {line: each for line, each in truth["last"]["lines"].items() if line != "job_housing_area"}
    lines = [{"line": line, "points": each} for line, each in points.items()]
    path = "/v1/declarations/{declaration}/simulation"
    yield {"ask": {"method": "POST", "path": path, "expect": {"lines": lines}}}


def test_dozens_of_people_come_out_as_the_truth_says(city: RealCity, town: str, truths: Sequence[Json]) -> None:
    chosen = list(some(truths))
    assert len(chosen) >= 24
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        wrong = [words for words in pool.map(lambda truth: play(city, town, truth), chosen) if words]
    assert not wrong, "\n".join(wrong)


def test_somebody_of_a_population_is_admitted_by_their_employer(city: RealCity, door: Door, world: str) -> None:
    made = city("population", "make", "--size", "30", "--world", world)
    assert made.returncode == 0, made.stderr
    people = door.must("GET", "/_luohu/population/people", params={"limit": "30"}, headers={"Luohu-World": world})
    one = next(each for each in people.response.json()["items"] if each["eligible"])
    story = Story(door, {"name": one["persona"]}, world)
    code = one["employer"]["unit_code"]
    expected = {"employer_name": one["employer"]["name"], "status": "approved"}
    steps = [
        {"ask": {"method": "POST", "path": READ, "status": 202}},
        {"ask": {"method": "GET", "path": READ, "expect": {"state": "eligible"}}},
        {"ask": {"method": "PUT", "path": "/v1/declarations/{declaration}/commitments", "body": COMMITMENTS}},
        {
            "ask": {
                "method": "POST",
                "path": "/v1/declarations/{declaration}/association",
                "body": {"unit_code": code},
                "status": 202,
                "expect": expected,
            }
        },
    ]
    assert len(list(story.play(steps))) == 2 + len(steps)
