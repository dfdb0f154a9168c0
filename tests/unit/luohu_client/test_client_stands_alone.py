"""The client comes up with httpx, aiohttp, pydantic and the contract alone; the plugin costs nothing unused."""

import subprocess
import sys
from pathlib import Path

OURS = {"luohu_client", "luohu_contract", "luohu_transport"}


def modules_after(code: str) -> set[str]:
    """The top-level modules that are loaded once the code has run."""
    told = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", f"import sys\n{code}\nprint(*{{name.split('.')[0] for name in sys.modules}})"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


def test_the_client_loads_nothing_of_luohu_but_the_contract_and_the_transport() -> None:
    loaded = modules_after("import luohu_client")
    assert {name for name in loaded if name.startswith("luohu_")} == OURS
    assert {"httpx", "pydantic"} <= loaded
    assert not {"pytest", "fastapi", "sqlalchemy", "orjson", "structlog", "typer"} & loaded


def test_the_plugin_loads_neither_httpx_nor_the_client_before_a_fixture_is_asked_for() -> None:
    assert not {"httpx", "pydantic", *OURS} & modules_after("import luohu_pytest.plugin")


def test_a_suite_that_asks_for_no_fixture_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_theirs.py").write_text("import sys\n\ndef test_theirs():\n    print('LOADED', *sys.modules)\n")
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = next(line for line in done.stdout.splitlines() if "LOADED" in line).split()
    assert "luohu_pytest.plugin" in loaded
    assert not {"httpx", "pydantic", *OURS} & set(loaded)
