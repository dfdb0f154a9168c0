"""A facts document of either scheme, scored as its city and year are: what a file of facts may hold on each line."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from luohu_contract.cities import CITY_PATTERN, FIRST_CITY
from luohu_scoring.engine import score
from luohu_scoring.facts import Facts, FactsInvalid, object_of
from luohu_scoring.policy import folder, load_policy, read_file, year_file, years
from luohu_scoring.scheme import Scheme, scheme_of
from luohu_scoring.table import TableFacts, TableScore, explain_table, load_table, score_table
from luohu_scoring.trace import Score, explain


def score_document(document: object) -> Score | TableScore:
    """The score of a facts document; its `city` (Beijing when left out) and `year` say by which policy.

    Raises FactsInvalid, PolicyMissing where there is no policy for the city and year, and PolicyInvalid.
    """
    given = object_of(document)
    if _scheme(given) is Scheme.TABLE:
        found = TableFacts.read(given)
        return score_table(found, load_table(found.city, found.year))
    facts = Facts.read(given)
    return score(facts, load_policy(facts.city, facts.year))


def _scheme(document: Mapping[str, Any]) -> Scheme:
    """That of the year, else that of the city's last one: what is wrong with the year is told by its own facts."""
    city, year = document.get("city", FIRST_CITY), document.get("year")
    known = years(city) if isinstance(city, str) and re.fullmatch(CITY_PATTERN, city) else ()
    if not known:
        there = sorted(each.name for each in folder().iterdir() if years(each.name))
        raise FactsInvalid((("city", f"{str(city)[:60]} has no policies; there are {', '.join(there)}"),))
    return _scheme_in(year_file(city, year if year in known else known[-1]))


@cache
def _scheme_in(path: Path) -> Scheme:
    return scheme_of(read_file(path))


def explain_either(result: Score | TableScore) -> str:
    """The score as a person reads it."""
    return explain(result) if isinstance(result, Score) else explain_table(result)
