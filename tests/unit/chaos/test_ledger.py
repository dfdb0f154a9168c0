"""What a run of chaos calls lost, doubled and stuck."""

import pytest

from chaos.ledger import Account, Kept, Ledger, compare

GOOD = Kept("i", attempts=2, sent=2, settled=2, under_review=False)


def judged(account: Account, *kept: Kept) -> tuple[int, int, int]:
    found = compare(Ledger({account.item: account}), {each.item: each for each in kept})
    return len(found.lost), len(found.doubled), len(found.stuck)


@pytest.mark.parametrize(
    ("account", "kept", "counts"),
    [
        (Account("i", asked=2), [GOOD], (0, 0, 0)),
        (Account("i", asked=1, unsure=1), [GOOD], (0, 0, 0)),
        (Account("i", asked=2, unsure=1), [GOOD], (0, 0, 0)),
        (Account("i", asked=3), [GOOD], (1, 0, 0)),
        (Account("i", asked=1), [GOOD], (0, 1, 0)),
        (Account("i", asked=2), [], (1, 0, 0)),
        (Account("i", asked=2, deleted=True), [], (0, 0, 0)),
        (Account("i", asked=2, deletion_unsure=True), [], (0, 0, 0)),
        (Account("i", asked=2, deletion_unsure=True), [GOOD], (0, 0, 0)),
        (Account("i", asked=2, deleted=True), [GOOD], (1, 0, 0)),
        (Account("i", asked=2), [GOOD, Kept("j", 0, 0, 0, under_review=False)], (0, 1, 0)),
        (Account("i", asked=2), [Kept("i", 2, 2, 1, under_review=True)], (0, 0, 1)),
        (Account("i", asked=2), [Kept("i", 2, 2, 3, under_review=False)], (0, 1, 0)),
        (Account("i", asked=2), [Kept("i", 2, 3, 3, under_review=False)], (0, 1, 0)),
        (Account("i", asked=2), [Kept("i", 2, 1, 1, under_review=False)], (1, 0, 0)),
    ],
)
def test_an_account_beside_what_the_city_has(account: Account, kept: list[Kept], counts: tuple[int, int, int]) -> None:
    assert judged(account, *kept) == counts


def test_what_the_checks_report_counts_as_well() -> None:
    found = compare(Ledger(), {}, [("stuck", "a dead letter"), ("lost", "a row")])
    assert str(found) == "1 lost, 0 doubled, 1 stuck"
    assert not found.clean
