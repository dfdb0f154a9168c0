"""What a run of chaos calls lost, doubled and stuck."""

from dataclasses import replace

import pytest

from chaos.ledger import Account, Folder, Ledger, Outcome, Tally
from chaos.verdict import Kept, KeptItem, compare

GOOD = KeptItem("i", attempts=2, sent=2, settled=2, under_review=False)
KEPT = Kept(declarations=1, submitted=0, withdrawn=0, is_submitted=False, items=())


def judged(folder: Folder, kept: Kept) -> tuple[int, int, int]:
    found = compare(Ledger({"p": folder}), {"p": kept})
    return len(found.lost), len(found.doubled), len(found.stuck)


@pytest.mark.parametrize(
    ("account", "kept", "counts"),
    [
        (Account(Tally(2)), [GOOD], (0, 0, 0)),
        (Account(Tally(1, 1)), [GOOD], (0, 0, 0)),
        (Account(Tally(2, 1)), [GOOD], (0, 0, 0)),
        (Account(Tally(3)), [GOOD], (1, 0, 0)),
        (Account(Tally(1)), [GOOD], (0, 1, 0)),
        (Account(Tally(2)), [], (1, 0, 0)),
        (Account(Tally(2), Tally(1)), [], (0, 0, 0)),
        (Account(Tally(2), Tally(0, 1)), [], (0, 0, 0)),
        (Account(Tally(2), Tally(0, 1)), [GOOD], (0, 0, 0)),
        (Account(Tally(2), Tally(1)), [GOOD], (1, 0, 0)),
        (Account(Tally(2)), [GOOD, KeptItem("j", 0, 0, 0, under_review=False)], (0, 1, 0)),
        (Account(Tally(2)), [KeptItem("i", 2, 2, 1, under_review=True)], (0, 0, 1)),
        (Account(Tally(2)), [KeptItem("i", 2, 2, 3, under_review=False)], (0, 1, 0)),
        (Account(Tally(2)), [KeptItem("i", 2, 3, 3, under_review=False)], (0, 1, 0)),
        (Account(Tally(2)), [KeptItem("i", 2, 1, 1, under_review=False)], (1, 0, 0)),
    ],
)
def test_an_item_beside_what_the_city_has(account: Account, kept: list[KeptItem], counts: tuple[int, int, int]) -> None:
    folder = Folder(filed=Tally(1), accounts={"i": account})
    assert judged(folder, replace(KEPT, items=tuple(kept))) == counts


@pytest.mark.parametrize(
    ("folder", "kept", "counts"),
    [
        (Folder(), replace(KEPT, declarations=0), (0, 0, 0)),
        (Folder(filed=Tally(0, 4)), replace(KEPT, declarations=0), (0, 0, 0)),
        (Folder(filed=Tally(4)), replace(KEPT, declarations=0), (2, 0, 0)),
        (Folder(), replace(KEPT, declarations=2), (0, 1, 0)),
        (Folder(submitted=Tally(1)), replace(KEPT, submitted=1, is_submitted=True), (0, 0, 0)),
        (Folder(submitted=Tally(1)), replace(KEPT, submitted=1, is_submitted=False), (1, 0, 0)),
        (Folder(submitted=Tally(1)), replace(KEPT, submitted=2, is_submitted=True), (0, 1, 0)),
        (Folder(submitted=Tally(2), withdrawn=Tally(1)), replace(KEPT, submitted=1, withdrawn=1), (1, 0, 0)),
        (Folder(submitted=Tally(1), withdrawn=Tally(0, 1)), replace(KEPT, submitted=1, withdrawn=1), (0, 0, 0)),
        (Folder(submitted=Tally(1)), replace(KEPT, submitted=1, withdrawn=1), (0, 1, 0)),
    ],
)
def test_a_declaration_beside_what_the_city_has(folder: Folder, kept: Kept, counts: tuple[int, int, int]) -> None:
    assert judged(folder, kept) == counts


def test_items_of_a_request_that_was_not_answered_are_met_on_the_page() -> None:
    ledger, folder = Ledger(), Folder()
    ledger.folders["p"] = folder
    ledger.file("filed at once", folder, 1, Outcome.UNSURE, verified=True)
    folder.meet("i")
    assert (ledger.asked.sure, ledger.asked.unsure) == (0, 1)
    for attempts in (0, 1):
        item = KeptItem("i", attempts, attempts, attempts, under_review=False)
        assert judged(folder, replace(KEPT, items=(item,))) == (0, 0, 0)
    twice = KeptItem("i", 2, 2, 2, under_review=False)
    assert judged(folder, replace(KEPT, items=(twice,))) == (0, 1, 0)


def test_what_the_checks_report_counts_as_well() -> None:
    found = compare(Ledger(), {}, [("stuck", "a dead letter"), ("lost", "a row")])
    assert str(found) == "1 lost, 0 doubled, 1 stuck"
    assert not found.clean
