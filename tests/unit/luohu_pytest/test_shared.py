"""The city of a test run's own: who starts it, who stops it, and what becomes of those that nobody stopped."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from luohu_pytest import shared


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """What the command line is told, instead of being run: starting cities is what tests/e2e does."""
    commands: list[str] = []

    def luohu(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
        commands.append(f"{words[0]} {folder.name.rpartition('-')[2]}")
        return subprocess.CompletedProcess(words, 0, "", "")

    monkeypatch.setattr(shared, "_luohu", luohu)
    monkeypatch.setattr(shared, "gettempdir", lambda: str(tmp_path))
    return commands


def test_the_first_starts_it_the_last_stops_it_and_nothing_stays(said: list[str], tmp_path: Path) -> None:
    run = uuid4().hex
    first, second = shared.join(run), shared.join(run)
    assert first.url == second.url
    assert said == [f"up {run}"]
    assert first.leave() is False
    assert second.leave() is True
    assert said == [f"up {run}", f"down {run}"]
    assert list(tmp_path.iterdir()) == []


def test_another_run_has_another_city(said: list[str]) -> None:
    one, other = shared.join("one"), shared.join("other")
    assert said == ["up one", "up other"]
    assert one.leave()
    assert other.leave()


def test_a_city_that_a_killed_run_left_is_stopped_by_the_next(said: list[str]) -> None:
    left = shared.join("killed")
    shared.os.close(left._users)  # the kernel does it for a process that dies
    shared.join("next").leave()
    assert said == ["up killed", "down killed", "up next", "down next"]


def test_a_city_that_is_to_be_kept_stays_up(said: list[str], tmp_path: Path) -> None:
    assert shared.join("kept").leave(keep=True) is False
    shared.join("next").leave()
    assert said == ["up kept", "up next", "down next"]
    assert (tmp_path / f"luohu-pytest-{shared.os.getuid()}-kept").is_dir()


def test_a_city_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    failed = subprocess.CompletedProcess((), 1, "", "luohu: port 8700 is taken\n")
    monkeypatch.setattr(shared, "_luohu", lambda *_: failed)
    monkeypatch.setattr(shared, "gettempdir", lambda: str(tmp_path))
    with pytest.raises(shared.CityNotStarted, match="port 8700 is taken"):
        shared.join("one")
