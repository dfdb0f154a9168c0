"""The log of a world: which inputs make it, and a file that is whole or nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luohu_kit.clock import ClockMode, ClockState
from luohu_kit.worlds import NewWorld
from luohu_sandbox.log_file import Ending, Header, Input, LogDamaged, LogVersion, proven, read
from luohu_sandbox.log_lines import LogIncomplete, chosen, planned
from luohu_sandbox.packed import Packer, line

NOW = datetime(2021, 7, 1, 1, tzinfo=UTC)
CLOCK = ClockState(mode=ClockMode.FROZEN, anchor_real=NOW, anchor_world=NOW)
ITEM, SEEN = (str(UUID(int=number, version=4)) for number in (1, 2))


def asked(target: str, method: str = "POST", **more: Any) -> dict[str, Any]:
    """An input, as a service hands it out."""
    plain = {"real": NOW, "took": 5, "at": NOW, "to": "declaration", "headers": {}, "caller": None, "status": 200}
    rest = {"problem": None, "fault": None, "now": None, "told": {}, "body": ""}
    return {**plain, **rest, "target": target, "method": method, **more}


MADE = asked("/_luohu/worlds", to="sandbox", status=201)
FILED = asked("/v1/declarations", status=201, told={".id": [ITEM]})


def targets(*lines: dict[str, Any]) -> list[str]:
    return [one["target"] for one in chosen(lines, planned(lines, "w"))]


def test_the_log_begins_where_the_world_did() -> None:
    assert targets(asked("/earlier"), MADE, FILED) == ["/v1/declarations"]
    again = asked("/_luohu/worlds/w/reset", to="sandbox")
    assert targets(MADE, FILED, again, asked("/v1/items")) == ["/v1/items"]
    with pytest.raises(LogIncomplete, match="made of a file"):
        planned([asked("/_luohu/worlds/import?name=w", status=201), FILED], "w")
    assert planned([FILED], "main").inputs == 1


def test_a_read_is_in_it_when_somebody_used_what_it_was_the_first_to_tell() -> None:
    queue = asked("/v1/rechecks", "GET", told={".items.id": [SEEN]})
    used = asked(f"/v1/rechecks/{SEEN}/completion")
    assert targets(MADE, FILED, queue, queue, used) == ["/v1/declarations", "/v1/rechecks", used["target"]]
    assert targets(MADE, FILED, queue, asked(f"/v1/items/{ITEM}")) == ["/v1/declarations", f"/v1/items/{ITEM}"]
    in_a_file = asked("/v1/evidence", body=None, base64="JVBERg==")
    assert planned([MADE, FILED, queue, used, in_a_file], "w").inputs == 3


def test_a_clock_that_was_let_go_has_not_stood() -> None:
    assert planned([MADE, asked("/_luohu/clock/advance")], "w").stood
    assert planned([MADE, asked("/_luohu/clock/scale", status=422)], "w").stood
    assert not planned([MADE, asked("/_luohu/clock/release")], "w").stood


def test_a_snapshot_older_than_the_log_cannot_be_told_again() -> None:
    base = "/_luohu/worlds/w/snapshots"
    taken = asked(base, status=201, body='{"name": "mine"}')
    unnamed = asked(base, status=201, body="", told={"Location": ["s-0123456789ab"]})
    planned([MADE, taken, asked(f"{base}/mine/restore")], "w")
    planned([MADE, unnamed, asked(f"{base}/s-0123456789ab/restore")], "w")
    with pytest.raises(LogIncomplete, match="mine"):
        planned([MADE, taken, asked("/_luohu/worlds/w/reset"), asked(f"{base}/mine/restore")], "w")


HEADER = Header(
    luohu="log",
    format=1,
    version="0.1.0",
    world="w",
    settings=NewWorld(programme="beijing", year=2021, seed=1, clock=CLOCK),
    stood=True,
    inputs=1,
    reports=0,
    made_at=NOW,
)
ENDING = Ending(ended=NOW, digest={})


def packed(*values: Any) -> bytes:
    packer = Packer()
    return b"".join([*(packer.add(line(value)) for value in values), packer.end()])


def dumped(model: Header | Ending) -> dict[str, Any]:
    return model.model_dump(mode="json")


PARTS = (dumped(HEADER), FILED, asked("/v1/rechecks", "GET"), dumped(ENDING))
WHOLE = packed(*PARTS)


def test_what_was_written_is_read() -> None:
    header, lines = proven([WHOLE])
    assert (header, lines) == (HEADER, 2)
    _, one, look, ending = read([WHOLE])
    assert isinstance(one, Input)
    assert isinstance(look, Input)
    assert (one.told, one.reads, look.reads) == ({".id": (ITEM,)}, False, True)
    assert ending == ENDING


def test_bodies_come_as_they_were() -> None:
    one = Input.model_validate(asked("/x", body=" \n{} "))
    assert one.content == b" \n{} "
    assert Input.model_validate(asked("/x", body=None, base64="AP8=")).content == b"\x00\xff"


@settings(max_examples=200)
@given(st.integers(0, len(WHOLE) - 1))
def test_a_log_that_was_cut_short_or_altered_is_damaged(place: int) -> None:
    with pytest.raises(LogDamaged):
        proven([WHOLE[:place]])
    altered = bytearray(WHOLE)
    altered[place] ^= 0xFF
    with pytest.raises(LogDamaged):
        proven([bytes(altered)])


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(PARTS[:-1], id="no ending"),
        pytest.param((PARTS[0], *PARTS[2:]), id="an input too few"),
        pytest.param((*PARTS[:2], *PARTS[1:]), id="an input too many"),
        pytest.param((*PARTS, PARTS[1]), id="an input after the ending"),
        pytest.param(PARTS[1:], id="no header"),
        pytest.param(({**PARTS[0], "luohu": "world"}, *PARTS[1:]), id="an export"),
        pytest.param((PARTS[0], {**FILED, "status": "fine"}, *PARTS[2:]), id="a status that is none"),
    ],
)
def test_a_log_of_the_wrong_lines_is_damaged(parts: tuple[Any, ...]) -> None:
    with pytest.raises(LogDamaged):
        proven([packed(*parts)])


def test_another_format_is_another_version() -> None:
    with pytest.raises(LogVersion, match="format 2"):
        proven([packed({**PARTS[0], "format": 2}, *PARTS[1:])])


def test_what_began_later_was_not_in_the_middle() -> None:
    move = Input.model_validate(asked("/_luohu/clock/advance", took=100))
    inside = Input.model_validate(asked("/v1/items", real=NOW + timedelta(milliseconds=50)))
    after = Input.model_validate(asked("/v1/items", real=NOW + timedelta(milliseconds=100)))
    assert not move.ended_before(inside)
    assert move.ended_before(after)
