"""A policy with a fault stops the service before it is served, and says where the fault is."""

from pathlib import Path

import pytest

from luohu_cli.failure import Failure
from luohu_cli.serving import module_of
from luohu_declaration.app import create_app
from luohu_kit.settings import Settings
from luohu_scoring import PolicyInvalid
from luohu_testbed.policies import spoilt


@pytest.fixture
def fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the fault in a copy of the policies is, which the environment names."""
    folder, place = spoilt(tmp_path)
    monkeypatch.setenv("LUOHU_POLICIES_DIR", str(folder))
    return place


def test_the_app_is_not_made(fault: str) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        create_app(Settings())
    assert str(refused.value).startswith(f"{fault}: quota.value: ")


def test_the_command_line_has_one_line_about_it(fault: str) -> None:
    with pytest.raises(Failure) as refused:
        module_of("declaration")
    line = str(refused.value)
    assert f"{fault}: quota.value: 'plenty' is no whole number; write for example 36" in line
    assert "\n" not in line
