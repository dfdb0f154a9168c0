"""The files of the guide, by their paths, and a copy of the policies that has the town."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from luohu_kit import strict_yaml

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "guides" / "add-a-city.md"
CITY, YEAR = "haitang", 2030
_BLOCK = re.compile(r"^```(?:yaml|python)\n# (?P<path>\S+/\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_SEEDS = re.compile(r"services/(?P<service>[a-z-]+)/\w+/seeds/haitang/\w+\.yaml")


def files() -> Mapping[str, str]:
    """Every file that the guide writes, by its path from the root of the repository."""
    return {block["path"]: block["text"] for block in _BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))}


def settle(policies: Path) -> Path:
    """Put the town's policies into a folder of policies; the folder of the town."""
    for path, text in files().items():
        if path.startswith("policies/"):
            target = policies / Path(path).relative_to("policies")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return policies / CITY


def beside_the_others(folder: Path) -> Path:
    """A copy of all policies, with the town."""
    policies = Path(shutil.copytree(ROOT / "policies", folder / "policies"))
    settle(policies)
    return policies


def seeds() -> Mapping[str, Any]:
    """What the town's seeds hold, by service, read as services read theirs."""
    return {
        found["service"]: strict_yaml.read(text)[0]
        for path, text in files().items()
        if (found := _SEEDS.fullmatch(path))
    }
