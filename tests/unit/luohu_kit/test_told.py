"""What answers made up: paired between two runs of the same story, whatever order their lists have."""

from uuid import UUID

import orjson
from hypothesis import given
from hypothesis import strategies as st

from luohu_kit.journal.told import MADE_UP, made_up_in, paired, told_by


def an_id(number: int) -> str:
    return str(UUID(int=number, version=4))


def answer(kinds: list[tuple[str, int]], declaration: int) -> bytes:
    """A declaration with items, in the order of their ids."""
    items = sorted((an_id(number), kind) for kind, number in kinds)
    told = {
        "id": an_id(declaration),
        "items": [{"id": one, "kind": kind, "links": {"self": f"/v1/items/{one}"}} for one, kind in items],
    }
    return orjson.dumps(told)


KINDS = ("tax", "household", "employment", "residence")


@given(st.permutations(range(1, 5)), st.permutations(range(11, 15)))
def test_ids_are_paired_by_what_they_stand_for(then: list[int], now: list[int]) -> None:
    old = told_by(answer(list(zip(KINDS, then, strict=True)), 99))
    new = told_by(answer(list(zip(KINDS, now, strict=True)), 77))
    pairs = paired(old, new)
    assert pairs == {
        an_id(99): an_id(77),
        **{an_id(a): an_id(b) for a, b in zip(then, now, strict=True)},
    }


def test_what_came_a_moment_earlier_is_in_nobodys_way() -> None:
    one = told_by(answer([("tax", 1)], 9))
    both = told_by(answer([("household", 2), ("tax", 3)], 8))
    assert paired(one, both) == {an_id(9): an_id(8), an_id(1): an_id(3)}


def test_where_there_are_more_or_fewer_of_a_kind_nothing_is_guessed() -> None:
    old = told_by(answer([("tax", 1), ("tax", 2)], 9))
    new = told_by(answer([("tax", 3)], 8))
    assert paired(old, new) == {an_id(9): an_id(8)}


def test_what_says_something_else_is_taken_for_what_stands_in_its_place_unless_that_is_known() -> None:
    old, new = told_by(answer([("tax", 1)], 9)), told_by(answer([("household", 2)], 8))
    assert paired(old, new)[an_id(1)] == an_id(2)
    assert an_id(1) not in paired(old, new, {an_id(7): an_id(2)})


def test_names_in_a_location_are_told_as_well() -> None:
    told = told_by(b"", f"/v1/items/{an_id(5)}")
    assert told == {"Location": [an_id(5)]}
    snapshot = told_by(b'{"name": "s-0123456789ab"}', "/_luohu/worlds/w/snapshots/s-0123456789ab")
    assert paired(snapshot, told_by(b'{"name": "s-ba9876543210"}')) == {"s-0123456789ab": "s-ba9876543210"}


def test_what_is_no_json_tells_nothing() -> None:
    assert told_by(b"%PDF " + an_id(1).encode()) == {}
    assert made_up_in(f"item {an_id(1)} of s-0123456789ab, not s-01") == {an_id(1), "s-0123456789ab"}


def test_names_that_were_made_up_may_hold_lists_of_any_length() -> None:
    told = told_by(orjson.dumps({an_id(1): [{"id": an_id(3)}], an_id(2): []}))
    assert told["."] == [an_id(1), an_id(2)]
    assert [an_id(3)] in told.values()


@given(st.lists(st.sampled_from(["a", "-", " ", "/", "s-0123456789ab", an_id(1), an_id(2)])).map(" ".join))
def test_what_is_made_up_is_found_wherever_it_stands(text: str) -> None:
    assert made_up_in(text) == set(MADE_UP.findall(text))
