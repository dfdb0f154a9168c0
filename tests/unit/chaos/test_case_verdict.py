"""What a run of chaos calls lost, doubled and stuck in a city that works by cases."""

from collections import Counter

import pytest

from chaos.cases.ledger import CaseFolder, CaseLedger
from chaos.cases.verdict import KeptCase, compare
from chaos.ledger import Outcome, Tally

KEY = ("skill", "human_resources")


def folder(delivered: Tally, rechecked: Tally | None = None, opened: Tally | None = None) -> CaseFolder:
    made = CaseFolder(opened=opened or Tally(1))
    made.delivered[KEY] = delivered
    made.rechecked[KEY] = rechecked or Tally()
    return made


@pytest.mark.parametrize(
    ("told", "kept", "counts"),
    [
        (folder(Tally(1)), KeptCase(1, delivered=Counter({KEY: 1})), (0, 0, 0)),
        (folder(Tally(0, 1)), KeptCase(1), (0, 0, 0)),
        (folder(Tally(1)), KeptCase(1), (1, 0, 0)),
        (folder(Tally(0, 2)), KeptCase(1, delivered=Counter({KEY: 2})), (0, 1, 0)),
        (folder(Tally()), KeptCase(2), (0, 2, 0)),
        (folder(Tally(), opened=Tally(1)), KeptCase(0), (1, 0, 0)),
        (folder(Tally(), Tally(2)), KeptCase(1, rechecked=Counter({KEY: 1})), (1, 0, 0)),
        (folder(Tally(), Tally(1)), KeptCase(1, rechecked=Counter({KEY: 3})), (0, 1, 0)),
        (folder(Tally()), KeptCase(1, under_review=(KEY,)), (0, 0, 1)),
        (folder(Tally()), KeptCase(1, came=Counter({"notice": 1})), (0, 0, 0)),
        (folder(Tally()), KeptCase(1, came=Counter({"notice": 2})), (0, 1, 0)),
    ],
)
def test_a_case_beside_what_the_city_has(told: CaseFolder, kept: KeptCase, counts: tuple[int, int, int]) -> None:
    found = compare(CaseLedger({"p": told}), {"p": kept})
    assert (len(found.lost), len(found.doubled), len(found.stuck)) == counts, found


def test_steps_that_were_accepted_have_to_be_in_the_history() -> None:
    ledger = CaseLedger()
    ledger.note("accepted", ledger.of("p").steps["accept"], Outcome.ACCEPTED)
    assert str(compare(ledger, {})) == "1 lost, 0 doubled, 0 stuck"
    assert compare(ledger, {"p": KeptCase(0, Counter({"accept": 1}))}).clean
    assert ledger.acts == Counter({"accepted": 1})
