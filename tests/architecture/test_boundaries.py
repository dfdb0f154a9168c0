"""The boundaries of the house are proved by import-linter, and import-linter is proved to bite."""

import configparser
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from luohu_contract.directory import AGENCIES, SERVICES

ROOT = Path(__file__).resolve().parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a tree, whose packages shadow the installed ones."""
    packages = [str(folder / package.rpartition("/")[0]) for package in shipped()]
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", f"import sys; sys.path[:0] = {packages!r}; {code}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def shipped() -> list[str]:
    """The package folders of the distribution."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return list(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


def configured() -> configparser.ConfigParser:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    return config


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and the contracts in a folder of their own."""
    for package in shipped():
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_house_keeps_its_boundaries() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        pytest.param(
            "services/tax/luohu_tax/agency.py",
            "import luohu_housing_registry.records",
            "services meet only over HTTP",
            id="a service that imports another",
        ),
        pytest.param(
            "libs/kit/luohu_kit/work.py",
            "import luohu_agency.spec",
            "services meet only over HTTP",
            id="a kit upstairs",
        ),
        pytest.param(
            "services/tax/luohu_tax/verdicts.py",
            "import sqlalchemy",
            "Rules know no database",
            id="a rule with a database",
        ),
        pytest.param(
            "libs/contract/luohu_contract/message.py",
            "import httpx",
            "Rules know no database",
            id="a wire that does I/O",
        ),
        pytest.param(
            "services/declaration/luohu_declaration/app.py",
            "import luohu_agency.spec",
            "Only agencies stand on the agency kit",
            id="the declaration on the agency kit",
        ),
        pytest.param(
            "libs/client/luohu_client/line.py",
            "import orjson",
            "The client stands on the contract",
            id="a client that needs more than httpx",
        ),
        pytest.param(
            "libs/client/luohu_pytest/shared.py",
            "import luohu_cli.state",
            "The pytest plugin stands on the client",
            id="a plugin that starts the city itself",
        ),
        pytest.param(
            "libs/cli/luohu_cli/app.py", "import luohu_tax.app", "starts services by name", id="a service in the cli"
        ),
    ],
)
def test_a_deliberate_violation_is_caught(copy: Path, module: str, line: str, contract: str) -> None:
    path = copy / module
    path.write_text(path.read_text() + f"\n{line}  # deliberate\n")
    result = lint(copy)
    assert result.returncode != 0
    broken = [one for one in result.stdout.splitlines() if one.endswith("BROKEN") or "BROKEN" in one]
    assert any(contract in one for one in broken), result.stdout


def test_a_stray_module_in_an_agency_is_caught(copy: Path) -> None:
    (copy / "services/tax/luohu_tax/utils.py").write_text('"""Not one of the few files."""\n')
    result = lint(copy)
    assert result.returncode != 0
    assert "utils" in result.stdout


def test_every_package_is_shipped_linted_and_in_the_directory() -> None:
    folders = sorted(
        str(path.parent.relative_to(ROOT))
        for top in ("libs", "services", "gateway")
        for path in (ROOT / top).rglob("luohu_*/__init__.py")
    )
    assert sorted(shipped()) == folders
    roots = configured()["importlinter"]["root_packages"].split()
    assert sorted(roots) == sorted(folder.rpartition("/")[2] for folder in folders)
    assert {service.package for service in SERVICES} == {
        folder.rpartition("/")[2] for folder in folders if not folder.startswith("libs/")
    }


def test_every_agency_has_the_same_few_files_and_is_in_every_contract() -> None:
    config = configured()
    for agency in AGENCIES:
        folder = ROOT / "services" / agency.name / agency.package
        for name in ("app.py", "agency.py", "migrations/env.py", "seeds"):
            assert (folder / name).exists(), f"{agency.name} lacks {name}"
        assert any((folder / name).exists() for name in ("records.py", "records/__init__.py"))
        assert any((folder / name).exists() for name in ("verdicts.py", "verdicts/__init__.py"))
        for contract, key in (("agencies", "containers"), ("agency-kit", "allowed_importers")):
            assert agency.package in config[f"importlinter:contract:{contract}"][key].split()
        assert f"{agency.package}.verdicts" in config["importlinter:contract:pure"]["source_modules"].split()


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for folder in (*shipped(), "bench", "chaos", "deploy", "docs", "examples")
        for path in (ROOT / folder).rglob("*.py")
        if (count := len(path.read_text().splitlines())) > 400
    }
    assert not long
