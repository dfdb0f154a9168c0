"""No line of a log shows an id number, and every line of the process comes out in one form."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import structlog

from luohu_contract.numbers import mask_text
from luohu_kit.logging import configure
from luohu_kit.settings import Settings

NUMBER = "990101198506150012"


@dataclass
class Somebody:
    id_number: str


class Log:
    """What the process logs, as a service configures it. Standard error is another stream in every phase of a test."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def start(self, **settings: str) -> None:
        configure(Settings(service="tax", **settings))  # type: ignore[arg-type]

    def written(self) -> str:
        return self._capsys.readouterr().err


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[Log]:
    """The log of this test alone; everything is put back afterwards."""
    root = logging.getLogger()
    kept, level = [one for one in root.handlers if type(one) is logging.StreamHandler], root.level
    yield Log(capsys)
    root.handlers[:] = [one for one in root.handlers if type(one) is not logging.StreamHandler] + kept
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(NUMBER, "990*************12", id="18 digits"),
        pytest.param("99010119800101009X", "990*************9X", id="18 with X"),
        pytest.param("99010119800101009x", "990*************9x", id="18 with x"),
        pytest.param("990101850615001", "990**********01", id="15 digits"),
        pytest.param(f"身份证{NUMBER}号", "身份证990*************12号", id="among Chinese"),
        pytest.param(f"persona-{NUMBER}", "persona-990*************12", id="after a hyphen"),
        pytest.param(f"id{NUMBER}", "id990*************12", id="after letters"),
        pytest.param("2021070512000000001", "2021070512000000001", id="19 digits are something else"),
        pytest.param("120190000001", "120190000001", id="so are 12"),
    ],
)
def test_id_numbers_are_masked_wherever_they_stand(text: str, shown: str) -> None:
    assert mask_text(text) == shown


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(NUMBER, id="text"),
        pytest.param(int(NUMBER), id="integer"),
        pytest.param({NUMBER: {"deep": [(NUMBER,), {NUMBER}]}}, id="nested, as name and value"),
        pytest.param(Somebody(NUMBER), id="an object's repr"),
        pytest.param(NUMBER.encode(), id="bytes"),
        pytest.param(ValueError(NUMBER), id="an exception"),
    ],
)
def test_no_value_of_a_line_shows_an_id_number(log: Log, value: Any) -> None:
    log.start()
    structlog.get_logger().warning("person_registered", value=value)
    written = log.written()
    assert NUMBER not in written
    assert "990*************12" in written


def test_a_traceback_shows_no_id_number(log: Log) -> None:
    log.start()
    try:
        raise ValueError(f"duplicate key {NUMBER}")
    except ValueError:
        structlog.get_logger().exception("request_crashed")
    line = json.loads(log.written())
    assert "duplicate key 990*************12" in line["exception"]


def test_a_line_has_its_action_the_world_and_readable_chinese(log: Log) -> None:
    log.start()
    with structlog.contextvars.bound_contextvars(world="main"):
        structlog.get_logger().info("verdict_recorded", label="无效(房源无效)", attempt=2, ok=True, ratio=0.5)
    written = log.written()
    line = json.loads(written)
    assert (line["action"], line["world"], line["level"]) == ("verdict_recorded", "main", "info")
    assert (line["attempt"], line["ok"], line["ratio"]) == (2, True, 0.5)
    assert "无效(房源无效)" in written


def test_the_standard_librarys_loggers_come_out_the_same_way(log: Log) -> None:
    log.start()
    logging.getLogger("uvicorn.error").warning("client sent %s", NUMBER)
    line = json.loads(log.written())
    assert (line["action"], line["logger"]) == ("client sent 990*************12", "uvicorn.error")


def test_configuring_again_does_not_double_the_lines(log: Log) -> None:
    log.start()
    log.start()
    log.start()
    structlog.get_logger().info("once")
    assert log.written().count("\n") == 1


def test_a_library_that_configures_logging_adds_no_second_line_without_a_mask(log: Log) -> None:
    log.start()
    logging.getLogger().addHandler(logging.StreamHandler())
    log.start()
    structlog.get_logger().info("person_registered", id_number=NUMBER)
    written = log.written()
    assert written.count("\n") == 1
    assert NUMBER not in written


def test_a_console_gets_lines_for_people(log: Log) -> None:
    log.start(log_format="console")
    structlog.get_logger().info("world_made", world="main")
    written = log.written()
    assert "world_made" in written
    assert "world=main" in written


def test_the_http_client_is_quiet(log: Log) -> None:
    log.start()
    logging.getLogger("httpx").info("HTTP Request: GET http://tax")
    assert log.written() == ""
