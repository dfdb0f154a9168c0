"""Agencies know no policy: the figures that they judge by are those of every round all the same."""

import pytest

from luohu_contract.innovation import InnovationType
from luohu_science_commission import verdicts as commission
from luohu_scoring import Policy, load_policy, years
from luohu_scoring.lists import Award
from luohu_tax import verdicts as tax

ROUNDS = [load_policy("beijing", year) for year in years("beijing")]


def row(policy: Policy, kind: InnovationType) -> Award:
    (found,) = [row for row in policy.figures.innovation.rows if row.type is kind]
    return found


@pytest.fixture(params=ROUNDS, ids=lambda policy: policy.year)
def policy(request: pytest.FixtureRequest) -> Policy:
    found: Policy = request.param
    return found


def test_the_tax_authority_has_the_figures_of_the_round(policy: Policy) -> None:
    figures = policy.figures.tax
    assert figures.yearly_tax.value == tax.YEARLY_TAX
    assert figures.least_fine.value == tax.LEAST_FINE


@pytest.mark.parametrize("kind", commission.FIRST_EDITION)
def test_the_commission_judges_winners_by_the_figures_of_the_round(policy: Policy, kind: InnovationType) -> None:
    figures = row(policy, kind)
    assert figures.income_tax == commission.INCOME_TAX_OF_WINNERS
    assert commission.FIRST_EDITION[kind] == figures.since


def test_the_commission_judges_shares_by_the_figures_of_the_round(policy: Policy) -> None:
    figures = row(policy, InnovationType.SHAREHOLDING)
    raised = [band.raised for band in figures.bands if band.raised is not None]
    assert (figures.share, min(raised)) == (commission.LEAST_SHARE, commission.LEAST_EQUITY)
