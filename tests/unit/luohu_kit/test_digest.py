"""The digest of rows: ids do not count, what hangs on them does."""

import random
import re
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from luohu_kit.digest import sums

ITEM, OTHER, QUESTION, LATE = (str(UUID(int=number, version=4)) for number in (1, 2, 3, 4))
ROWS = [
    ("item", f"{ITEM}\x1ftax\x1f2021-07-01 01:00:00+00"),
    ("item", f"{OTHER}\x1fhousehold\x1f2021-07-01 01:00:00+00"),
    ("question", f'{QUESTION}\x1f{{"item_id": "{ITEM}", "at": "2021-07-01T09:00:00+08:00"}}'),
    ("event", f"{ITEM}\x1fvalid"),
    ("event", f"{OTHER}\x1finvalid"),
]
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Rows = list[tuple[str, str]]


def digest(rows: Rows, *, times: bool = True) -> str:
    return sums(rows, times=times).digest


def renamed(rows: Rows, seed: int) -> Rows:
    """The same rows with other ids, in another order."""
    draw = random.Random(seed)  # noqa: S311 - shuffles, guards nothing
    ids: dict[str, str] = {}

    def new(found: re.Match[str]) -> str:
        return ids.setdefault(found[0], str(UUID(int=draw.getrandbits(128), version=4)))

    made = [(table, _ID.sub(new, cells)) for table, cells in rows]
    draw.shuffle(made)
    return made


@settings(max_examples=50)
@given(st.integers(0, 2**32))
def test_other_ids_in_another_order_are_the_same(seed: int) -> None:
    assert sums(renamed(ROWS, seed), times=True) == sums(ROWS, times=True)


edges = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from("ab")), max_size=12)


@settings(max_examples=100)
@given(edges, st.integers(0, 2**32))
def test_whatever_refers_to_whatever(edges: list[tuple[int, int, str]], seed: int) -> None:
    rows = [("t", f"{UUID(int=a, version=4)}\x1f{UUID(int=b, version=4)}\x1f{word}") for a, b, word in edges]
    assert digest(renamed(rows, seed)) == digest(rows)


def test_what_hangs_on_the_other_id_is_told_apart() -> None:
    swapped = [
        (table, cells.replace("\x1fvalid", "\x1f?").replace("\x1finvalid", "\x1fvalid")) for table, cells in ROWS
    ]
    swapped = [(table, cells.replace("\x1f?", "\x1finvalid")) for table, cells in swapped]
    assert sorted(swapped) != sorted(ROWS)
    assert digest(swapped) != digest(ROWS)
    plain = [{name: each.plain for name, each in sums(rows, times=True).tables.items()} for rows in (swapped, ROWS)]
    assert plain[0] == plain[1]


def test_a_row_more_or_less_is_told_apart_and_named() -> None:
    less = sums(ROWS[:-1], times=True)
    whole = sums([*ROWS, ROWS[0]], times=True)
    assert len({less.digest, whole.digest, digest(ROWS)}) == 3
    assert (less.tables["event"].rows, whole.tables["item"].rows) == (1, 3)


def test_instants_count_only_where_they_should() -> None:
    later = [(table, cells.replace("2021-07-01", "2021-07-09")) for table, cells in ROWS]
    assert digest(later) != digest(ROWS)
    assert digest(later, times=False) == digest(ROWS, times=False)


def test_secrets_and_traces_do_not_count() -> None:
    one = [("question", '{"trace": "0af7651916cd43dd8448eb211c80319c", "secret": "whsec_AbC+/="}')]
    other = [("question", '{"trace": "8e89a111610670b89334dc82cb283cda", "secret": "whsec_0123"}')]
    assert digest(one) == digest(other)
    assert digest([("question", '{"sha256": "' + "ab" * 32 + '"}')]) != digest([("question", '{"sha256": ""}')])
