"""Cities differ in `policies/<city>`, in seeds, in small packages of their own: nobody else asks which city it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from luohu_contract.cities import FIRST_CITY
from luohu_scoring.programmes import programmes

ROOT = Path(__file__).resolve().parents[2]
CITIES = tuple(programmes())
#: Where the city is named that is meant when nobody names one; nowhere else is a city a value.
ALLOWED = {"libs/contract/luohu_contract/cities.py": {FIRST_CITY}}
#: A city's own packages: `…/cities/tianjin/…`.
OWN = re.compile(rf"/cities/({'|'.join(CITIES)})(/|\.py$)")
_SLUG = rf"({'|'.join(CITIES)})(-\d{{4}})?"
#: The slug alone, with a year, or quoted inside of a longer text such as a statement.
_VALUE = re.compile(rf"^{_SLUG}$|['\"`]{_SLUG}['\"`]", re.IGNORECASE)
_CHINESE = tuple(each.title.zh[:2] for each in programmes().values())


def named_in(source: str) -> Iterator[tuple[int, str]]:
    """Places of a module where a city is a value: its line, and the text. Docstrings are words, not values."""
    tree = ast.parse(source)
    words = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    compared = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.match_case)
        for part in ast.walk(node.pattern if isinstance(node, ast.match_case) else node)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in words:
            continue
        if _VALUE.search(node.value) or (id(node) in compared and node.value.startswith(_CHINESE)):
            yield node.lineno, node.value


def modules() -> Iterator[Path]:
    for top in ("libs", "services", "gateway", "chaos"):
        yield from (path for path in (ROOT / top).rglob("*.py") if not OWN.search(path.as_posix()))


def test_no_code_outside_of_a_citys_packages_asks_which_city_it_is() -> None:
    found = {str(path.relative_to(ROOT)): dict(named_in(path.read_text(encoding="utf-8"))) for path in modules()}
    assert {place: set(values.values()) for place, values in found.items() if values} == ALLOWED


@pytest.mark.parametrize(
    "line",
    [
        'if world.programme == "tianjin": pass',
        'if city in ("beijing", "shanghai"): pass',
        'match city:\n    case "tianjin": pass',
        'OFFICES = {"shanghai": 1}',
        'def new(programme: Literal["beijing"] = FIRST) -> None: ...',
        'world = new_world(programme="tianjin-2016")',
        "execute(\"INSERT INTO world (programme) VALUES ('beijing')\")",
        'if office.startswith("x") or office == "上海市公安局": pass',
    ],
)
def test_whoever_does_is_caught(line: str) -> None:
    assert list(named_in(line))


@pytest.mark.parametrize(
    "line",
    [
        '"""Tianjin and Shanghai are worlds of the same network: tianjin."""',
        'zone = ZoneInfo("Asia/Shanghai")',
        'field = "household_in_beijing"',
        'text = "not registered in Beijing"',
        'label = "北京市积分落户"',
    ],
)
def test_words_about_a_city_are_no_question(line: str) -> None:
    assert not list(named_in(line))
