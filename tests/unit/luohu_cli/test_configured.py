"""What is wrong with the settings is one line that names the variable."""

from pathlib import Path

import pytest

from luohu_cli import configured
from luohu_cli.failure import Failure
from luohu_contract.directory import BY_NAME
from luohu_kit.settings import Mode, Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LUOHU_PORT_BASE", "eighty"),
        ("LUOHU_PORT_BASE", "80"),
        ("LUOHU_MODE", "test"),
        ("LUOHU_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(Failure) as failure:
        configured.settings()

    assert str(failure.value).startswith(f"{name}: ")
    assert "\n" not in str(failure.value)


def test_json_that_cannot_be_read_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOHU_URLS", "{tax}")

    with pytest.raises(Failure, match="urls"):
        configured.settings()


def test_the_data_folder_does_not_depend_on_where_a_command_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LUOHU_DATA_DIR", "city")

    assert configured.settings().data_dir == tmp_path / "city"


def test_an_unknown_service_is_answered_with_those_there_are() -> None:
    with pytest.raises(Failure, match=r"'taxes'.*tax, science-commission"):
        configured.known("taxes")


def test_production_has_no_control_plane() -> None:
    assert configured.services(Settings()) == list(BY_NAME)
    production = Settings().model_copy(update={"mode": Mode.PRODUCTION})
    assert set(BY_NAME) - set(configured.services(production)) == {"sandbox"}


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8714"), ("0.0.0.0", "http://127.0.0.1:8714")],  # noqa: S104 - only a setting
)
def test_a_city_that_listens_everywhere_is_reached_on_this_machine(host: str, url: str) -> None:
    assert configured.reachable(Settings(host=host, port_base=8700), "tax") == url
