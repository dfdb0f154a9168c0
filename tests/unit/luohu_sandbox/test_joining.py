"""Questions at the asker and at the agency, side by side."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from luohu_sandbox.verification.joining import Side, joined

OPEN = Side("5", "open", None, carried=False, about="item/1/whole/verification")
CARRIED = replace(OPEN, carried=True)
ANSWERED = replace(OPEN, state="answered", verdict="v")
SUPERSEDED = replace(OPEN, state="superseded")
WAITING = replace(OPEN, state="waiting")
DECIDED = replace(OPEN, state="decided", verdict="v")


async def given(sides: list[Side]) -> AsyncIterator[Side]:
    for side in sides:
        yield side


@pytest.mark.parametrize(
    ("asked", "held", "wrong"),
    [
        ([CARRIED], [], ""),
        ([SUPERSEDED], [], ""),
        ([OPEN], [WAITING], ""),
        ([OPEN], [replace(DECIDED, carried=True)], ""),
        ([ANSWERED], [DECIDED], ""),
        ([SUPERSEDED], [DECIDED], ""),
        ([OPEN], [], "no message carries it there"),
        ([ANSWERED], [], "does not know it"),
        ([], [WAITING], "never asked it"),
        ([OPEN], [DECIDED], "no message carries the verdict"),
        ([ANSWERED], [WAITING], "has not decided it"),
        ([ANSWERED], [replace(DECIDED, verdict="w")], "has the verdict v, and tax gave w"),
        ([OPEN], [replace(WAITING, about="item/2/whole/recheck")], "is about item/1/whole/verification here"),
    ],
)
async def test_the_two_sides_agree_or_a_message_carries_the_difference(
    asked: list[Side], held: list[Side], wrong: str
) -> None:
    found = [each async for each in joined(given(asked), given(held), "tax")]
    assert [each.id for each in found] == (["5"] if wrong else [])
    assert all(wrong in each.what for each in found)


async def test_each_side_is_read_to_its_end() -> None:
    asked = [replace(OPEN, id=name) for name in "1357"]
    held = [replace(WAITING, id=name) for name in "2378"]
    found = [each.id async for each in joined(given(asked), given(held), "tax")]
    assert found == ["1", "2", "5", "8"]
