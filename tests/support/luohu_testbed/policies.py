"""A copy of the policies with a fault in a year that no test asks for."""

import shutil
from pathlib import Path

_SOURCE = Path(__file__).parents[3] / "policies"


def spoilt(into: Path) -> tuple[Path, str]:
    """The folder of the copy, and the place of the fault as `file:line:column`."""
    folder = Path(shutil.copytree(_SOURCE, into / "policies"))
    year = folder / "beijing" / "2022.yaml"
    text = year.read_text(encoding="utf-8")
    before = text[: text.index("value: 6000")]
    year.write_text(text.replace("value: 6000", "value: plenty"), encoding="utf-8")
    return folder, f"{year}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
