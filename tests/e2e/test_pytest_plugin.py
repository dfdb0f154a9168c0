"""The pytest plugin as somebody else's test suite has it: fixtures, loops, workers, and what a failing test prints."""

import re
import shutil
from pathlib import Path

import httpx
import pytest

from luohu_testbed.real import RealCity
from luohu_testbed.strangers import run_pytest

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STRICT = "[pytest]\nasyncio_mode = strict\nasyncio_default_fixture_loop_scope = function\nfilterwarnings = error\n"

LOOPS = """
import asyncio
import pytest
import pytest_asyncio

pytestmark = pytest.mark.asyncio(loop_scope="{scope}")
SEEN = []

@pytest_asyncio.fixture
async def item(world):
    declaration = await (await world.applicant("tax-one-year-valid")).open_declaration()
    return await declaration.file_tax()

@pytest.mark.parametrize("turn", range(3))
async def test_a_world_of_its_own(world, item, turn):
    await item.verify()
    assert [event.event async for event in item.events(until_settled=True)][-1] == "found_valid"
    assert world.name not in SEEN
    SEEN.append(world.name)

@pytest.mark.luohu_world(year=2020, admission="handbook", seed=9, at="2020-07-20T10:00:00+08:00")
async def test_a_world_as_it_is_wanted(world, clock, city):
    told = world.state
    assert (told.year, told.admission, told.seed, told.mode) == (2020, "handbook", 9, "frozen")
    assert (await clock.now()).day == 20
    with pytest.raises(asyncio.TimeoutError):
        async with asyncio.timeout(0.2):
            await world.journal.wait(topic="verdicts", within=5)
    assert await city.ready()
"""

FAILING = """
async def test_that_fails(world, operator, faults):
    item = await (await (await world.applicant("tax-one-year-valid")).open_declaration()).file_tax()
    await faults.put("tax->declaration", duplicate=1)
    await item.verify()
    await item.settled()
    assert item.label == "有效(3年)"

async def test_that_passes(world):
    pass

def test_that_never_came_to_a_world():
    raise AssertionError
"""

CASE = """
import pytest

@pytest.mark.luohu_world(programme="tianjin-2016")
async def test_that_fails(world):
    employer = await world.employer("91991216MA0LUH4286")
    case = await employer.open_case(
        "application",
        person={"name": "夏雨晴", "id_number": "991201198410084061"},
        fields={"contract_months": 36, "settles_in": "employer_collective"},
    )
    await case.decided()
    assert case.status == "accepted"
"""


def test_the_example_passes_with_two_workers_that_start_one_city_and_stop_it(tmp_path: Path) -> None:
    theirs, temporary, seen = tmp_path / "theirs", tmp_path / "tmp", tmp_path / "seen"
    shutil.copytree(EXAMPLES, theirs, ignore=shutil.ignore_patterns("__pycache__"))
    temporary.mkdir()
    note = f"with open({str(seen)!r}, 'a') as file:\n        file.write(f'{{city.url}} {{worker_id}}\\n')"
    told = f"import pytest\n\n@pytest.fixture(autouse=True)\ndef note(city, worker_id):\n    {note}\n"
    (theirs / "conftest.py").write_text(told)

    done = run_pytest(theirs, "-q", "-n", "2", "-W", "error", "--luohu-own-city", TMPDIR=str(temporary))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 passed" in done.stdout
    urls, workers = zip(*map(str.split, seen.read_text().splitlines()), strict=True)
    assert (len(urls), len(set(urls)), set(workers)) == (7, 1, {"gw0", "gw1"})
    assert not list(temporary.glob("luohu-pytest-*"))
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{urls[0]}/_luohu/health", trust_env=False)


def test_every_example_is_shorter_than_sixty_lines() -> None:
    for example in (EXAMPLES / "tests").glob("test_*.py"):
        assert len(example.read_text(encoding="utf-8").splitlines()) < 60, example.name


def test_every_loop_of_pytest_asyncio_will_do(tmp_path: Path, city: RealCity) -> None:
    (tmp_path / "pytest.ini").write_text(STRICT)
    for scope in ("function", "session"):
        (tmp_path / f"test_{scope}.py").write_text(LOOPS.replace("{scope}", scope))
    done = run_pytest(tmp_path, "-q", f"--luohu-url={city.url}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 passed" in done.stdout


def test_a_failing_test_prints_the_journey_and_the_seed_and_its_world_can_stay(tmp_path: Path, city: RealCity) -> None:
    (tmp_path / "pytest.ini").write_text(STRICT.replace("strict", "auto"))
    (tmp_path / "test_failing.py").write_text(FAILING)
    done = run_pytest(tmp_path, "-rA", "--luohu-seed=4711", "--luohu-keep-world", LUOHU_URL=city.url)

    assert "2 failed, 1 passed" in done.stdout
    assert done.stdout.count("- luohu -") == 1
    for said in (
        "seed 4711 (--luohu-seed 4711)",
        "(tax)",
        "verdicts: valid, attempt 1 => 200 moved",
        "fault: duplicate",
    ):
        assert said in done.stdout, said
    [world] = re.findall(r"world (w-\S+) at \S+ seed 4711 .*\nit stays as it is$", done.stdout, re.MULTILINE)
    kept = f"{city.url}/_luohu/worlds/{world}"
    assert httpx.get(kept, trust_env=False, timeout=60).json()["seed"] == 4711
    listed = httpx.get(f"{city.url}/_luohu/worlds", trust_env=False, timeout=60).json()["items"]
    assert [each["name"] for each in listed if each["seed"] == 4711] == [world]
    assert httpx.delete(kept, trust_env=False, timeout=60).status_code == 204


def test_a_failing_test_tells_its_cases_and_what_departments_say(city: RealCity, tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(CASE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    done = run_pytest(tmp_path, f"--luohu-url={city.url}")
    assert re.search(
        r"^case \S+ \(application\): applied\n  age/public_security: valid\n", done.stdout, re.MULTILINE
    ), done.stdout
    assert re.search(r"^item \S+ \(age/public_security\)\n +declaration +public-security\n", done.stdout, re.MULTILINE)


def test_a_city_that_is_not_there_is_said_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_one(city):\n    pass\n")
    done = run_pytest(tmp_path, "--luohu-url=http://127.0.0.1:9")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "luohu: no city is ready at http://127.0.0.1:9" in done.stdout + done.stderr
