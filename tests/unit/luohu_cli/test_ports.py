"""A port that is taken is told in one line."""

import socket

import pytest

from luohu_cli import places, serving
from luohu_cli.failure import Failure
from luohu_kit.settings import Settings


@pytest.fixture
def taken() -> int:
    return places.some_free_port()


def test_a_busy_port_names_the_port_the_service_and_the_setting(taken: int) -> None:
    settings = Settings(port_base=taken)
    with socket.create_server(("127.0.0.1", taken)), pytest.raises(Failure) as failure:
        serving.listen(settings, "gateway")

    said = str(failure.value)
    assert str(taken) in said
    assert "(gateway)" in said
    assert "LUOHU_PORT_BASE" in said
    assert "\n" not in said


def test_a_socket_listens_before_anybody_serves(taken: int) -> None:
    listening = serving.listen(Settings(port_base=taken), "gateway")
    with listening, socket.create_connection(("127.0.0.1", taken), timeout=1):
        pass


def test_a_service_that_cannot_be_loaded_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "luohu_tax.app", None)

    with pytest.raises(Failure, match=r"^the service tax cannot be loaded, luohu_tax\.app: .*make install"):
        serving.module_of("tax")
