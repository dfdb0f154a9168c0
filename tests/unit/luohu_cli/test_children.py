"""Logs do not grow without bound."""

from pathlib import Path

from luohu_cli.children import bound


def test_a_log_that_has_grown_too_large_is_put_aside_and_its_writer_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "tax.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"old\n" * 100)

        assert bound(log, limit=100)
        writer.write(b"new\n")

    assert log.read_bytes() == b"new\n"
    assert (tmp_path / "tax.log.1").read_bytes() == b"old\n" * 100


def test_a_small_log_and_a_missing_one_are_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "tax.log"
    log.write_bytes(b"line\n")

    assert not bound(log, limit=100)
    assert not bound(tmp_path / "nobody.log", limit=100)
    assert log.read_bytes() == b"line\n"
