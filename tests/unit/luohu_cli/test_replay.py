"""`luohu replay` says what came out differently, and ends with an error when anything did, or when it broke off."""

from pathlib import Path

import httpx
import orjson
import pytest
from typer.testing import CliRunner

from luohu_cli import city, world_files
from luohu_cli.app import app
from luohu_cli.failure import Failure

BEGUN = {"world": "again", "of": "mine", "inputs": 2, "reports": 0}
UNLIKE = {"unlike": {"number": 2, "what": "POST declaration/v1/items", "then": "201", "now": "409 item-locked"}}
EQUAL = {"equal": True, "differences": 0}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "mine.log.gz"
    file.write_bytes(b"log")
    return file


def said(log: Path, monkeypatch: pytest.MonkeyPatch, *lines: object) -> tuple[str, BaseException | None]:
    """What the command prints of these lines, and how it ends."""
    body = b"".join(orjson.dumps(line) + b"\n" for line in lines)

    def answer(request: httpx.Request) -> httpx.Response:
        assert (request.url.path, request.url.params["name"], request.read()) == (
            "/_luohu/worlds/replay",
            "again",
            b"log",
        )
        return httpx.Response(200, content=body)

    whole = world_files.replay
    transport = httpx.MockTransport(answer)
    monkeypatch.setattr(city, "gateway", lambda: "http://gateway")
    monkeypatch.setattr(world_files, "replay", lambda url, file, name: whole(url, file, name, transport))
    ended = CliRunner().invoke(app, ["replay", str(log), "--as", "again"])
    return ended.stdout, ended.exception


def test_a_world_that_came_out_equal_is_no_failure(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed, failure = said(log, monkeypatch, BEGUN, {"done": 1}, {"done": 2}, EQUAL)
    assert failure is None
    assert "then" not in printed


def test_each_difference_is_a_line_and_all_together_a_failure(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"unlike": {"what": "tax: penalty", "then": "3 rows", "now": "2 rows"}}
    printed, failure = said(log, monkeypatch, BEGUN, UNLIKE, {"done": 2}, table, {"equal": False, "differences": 2})
    assert "input 2: POST declaration/v1/items: 201 then, 409 item-locked now\n" in printed
    assert "tax: penalty: 3 rows then, 2 rows now\n" in printed
    assert isinstance(failure, Failure)
    assert "2 things came out differently" in str(failure)


@pytest.mark.parametrize(
    ("lines", "why"),
    [([BEGUN, {"done": 1}], "broke off"), ([BEGUN, {"failed": "tax: no answer"}], "given up: tax: no answer")],
)
def test_a_replay_that_does_not_come_to_its_end_is_a_failure(
    log: Path, monkeypatch: pytest.MonkeyPatch, lines: list[object], why: str
) -> None:
    _, failure = said(log, monkeypatch, *lines)
    assert isinstance(failure, Failure)
    assert why in str(failure)
