"""What is told of a service that does not come up."""

import json
from pathlib import Path

import pytest

from luohu_cli.watching import UVICORN_GIVES_UP, tail

TRACEBACK = "Traceback (most recent call last):\n  File ...\nValueError: no such key"


def line(**fields: str) -> str:
    return json.dumps({"level": "error", **fields})


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ([], ""),
        (["first", "last", "", "  "], "last"),
        ([line(action="stopped")], "stopped"),
        ([line(action="crashed", exception=TRACEBACK)], "ValueError: no such key"),
        ([line(action=TRACEBACK), line(action=UVICORN_GIVES_UP)], "ValueError: no such key"),
        (["[1, 2]", "null"], "null"),
        (["x" * 1000], "x" * 300),
    ],
    ids=["empty", "plain", "structured", "exception", "uvicorn", "other json", "long"],
)
def test_the_last_line_that_tells_something_is_told(tmp_path: Path, written: list[str], told: str) -> None:
    (tmp_path / "tax.log").write_text("\n".join(written))

    assert tail(tmp_path / "tax.log") == told


def test_a_log_that_is_not_there_tells_nothing(tmp_path: Path) -> None:
    assert tail(tmp_path / "tax.log") == ""
