"""Policies in, points and their trace out: scores of a round, and who is admitted. Exact; reads nothing but policies.

policy = load_policy("beijing", 2021)
score(Facts.read(document), policy).total
"""

from luohu_scoring.either import explain_either, score_document
from luohu_scoring.engine import score
from luohu_scoring.every import load_every_policy
from luohu_scoring.facts import (
    MOST_ITEMS,
    AreaFacts,
    AreaPlaces,
    EducationFacts,
    Facts,
    FactsInvalid,
    LawFacts,
    TaxFacts,
    TaxYear,
)
from luohu_scoring.kept_facts import facts_of_kept, kept
from luohu_scoring.line import Line
from luohu_scoring.merits import Honour, Innovation
from luohu_scoring.points import added, printed
from luohu_scoring.policy import (
    Calendar,
    EligibilityFigures,
    Policy,
    PolicyMissing,
    load_policy,
    load_policy_file,
    under_other_rules,
    years,
)
from luohu_scoring.ranking import Place, Ranking, rank, rank_by_line
from luohu_scoring.scheme import OtherScheme, Scheme
from luohu_scoring.spells import HomeKind, HomePlace, HomeSpell, InsuranceSpell, Spell, WorkPlace
from luohu_scoring.strict_yaml import PolicyInvalid
from luohu_scoring.study import tier_of
from luohu_scoring.table import (
    Combine,
    Intake,
    Part,
    Quota,
    ScoreLine,
    TableFacts,
    TableIndicator,
    TablePolicy,
    TableScore,
    TableStep,
    Threshold,
    explain_table,
    load_table,
    load_table_file,
    score_table,
    select,
)
from luohu_scoring.trace import HousingMonths, Months, Score, Step, explain

__all__ = [
    "MOST_ITEMS",
    "AreaFacts",
    "AreaPlaces",
    "Calendar",
    "Combine",
    "EducationFacts",
    "EligibilityFigures",
    "Facts",
    "FactsInvalid",
    "HomeKind",
    "HomePlace",
    "HomeSpell",
    "Honour",
    "HousingMonths",
    "Innovation",
    "InsuranceSpell",
    "Intake",
    "LawFacts",
    "Line",
    "Months",
    "OtherScheme",
    "Part",
    "Place",
    "Policy",
    "PolicyInvalid",
    "PolicyMissing",
    "Quota",
    "Ranking",
    "Scheme",
    "Score",
    "ScoreLine",
    "Spell",
    "Step",
    "TableFacts",
    "TableIndicator",
    "TablePolicy",
    "TableScore",
    "TableStep",
    "TaxFacts",
    "TaxYear",
    "Threshold",
    "WorkPlace",
    "added",
    "explain",
    "explain_either",
    "explain_table",
    "facts_of_kept",
    "kept",
    "load_every_policy",
    "load_policy",
    "load_policy_file",
    "load_table",
    "load_table_file",
    "printed",
    "rank",
    "rank_by_line",
    "score",
    "score_document",
    "score_table",
    "select",
    "tier_of",
    "under_other_rules",
    "years",
]
