"""What pytest loads: options, fixtures, and what a failing test prints. Costs nothing where no fixture is asked for."""

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from luohu_client import City, Clock, Faults, Operator, World
    from luohu_pytest.session import Session

SEED = 1
MARKER = "luohu_world"
#: Tests of a loop are about what happens to items; who is admitted to file is asked for with the marker.
WISH = {"admission": "open", "clock": "frozen"}

_SESSION = pytest.StashKey["Session"]()
_WORLD = pytest.StashKey["World"]()
_KEPT = pytest.StashKey[bool]()  #: of an item: its world stays; of the run: some world does


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, in a group of their own."""
    group = parser.getgroup("luohu", "the city (luohu)")
    group.addoption("--luohu-url", metavar="URL", help="the city to join; LUOHU_URL says the same")
    group.addoption(
        "--luohu-own-city", action="store_true", help="start a city for this run, even where one answers already"
    )
    group.addoption(
        "--luohu-seed", type=int, default=SEED, metavar="N", help=f"the seed of every world, {SEED} if nothing is said"
    )
    group.addoption(
        "--luohu-keep-world", action="store_true", help="leave the worlds of failing tests, and the city, as they are"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(programme=, year=, at=, clock=, admission=, personas=, seed=): how the world of a test is made",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: "pytest.CallInfo[None]"
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of a failing test what the city did for it, while its world is still there."""
    report = yield
    world = item.stash.get(_WORLD, None)
    if report.failed and world is not None and call.when != "teardown":
        from luohu_pytest.telling import tell

        kept = item.stash[_KEPT] = item.config.getoption("--luohu-keep-world")
        report.sections.append(("luohu", tell(item.config.stash[_SESSION], world, kept=kept)))
    return report


@pytest.fixture(scope="session")
def _luohu(pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> "Iterator[Session]":
    from luohu_pytest.finding import CityMissing, found

    try:
        place = found(
            url=pytestconfig.getoption("--luohu-url") or os.environ.get("LUOHU_URL"),
            own=pytestconfig.getoption("--luohu-own-city"),
            run=_run_of(pytestconfig),
        )
    except CityMissing as error:
        pytest.exit(f"luohu: {error}", returncode=pytest.ExitCode.USAGE_ERROR)
    from luohu_pytest.session import Session

    try:
        session = Session(place, _wanted(request.session))
        pytestconfig.stash[_SESSION] = session
        yield session
        session.close()
    finally:
        place.leave(keep=pytestconfig.stash.get(_KEPT, False))


@pytest.fixture(scope="session")
def city(_luohu: "Session") -> "City":
    """The city of this run: joined where one answers, else started in a temporary folder, once for all workers."""
    return _luohu.city


@pytest.fixture
def world(_luohu: "Session", request: pytest.FixtureRequest) -> "Iterator[World]":
    """A fresh world for this test, whose clock stands still; it is deleted afterwards."""
    item: pytest.Item = request.node
    made = _luohu.world(_wish(item))
    item.stash[_WORLD] = made
    yield made
    if item.stash.get(_KEPT, False):
        item.config.stash[_KEPT] = True
    else:
        _luohu.leave(made)


@pytest.fixture
def clock(world: "World") -> "Clock":
    """The clock of the test's world."""
    return world.clock


@pytest.fixture
def faults(world: "World") -> "Faults":
    """What is broken on purpose in the test's world."""
    return world.faults


@pytest.fixture
def operator(world: "World") -> "Callable[[str], Operator]":
    """Operators of the test's world: `operator("tax")`."""
    return world.operator


def _wish(item: pytest.Item) -> dict[str, Any]:
    """How the world of a test is made: the marker nearest to it wins."""
    wish: dict[str, Any] = {**WISH, "seed": item.config.getoption("--luohu-seed")}
    for marker in reversed(list(item.iter_markers(MARKER))):
        wish.update(marker.kwargs)
    return wish


def _wanted(session: pytest.Session) -> dict[str, tuple[dict[str, Any], int]]:
    """The worlds that the tests of this process will ask for: for each wish, under its key, how many."""
    from luohu_pytest.supply import key_of, share_of

    wishes = [_wish(item) for item in session.items if "world" in getattr(item, "fixturenames", ())]
    counts = Counter(map(key_of, wishes))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return {key_of(wish): (wish, share_of(counts[key_of(wish)], workers)) for wish in wishes}


def _run_of(config: pytest.Config) -> str:
    """What the workers of pytest-xdist share, and nobody else."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
