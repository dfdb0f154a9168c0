"""Files of worlds come whole or not at all, and a refusal is one line."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from luohu_cli.door import Refused
from luohu_cli.failure import Failure
from luohu_cli.world_files import bring, fetch

GATEWAY = "http://gateway"
PROBLEM = {"type": "/problems/export-damaged", "status": 422, "detail": "The file ends in the middle."}


class Pieces(httpx.SyncByteStream):
    """An answer in two pieces; it may break off between them."""

    def __init__(self, *, breaks_off: bool) -> None:
        self._breaks_off = breaks_off

    def __iter__(self) -> Iterator[bytes]:
        yield b"first"
        if self._breaks_off:
            raise httpx.RemoteProtocolError("peer closed connection")
        yield b"last"


def answering(answer: httpx.Response) -> httpx.MockTransport:
    return httpx.MockTransport(lambda request: answer)


def test_an_export_is_written_and_measured(tmp_path: Path) -> None:
    target = tmp_path / "mine.luohu.gz"
    whole = answering(httpx.Response(200, stream=Pieces(breaks_off=False)))
    assert fetch(GATEWAY, "mine", target, whole) == 9
    assert target.read_bytes() == b"firstlast"
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "mine.luohu.gz"
    target.write_bytes(b"yesterday's")
    with pytest.raises(Failure, match="broke off"):
        fetch(GATEWAY, "mine", target, answering(httpx.Response(200, stream=Pieces(breaks_off=True))))
    assert target.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_that_is_refused_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ends in the middle"):
        fetch(GATEWAY, "mine", tmp_path / "x", answering(httpx.Response(422, json=PROBLEM)))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_or_read_is_named(tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "such"
    with pytest.raises(Failure, match="such cannot be written"):
        fetch(GATEWAY, "mine", nowhere, answering(httpx.Response(200, stream=Pieces(breaks_off=False))))
    with pytest.raises(Failure, match="such cannot be read"):
        bring(GATEWAY, nowhere, "", answering(httpx.Response(201, json={"name": "mine"})))


def test_an_import_sends_the_whole_file_under_the_name_that_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "mine.luohu.gz"
    file.write_bytes(b"x" * 600_000)
    asked: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        request.read()
        asked.append(request)
        return httpx.Response(201, json={"name": "twin"})

    assert bring(GATEWAY, file, "twin", httpx.MockTransport(take)) == "twin"
    assert (asked[0].url.path, asked[0].url.query) == ("/_luohu/worlds/import", b"name=twin")
    assert (asked[0].content, asked[0].headers["content-length"]) == (b"x" * 600_000, "600000")


def test_an_import_that_is_refused_says_why(tmp_path: Path) -> None:
    file = tmp_path / "mine.luohu.gz"
    file.write_bytes(b"half")
    with pytest.raises(Refused, match="ends in the middle") as refused:
        bring(GATEWAY, file, "", answering(httpx.Response(422, json=PROBLEM)))
    assert refused.value.slug == "export-damaged"
