"""The state file and the lock of a running city."""

import os
from pathlib import Path

import pytest

from luohu_cli import state
from luohu_cli.state import City, Phase, Process


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path


def city(**changes: object) -> City:
    whole = City(
        pid=4711,
        phase=Phase.RUNNING,
        host="127.0.0.1",
        port_base=8700,
        single=False,
        started_at=1.5,
        database_url="postgresql://postgres@127.0.0.1:8790/{database}",
        postgres_pid=12,
        processes=(Process(pid=13, services=("tax",), started_at=2.5, restarts=1),),
    )
    return whole.but(**changes)


@pytest.mark.parametrize("phase", Phase, ids=str)
def test_what_is_written_is_read_again(data_dir: Path, phase: Phase) -> None:
    state.write(data_dir, city(phase=phase))

    assert state.read(data_dir) == city(phase=phase)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"processes": [{}]}', "null", "\x00"])
def test_a_file_that_cannot_be_read_is_as_good_as_none(data_dir: Path, content: str) -> None:
    (data_dir / "run" / "city.json").write_text(content)

    assert state.read(data_dir) is None


def test_a_city_runs_as_long_as_somebody_holds_its_lock(data_dir: Path) -> None:
    state.write(data_dir, city())
    assert state.running(data_dir) is None

    lock = state.hold(data_dir)
    assert lock is not None
    assert state.running(data_dir) == city()
    os.close(lock)

    assert state.running(data_dir) is None


def test_only_one_supervisor_gets_a_data_folder(data_dir: Path) -> None:
    lock = state.hold(data_dir)
    assert lock is not None

    assert state.hold(data_dir) is None
    os.close(lock)


def test_a_data_folder_that_was_never_used_holds_nothing(tmp_path: Path) -> None:
    assert state.running(tmp_path / "nowhere") is None
