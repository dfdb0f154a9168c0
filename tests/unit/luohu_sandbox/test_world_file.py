"""The file of an exported world: read as it was written; cut short or altered anywhere, it is nothing."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luohu_kit.clock import ClockMode, ClockState
from luohu_kit.worlds import NewWorld
from luohu_sandbox.world_file import Contents, FileDamaged, Header, OtherFormat, Packer, PartHead, contents, line, read

NOW = datetime(2021, 7, 5, 4, tzinfo=UTC)
CLOCK = ClockState(mode=ClockMode.FROZEN, anchor_real=NOW, anchor_world=NOW)
HEADER = Header(
    luohu="world",
    format=1,
    version="0.1.0",
    world="mine",
    settings=NewWorld(programme="beijing", year=2021, seed=1, clock=CLOCK),
    clock=CLOCK,
    made_at=NOW,
    revisions={"tax": "luohu 0.1.0, kit 0004"},
)
PARTS: list[tuple[PartHead, list[list[str | None]]]] = [
    (
        PartHead(service="tax", part="payment", columns=("id", "name"), rows=3),
        [["1", "王伟"], ["2", None], ["3", '\\N,"\n']],
    ),
    (PartHead(service="tax", part="kit.inbox", columns=("source",), rows=1), [["x" * 300_000]]),
]


def lines_of(header: dict[str, Any] | None = None, parts: Any = PARTS) -> list[bytes]:
    """The lines of a file, all but the last."""
    made = [line(header or HEADER.model_dump(mode="json"))]
    for head, rows in parts:
        made += [line(head.model_dump(mode="json")), *(line(row) for row in rows)]
    return made


def packed(lines: list[bytes]) -> bytes:
    packer = Packer()
    return b"".join([*(packer.add(each) for each in lines), packer.end()])


WHOLE = packed(lines_of())
ITEMS = list(read([WHOLE]))


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@pytest.mark.parametrize("size", [1, 7, 4096, len(WHOLE)])
def test_what_was_written_is_read_however_it_is_cut_into_pieces(size: int) -> None:
    assert list(read(pieces(WHOLE, size))) == [
        HEADER,
        *(item for head, rows in PARTS for item in (head, *rows)),
    ]


def test_any_tool_can_look_into_the_file() -> None:
    first, *_, last = gzip.decompress(WHOLE).splitlines()
    assert orjson.loads(first)["world"] == "mine"
    assert orjson.loads(last)["end"]["lines"] == 7


def test_the_same_world_gives_the_same_bytes() -> None:
    assert packed(lines_of()) == WHOLE


def test_its_contents_are_counted() -> None:
    found = contents([WHOLE])
    assert (found.header, found.rows, [part.part for part in found.parts]) == (HEADER, 4, ["payment", "kit.inbox"])


@settings(max_examples=300)
@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_that_was_cut_short_anywhere_is_damaged(length: int) -> None:
    with pytest.raises(FileDamaged):
        contents([WHOLE[:length]])


def test_a_file_that_was_cut_between_two_lines_is_damaged() -> None:
    lines = [*lines_of(), gzip.decompress(WHOLE).splitlines(keepends=True)[-1]]
    for kept in range(len(lines)):
        with pytest.raises(FileDamaged):
            contents([gzip.compress(b"".join(lines[:kept]))])
        body = zlib.compressobj(6, zlib.DEFLATED, -15)
        raw = b"".join(lines[:kept])
        tail = zlib.crc32(raw).to_bytes(4, "little") + len(raw).to_bytes(4, "little")
        with pytest.raises(FileDamaged):
            contents([WHOLE[:10] + body.compress(raw) + body.flush() + tail])


def noticed_or_nothing(altered: bytes) -> None:
    """Damage, another format, or the very same lines: gzip can say the same in more than one way, with padding or
    another match.
    """
    try:
        seen = list(read([altered]))
    except (FileDamaged, OtherFormat):
        return
    assert seen == ITEMS


@settings(max_examples=400)
@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_a_bit_that_was_turned_is_noticed_or_changes_nothing(bit: int) -> None:
    altered = bytearray(WHOLE)
    altered[bit // 8] ^= 1 << (bit % 8)
    noticed_or_nothing(bytes(altered))


@settings(max_examples=200)
@given(st.binary(min_size=1, max_size=40), st.integers(0, len(WHOLE)), st.integers(0, 40))
def test_bytes_that_were_put_in_or_taken_out_are_noticed_or_change_nothing(more: bytes, place: int, gone: int) -> None:
    noticed_or_nothing(WHOLE[:place] + more + WHOLE[place + gone :])


@given(st.binary(min_size=1, max_size=40), st.sampled_from([1, 7, len(WHOLE)]))
def test_nothing_may_follow_the_end(more: bytes, size: int) -> None:
    with pytest.raises(FileDamaged):
        contents(pieces(WHOLE + more, size))


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_no_other_bytes_are_an_export(data: bytes) -> None:
    for file in (data, gzip.compress(data), WHOLE[:10] + data):
        with pytest.raises(FileDamaged):
            contents([file])


HEAD, ROWS = PARTS[0]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param(lines_of()[1:], "first line", id="no header"),
        pytest.param([line([]), *lines_of()], "first line", id="a row before the header"),
        pytest.param([*lines_of(), line(["1", "2"])], "more rows", id="a row too many"),
        pytest.param(lines_of(parts=[(HEAD, ROWS[:2])]), "missing", id="a row too few at the end"),
        pytest.param(lines_of(parts=[(HEAD, ROWS[:2]), PARTS[1]]), "missing", id="a row too few in the middle"),
        pytest.param(lines_of(parts=[(HEAD, ROWS), (HEAD, ROWS)]), "twice", id="a table twice"),
        pytest.param(lines_of(parts=[(HEAD, [["1"], ["2"], ["3"]])]), "cells", id="rows too narrow"),
        pytest.param(lines_of(parts=[(HEAD, [*ROWS[:2], [1, "x"]])]), "text", id="a number for a cell"),
        pytest.param(lines_of(parts=[(HEAD, [*ROWS[:2], ["1", "\0"]])]), "text", id="a NUL character"),
        pytest.param([*lines_of(), b"{]\n"], "JSON", id="no JSON"),
        pytest.param([*lines_of(), line({"service": "tax"})], "part", id="half a head"),
        pytest.param([*lines_of(), line("?")], "line", id="a text"),
        pytest.param(lines_of({**HEADER.model_dump(mode="json"), "world": "../x"}), "world", id="no name of a world"),
        pytest.param(lines_of({**HEADER.model_dump(mode="json"), "more": 1}), "more", id="a field too many"),
        pytest.param(lines_of({"luohu": "world", "format": 1}), "version", id="half a header"),
        pytest.param(lines_of({"luohu": "moon", "format": 1}), "first line", id="something else"),
    ],
)
def test_lines_that_make_no_sense_are_damage_though_their_sum_is_right(lines: list[bytes], why: str) -> None:
    with pytest.raises(FileDamaged, match=why):
        contents([packed(lines)])


def test_a_sum_that_is_not_that_of_the_lines_is_noticed() -> None:
    body = b"".join(lines_of())
    for count, digest in ((8, hashlib.sha256(body).hexdigest()), (7, hashlib.sha256(b"").hexdigest())):
        packer = Packer()
        made = packer.add(body + line({"end": {"lines": count, "sha256": digest}}))
        whole = made + packer._gzip.flush()
        tail = packer._crc.to_bytes(4, "little") + packer._size.to_bytes(4, "little")
        with pytest.raises(FileDamaged, match="sums up"):
            contents([whole + tail])


def test_another_format_is_told_apart_from_damage() -> None:
    with pytest.raises(OtherFormat, match="2"):
        contents([packed([line({"luohu": "world", "format": 2, "whatever": True})])])


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed_zeros = b"".join(bomb.compress(b" " * 1_000_000) for _ in range(50)) + bomb.flush()
    with pytest.raises(FileDamaged, match="longer"):
        contents([WHOLE[:10] + packed_zeros])


def test_contents_begin_empty() -> None:
    assert Contents(HEADER).rows == 0
