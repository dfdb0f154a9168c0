"""Who reviews which indicator in the cities of departments."""

from generation.tables import table
from luohu_contract.claim import ClaimKind
from luohu_contract.directory import ANSWERED_BY
from luohu_contract.texts import department
from luohu_scoring import load_table
from luohu_scoring.programmes import programmes
from luohu_scoring.scheme import Scheme
from luohu_scoring.table.rules import Rule, Tiers, names_read


def departments() -> str:
    """Who reviews which indicator in the cities of departments, by whose register, and which values it gives."""
    parts = []
    for city, told in programmes().items():
        if told.scheme is not Scheme.TABLE:
            continue
        policy = load_table(city, told.default_year)
        rows = (
            (
                f"{indicator.title.zh} `{indicator.name}`",
                f"{department(part.department).zh} `{part.department}`",
                f"`{part.ask}` at `{ANSWERED_BY[ClaimKind(part.ask)]}`",
                ", ".join(_value(part.rule, name) for _, name in names_read(part.rule)),
                "to its window" if part.papers else "none",
            )
            for indicator in policy.indicators.values()
            for part in indicator.parts
        )
        heads = ("indicator", "department", "asked as", "values", "papers")
        parts.append(f"## {told.title.zh}, {policy.year}\n\n" + table(heads, rows))
    head = (
        "# Departments and what they answer\n\nFrom the point tables in `policies/`. Values of `department` stand in "
        "the entries of `department-windows` under these names; those of the other kinds are made of the findings of "
        "the agency that is asked. How it goes is told in [Windows and archives](../explanations/windows.md).\n\n"
    )
    return head + "\n".join(parts)


def _value(rule: Rule, name: str) -> str:
    """A value that a rule reads; of tiers, with what it can be."""
    tiers = [value for tier in rule.rows for value in tier.values] if isinstance(rule, Tiers) else []
    return f"`{name}`" + (f" ({', '.join(f'`{value}`' for value in tiers)})" if tiers else "")
