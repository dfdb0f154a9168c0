"""docs/guides/add-an-agency.md, followed to the letter in a copy of the house."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guides" / "add-an-agency.md"
BLOCK = re.compile(r"^```(?:python|yaml|toml|ini)\n# (?P<where>.+?)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def follow(house: Path) -> list[str]:
    """Do what each block says; the places that were changed."""
    done = []
    for block in BLOCK.finditer(GUIDE.read_text(encoding="utf-8")):
        where, text = block["where"], block["text"]
        path, _, how = where.partition(", ")
        target = house / path
        if not how:
            assert not target.exists(), f"{path} is there already"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        else:
            change(target, how, text)
        done.append(where)
    return done


def change(target: Path, how: str, text: str) -> None:
    """Insert a block after or before the line that it names (after every such line, or at the end of it)."""
    verb, _, anchor = how.partition(": ")
    lines = target.read_text(encoding="utf-8").splitlines(keepends=True)
    exact = [place for place, line in enumerate(lines) if line.rstrip("\n") == anchor]
    places = exact or [place for place, line in enumerate(lines) if anchor.strip() in line]
    assert places, f"{target.name} has no line {anchor!r}"
    assert verb == "after every" or len(places) == 1, f"{target.name} has several lines {anchor!r}"
    for place in reversed(places):
        if verb == "at the end of the line with":
            lines[place] = lines[place].rstrip("\n") + text.rstrip("\n") + "\n"
        else:
            lines.insert(place + (verb != "before"), text)
    target.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house in which the guide was followed."""
    copy = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__", ".venv", ".git", ".hypothesis", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=ignored, dirs_exist_ok=True)
    assert len(follow(copy)) > 20
    return copy


def run(house: Path, *command: str) -> subprocess.CompletedProcess[str]:
    project = tomllib.loads((house / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    path = os.pathsep.join(str((house / package).parent) for package in packages)
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, *command],
        cwd=house,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_new_agency_answers(house: Path) -> None:
    result = run(house, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/integration/luohu_blood_centre")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_house_still_keeps_its_boundaries(house: Path) -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    result = run(house, "-c", code)
    assert result.returncode == 0, result.stdout + result.stderr


def test_it_is_shipped_fenced_and_in_the_containers(house: Path) -> None:
    tests = ("tests/architecture/test_delivery.py", "tests/architecture/test_boundaries.py")
    result = run(house, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, "-k", "not deliberate and not stray")
    assert result.returncode == 0, result.stdout + result.stderr


def test_its_migration_makes_its_tables_and_its_routes_are_guarded(house: Path) -> None:
    tests = "tests/architecture/test_guards.py"
    result = run(house, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests, "-k", "blood-centre")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 passed" in result.stdout
