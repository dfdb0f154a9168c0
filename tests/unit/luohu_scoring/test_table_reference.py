"""The reference of point tables: its example is a policy that scores, and it names every key that the code reads."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from luohu_contract.claim_kind import ClaimKind
from luohu_scoring import Combine, load_table_file
from luohu_scoring.table import rules, shape
from luohu_scoring.table.ask import VALUES
from luohu_scoring.table.cases import TableExpected, load_table_cases, table_differences
from luohu_scoring.table.coverage import uncovered

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "point-tables.md").read_text(encoding="utf-8")
POLICY, CASES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
PROSE = re.sub(r"```yaml\n.*?```", "", PAGE, flags=re.DOTALL)


def of_module(module: object) -> list[type[BaseModel]]:
    return [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, BaseModel)]


def test_the_example_is_a_table_with_every_kind_of_rule_and_its_cases_hold(tmp_path: Path) -> None:
    there = tmp_path / "new-town"
    there.mkdir()
    (there / "2030.yaml").write_text(POLICY, encoding="utf-8")
    (there / "2030.cases.yaml").write_text(CASES, encoding="utf-8")

    policy, cases = load_table_file(there / "2030.yaml"), load_table_cases(there / "2030.cases.yaml")

    used = {part.rule.kind for indicator in policy.indicators.values() for part in indicator.parts}
    assert used == {"bands", "tiers", "per_unit", "together", "flag", "count", "veto"}
    assert [table_differences(case, policy) for case in cases] == [()] * len(cases)
    assert not [row for row in uncovered(policy, cases) if row.startswith("skill")]


@pytest.mark.parametrize("model", [*of_module(rules), *of_module(shape), TableExpected], ids=lambda each: each.__name__)
def test_every_key_is_named(model: type[BaseModel]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()}

    assert not {key for key in keys if not re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", PROSE)}


def test_every_kind_combination_and_value_is_named() -> None:
    kinds = {kind for model in of_module(rules) for kind in re.findall(r"'(\w+)'", str(model.model_fields.get("kind")))}
    asked: dict[ClaimKind, frozenset[str] | None] = VALUES
    names = {*kinds, *asked, *Combine, *(name for values in asked.values() for name in values or ())}

    assert "per_unit" in kinds
    assert not {name for name in names if f"`{name}`" not in PROSE}
