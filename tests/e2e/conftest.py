"""One city of real processes for all end-to-end tests of a worker, and a world for each test.

Its policies are those of the repository, but for two quotas, that of 2021 in Beijing and that of the second half of
2016 in Tianjin: a year of forty people, or of nine, has a line to be above or below only when there are fewer places
than people.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from luohu_cli.city import token_of
from luohu_cli.door import Door
from luohu_dying import sitecustomize
from luohu_testbed.real import RealCity

QUOTA, PLACES = 11, 1
POLICIES = Path(__file__).resolve().parents[2] / "policies"


def policies_of_a_small_round(folder: Path) -> Path:
    """The policies, with these quotas."""
    shutil.copytree(POLICIES, folder)
    for file, usual, small in (
        ("beijing/2021.yaml", "quota: {value: 6000,", f"quota: {{value: {QUOTA},"),
        ("tianjin/2016.yaml", "places: {value: 1000,", f"places: {{value: {PLACES},"),
    ):
        year = folder / file
        policy = year.read_text(encoding="utf-8")
        assert usual in policy
        year.write_text(policy.replace(usual, small), encoding="utf-8")
    return folder


def dying(folder: Path) -> dict[str, str]:
    """The environment of a city whose services can be told at which points to die (see `luohu_dying`)."""
    return {"PYTHONPATH": str(Path(sitecustomize.__file__).parent), "DYING_FOLDER": str(folder)}


@pytest.fixture(scope="session")
def city() -> Iterator[RealCity]:
    with TemporaryDirectory(prefix="luohu-e2e-", ignore_cleanup_errors=True) as folder:
        real = RealCity(Path(folder) / "city")
        policies = policies_of_a_small_round(Path(folder) / "policies")
        try:
            origins = json.dumps([real.conformance_kit])
            more = {"LUOHU_POLICIES_DIR": str(policies), "LUOHU_CALLBACK_ORIGINS": origins}
            more["LUOHU_LEASE_SECONDS"] = "1"  # what a dead process had claimed is the next one's soon
            started = real("up", "--no-demo", **more, **dying(Path(folder)))
            assert started.returncode == 0, started.stdout + started.stderr
            yield real
        finally:
            real("down")


@pytest.fixture
def world(city: RealCity) -> Iterator[str]:
    name = city.new_world()
    yield name
    answer = httpx.delete(f"{city.url}/_luohu/worlds/{name}", timeout=60, trust_env=False)
    assert answer.status_code == 204, answer.text


class Client:
    """Somebody at the gateway: requests with their token, answers as they come."""

    def __init__(self, door: Door, world: str, persona: str) -> None:
        self.world = world
        self._door = door
        self._token, _ = token_of(door, persona, world)

    def __call__(self, method: str, path: str, **options: object) -> httpx.Response:
        exchange = self._door.ask(method, path, token=self._token, **options)  # type: ignore[arg-type]
        return exchange.response


@pytest.fixture
def door(city: RealCity) -> Iterator[Door]:
    with city.door() as opened:
        yield opened


@pytest.fixture
def sign_in(door: Door, world: str) -> object:
    """Sign somebody in: `sign_in("tax-one-year-valid")`, `sign_in("operator:tax")`."""
    return lambda persona: Client(door, world, persona)
