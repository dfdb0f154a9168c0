"""The documentation is true: generated pages are fresh, links lead somewhere, commands and settings exist."""

import re
import runpy
from pathlib import Path

import pytest

from luohu_cli.commands.conform import VARIABLES
from luohu_identity.people import seeded
from luohu_kit.settings import Settings
from luohu_scoring.policy import FOLDER
from luohu_scoring.programmes import programmes

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
GENERATOR = runpy.run_path(str(ROOT / "docs" / "generate.py"))
CITY_OF_THE_PLUGIN = "LUOHU_URL"  #: which the pytest plugin reads, and no service
TITLES = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.mark.parametrize("name", sorted(GENERATOR["PAGES"]))
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    page = (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")
    assert page == GENERATOR["GENERATED"] + GENERATOR["PAGES"][name](), "run `make docs`"


def test_the_page_of_personas_has_everybody_who_is_seeded() -> None:
    page = (ROOT / "docs" / "reference" / "personas.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+) \| ([^|]+) \|", page, re.MULTILINE)
    everybody = [person for city in programmes() for person in seeded(city)]
    assert sorted(rows) == sorted((person.persona, person.name, person.id_number) for person in everybody)
    assert len(rows) >= 40


def test_every_setting_is_explained() -> None:
    assert "| – |\n" not in GENERATOR["PAGES"]["settings"]()


@pytest.mark.parametrize("page", PAGES, ids=TITLES)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) + re.findall(r'(?:src|href)="([^"#]+)"', text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=TITLES)
def test_every_make_verb_and_setting_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= verbs
    settings = {FOLDER, CITY_OF_THE_PLUGIN, *VARIABLES, *(f"LUOHU_{name.upper()}" for name in Settings.model_fields)}
    assert set(re.findall(r"LUOHU_[A-Z_]+", text)) <= settings
