"""Server-sent events out of text as it comes."""

import pytest

from luohu_client.frames import Frame, Reader

TOLD = 'retry: 1000\n\nid: 17\nevent: filed\ndata: {"a": 1}\n\n: alive\n\nid: 18\ndata: one\ndata: two\n\n'
FRAMES = [Frame("17", "filed", '{"a": 1}'), Frame("18", "message", "one\ntwo")]


@pytest.mark.parametrize("size", [1, 2, 7, len(TOLD)])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_events_come_out_however_the_text_is_cut(size: int, end: str) -> None:
    reader, text = Reader(), TOLD.replace("\n", end) + (end if end == "\r" else "")
    found = [frame for at in range(0, len(text), size) for frame in reader.take(text[at : at + size])]
    assert found == FRAMES
    assert (reader.last_id, reader.comment) == ("18", "alive")


def test_only_line_breaks_end_lines() -> None:
    assert [frame.data for frame in Reader().take("data: a\u2028b\x85c\n\n")] == ["a\u2028b\x85c"]


def test_an_id_stays_for_events_that_name_none() -> None:
    reader = Reader(last_id="3")
    assert [frame.id for frame in reader.take("data: a\n\nid: 4\ndata: b\n\ndata: c\n\n")] == ["3", "4", "4"]


def test_what_was_only_begun_when_the_connection_ended_is_thrown_away() -> None:
    reader = Reader()
    assert list(reader.take("id: 9\nevent: filed\ndata: {")) == []
    reader.cut()
    assert list(reader.take("data: whole\n\n")) == [Frame("", "message", "whole")]
