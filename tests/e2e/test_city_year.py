"""The short form of `make bench-city`: thirty people live their year, and the report adds up."""

import asyncio
import json

import pytest
from rich.console import Console

from bench.city.report import show
from bench.city.run import Wish, run
from luohu_sandbox.population import Round, lines
from luohu_scoring import load_policy
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

WISH = Wish(people=30, seed=7)
QUOTA = 11  #: of the city of the end-to-end tests (conftest.py)
READINGS = 3  #: insurance, conduct, tax penalties, of everybody


def test_a_population_lives_its_year_and_the_report_adds_up(city: RealCity) -> None:
    outcome = asyncio.run(run(city.url, city.data_dir, WISH, Console(quiet=True)))
    truths = [json.loads(line) for line in lines(WISH.seed, Round.of(load_policy("beijing", 2021)), 0, WISH.people)]
    results = [result for truth in truths for item in truth["items"] for result in item["first"]["results"].values()]
    by_window = sum(result["decided_by"] == "window" for result in results)
    disputed = sum(item.get("then", {}).get("way") == "recheck" for truth in truths for item in truth["items"])
    assert outcome.clean, outcome.violated
    assert outcome.checks > 100
    assert (outcome.reviews, outcome.rechecks) == (by_window, disputed)
    assert outcome.verifications == len(results) - by_window + disputed + READINGS * WISH.people
    assert outcome.submitted == sum(truth["eligible"] and truth["submits"] for truth in truths)
    assert (outcome.published.ranked, outcome.published.admitted) == (outcome.submitted, QUOTA)
    assert [phase.name for phase in outcome.phases if phase.of_the_year] == [
        "filing", "verdicts", "window", "rechecks", "submission", "stages and list",
    ]  # fmt: skip
    assert sum(each.declarations for each in outcome.slices) == WISH.people
    assert 0 < len(outcome.loops) < WISH.people
    assert outcome.services_peak > 0
    document = outcome.document()
    assert document["cpu_ms_each"]["declaration"] > 0
    assert document["verify"]["clean"]
    told = Console(record=True, width=150, quiet=True, file=None)
    show(outcome, told)
