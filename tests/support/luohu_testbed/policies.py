"""Policies with a fault: a file that a test spoils, and a copy of all of them with one in a year nobody asks for."""

import shutil
from pathlib import Path

_SOURCE = Path(__file__).parents[3] / "policies"


def spoil(file: Path, old: str, new: str) -> tuple[int, int]:
    """Replace a text that comes once; the line and column (from 1) at which it stood."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} comes {text.count(old)} times in {file.name}"
    before = text[: text.index(old)]
    file.write_text(text.replace(old, new), encoding="utf-8")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def spoilt(into: Path) -> tuple[Path, str]:
    """The folder of the copy, and the place of the fault as `file:line:column`."""
    folder = Path(shutil.copytree(_SOURCE, into / "policies"))
    year = folder / "beijing" / "2022.yaml"
    line, column = spoil(year, "value: 6000", "value: plenty")
    return folder, f"{year}:{line}:{column}"
