"""Point tables: cities that score indicators by the values that departments give, one or several for each.

policy = load_table("tianjin", 2016)
score_table(TableFacts.read(document), policy).total
"""

from luohu_scoring.table.engine import score_table
from luohu_scoring.table.facts import Scalar, TableFacts
from luohu_scoring.table.intakes import Intake, Quota, ScoreLine, Selection, Threshold, select
from luohu_scoring.table.policy import TableIndicator, TablePolicy, load_table, load_table_file
from luohu_scoring.table.rules import Rule
from luohu_scoring.table.shape import Combine, Part
from luohu_scoring.table.trace import TableScore, TableStep, explain_table

__all__ = [
    "Combine",
    "Intake",
    "Part",
    "Quota",
    "Rule",
    "Scalar",
    "ScoreLine",
    "Selection",
    "TableFacts",
    "TableIndicator",
    "TablePolicy",
    "TableScore",
    "TableStep",
    "Threshold",
    "explain_table",
    "load_table",
    "load_table_file",
    "score_table",
    "select",
]
